"""A whole port for one file of tests: what it runs on is killed, frozen and filled."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.faults.scene import set_the_scene
from tests.faults.small_disk import a_small_disk
from tests.faults.storm import Port
from tests.servers.databases import MigratedDatabases
from tests.servers.fault_proxy import FaultProxy
from tests.servers.gunicorn import RunningServer
from tests.servers.postgres import PostgresServer

# Few connections and little of a log, so that either runs out soon.
POSTGRES_OPTIONS = {"max_connections": "60", "max_wal_size": "64MB", "min_wal_size": "32MB"}


@contextmanager
def a_port_of_its_own(folder: Path, **env: str) -> Iterator[Port]:
    """Lend a site with two workers and a PostgreSQL that nobody else uses, on a small disk."""
    with ExitStack() as open_things:
        disk = open_things.enter_context(a_small_disk())
        postgres = PostgresServer(place=disk, **POSTGRES_OPTIONS)
        open_things.callback(postgres.destroy)
        postgres.create()
        databases = MigratedDatabases(postgres.url(), folder=folder, env=dict(os.environ))
        url = open_things.enter_context(databases.one())
        env = dict(os.environ) | {"DATABASE_URL": url, "WEB_WORKERS": "2"} | env
        server = RunningServer(env, log_file=folder / "gunicorn.log")
        open_things.callback(server.stop)
        server.start()
        proxy = FaultProxy(server.port)
        open_things.callback(proxy.close_network)
        yield Port(server, postgres, proxy, set_the_scene(env))
