"""The platform that runs the container restarts it when that helps, and never otherwise.

Ten minutes of each outage with the probe of production; a minute passes in a second.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial

import pytest

from tests.faults import postgres_faults
from tests.faults.container_platform import IN_PRODUCTION, ContainerPlatform
from tests.faults.own_port import a_port_of_its_own
from tests.faults.run import all_at_once
from tests.faults.storm import Port
from tests.servers.ports import wait_until
from tests.servers.valkey import RedisServer

pytestmark = pytest.mark.faults

TIMES_FASTER = 60
OUTAGE_SECONDS = 10 * 60 / TIMES_FASTER
# Sixty times less would be 83 ms, which a busy machine may need; a fifth of what production gives
# is stricter than production, and what the site promises.
PROBE = IN_PRODUCTION.faster(TIMES_FASTER, timeout_seconds=1)
VISITORS = 6
# A page that somebody looked at is shown for ten seconds more, which is a whole outage here; a list
# in admin is read for each who asks.
READ_EACH_TIME = "/admin/operations/vesselcall/"

Outage = Callable[[RedisServer], AbstractContextManager[None]]


@contextmanager
def redis_down(redis: RedisServer) -> Iterator[None]:
    redis.stop()
    try:
        yield
    finally:
        redis.start()


@contextmanager
def redis_hung(redis: RedisServer) -> Iterator[None]:
    redis.freeze()
    try:
        yield
    finally:
        redis.thaw()


@pytest.fixture(scope="module")
def port(
    static_files: None, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Port]:
    folder = tmp_path_factory.mktemp("port")
    with a_port_of_its_own(folder, REDIS_URL=redis_server.url) as port:
        yield port


def restart(port: Port) -> None:
    port.server.stop(signal.SIGKILL)
    port.server.start()


def watch(port: Port, outage: AbstractContextManager[None]) -> tuple[ContainerPlatform, int]:
    """Let the platform watch through an outage, with people at work.

    Returns the platform, and how often it would have restarted the container had it been told to
    ask for a page instead, one that needs what is away.
    """
    server, cookie = port.server, port.scene.desk.cookie
    platform = ContainerPlatform(PROBE, port=server.port, restart=partial(restart, port))
    careless = ContainerPlatform(
        replace(PROBE, path=READ_EACH_TIME), port=server.port, cookie=cookie, restart=lambda: None
    )
    is_over = threading.Event()

    def happen(_: Callable[[], bool]) -> None:
        try:
            with outage:
                is_over.wait(OUTAGE_SECONDS)
        finally:
            is_over.set()

    people = [port.visitor().work for _ in range(VISITORS)]
    all_at_once([happen, platform.work, careless.work, *people], is_over.is_set)
    return platform, careless.restart_count


@pytest.mark.parametrize(
    "fault", [postgres_faults.killed, postgres_faults.hung, postgres_faults.locked]
)
def test_nothing_is_restarted_while_postgresql_is_away(
    port: Port, fault: postgres_faults.Fault
) -> None:
    platform, of_a_page = watch(port, fault(port.postgres, port.server.database_url))

    assert (platform.restart_count, of_a_page > 0) == (0, True)


@pytest.mark.parametrize("outage", [redis_down, redis_hung])
def test_nothing_is_restarted_while_redis_is_away(
    port: Port, redis_server: RedisServer, outage: Outage
) -> None:
    platform, of_a_page = watch(port, outage(redis_server))

    assert (platform.restart_count, of_a_page) == (0, 0)
    assert platform.probe_count > PROBE.failure_threshold


def test_a_site_that_is_wedged_is_restarted_once_and_well_again(port: Port) -> None:
    platform = ContainerPlatform(PROBE, port=port.server.port, restart=partial(restart, port))
    is_over = threading.Event()

    def wedge(_: Callable[[], bool]) -> None:
        for pid in (port.server.pid, *port.server.worker_pids()):
            os.kill(pid, signal.SIGSTOP)
        try:
            wait_until(lambda: platform.restart_count == 1, what="a restart", within_seconds=10)
            probes = platform.probe_count
            wait_until(lambda: platform.probe_count > probes + 4, what="more probes")
        finally:
            is_over.set()

    all_at_once([wedge, platform.work], is_over.is_set)

    assert platform.restart_count == 1
    assert port.visitor().ask("/").status == 200
