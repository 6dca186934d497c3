"""The database that a benchmark measures on, and how it tells what it measured."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from tests.servers.databases import run_command
from tests.servers.postgres import PostgresServer


@contextmanager
def a_postgres(*, is_durable: bool) -> Iterator[PostgresServer]:
    """Start a PostgreSQL of its own, which Django uses; a durable one waits for the disk."""
    server = PostgresServer()
    server.create()
    durably = "on" if is_durable else "off"
    try:
        with psycopg.connect(server.url(), autocommit=True) as admin:
            for name in ("fsync", "full_page_writes"):
                admin.execute(f"ALTER SYSTEM SET {name} = {durably}".encode())
            admin.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
            admin.execute("SELECT pg_reload_conf()")
        with tempfile.TemporaryDirectory() as static_root:
            _set_up_django(server.url(), static_root)
            yield server
    finally:
        _close_connections()
        server.destroy()


def _set_up_django(database_url: str, static_root: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "stevedores.settings",
        "SECRET_KEY": "only-for-measuring-" + "0123456789abcdef" * 4,
        "SERVED_OVER_HTTPS": "no",
        "OTP_REQUIRED": "no",
        "ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": database_url,
        "STATIC_ROOT": static_root,
    }
    run_command("migrate", "--verbosity", "0", env=dict(os.environ))
    import django

    django.setup()


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long this took."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def median_ms(work: Callable[[], object], *, rounds: int) -> float:
    """Return the median of some rounds, after one that warms up."""
    work()
    return statistics.median(milliseconds(work) for _ in range(rounds))


def say_load() -> None:
    """Say what else the machine does: a ratio within one run bears some of it, not all."""
    print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def holds(name: str, value: float, *, at_least: float = 0, at_most: float = float("inf")) -> bool:
    """Print a ratio beside its limit, and return whether it is kept."""
    is_kept = at_least <= value <= at_most
    limit = f"at least {at_least}" if at_least else f"at most {at_most}"
    print(f"{'pass' if is_kept else 'FAIL'}: {name}: {value:.2f} ({limit})")
    return is_kept
