"""What can happen to PostgreSQL: each begins on entering and is healed on leaving."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg

from tests.servers.postgres import PostgresServer

#: Takes the server and the URL of the site's database.
Fault = Callable[[PostgresServer, str], AbstractContextManager[None]]

WAITING_FOR_LOCKS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
END_BACKENDS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
FILL_CHUNK_BYTES = 1 << 20


@contextmanager
def killed(postgres: PostgresServer, url: str) -> Iterator[None]:
    """All of it is gone at once, as with its machine."""
    postgres.stop("immediate")
    try:
        yield
    finally:
        postgres.start()


@contextmanager
def not_started(postgres: PostgresServer) -> Iterator[None]:
    """It was never there, and comes later."""
    try:
        yield
    finally:
        postgres.start()


@contextmanager
def restarted(postgres: PostgresServer, url: str) -> Iterator[None]:
    """It is stopped in order and comes back, as for an update."""
    postgres.stop("fast")
    try:
        yield
    finally:
        postgres.start()


@contextmanager
def hung(postgres: PostgresServer, url: str) -> Iterator[None]:
    """It takes connections and says nothing, as on a machine without disk or memory."""
    postgres.freeze()
    try:
        yield
    finally:
        postgres.thaw()


@contextmanager
def locked(
    postgres: PostgresServer, url: str, *, table: str = "operations_vesselcall"
) -> Iterator[None]:
    """Somebody holds a table that everything needs, as a careless migration does."""
    # One table: with a second, the lock and the site could wait for each other.
    with psycopg.connect(url) as migration:
        migration.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
        yield


def waiting_for_locks(url: str) -> int:
    """Return how many statements wait for somebody else's lock."""
    with psycopg.connect(url) as admin:
        row = admin.execute(WAITING_FOR_LOCKS).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def full(postgres: PostgresServer, url: str) -> Iterator[None]:
    """Its disk is full."""
    assert postgres.place is not None
    ballast = postgres.place / "ballast"
    try:
        with _again_and_again(lambda: _fill(ballast)):
            yield
    finally:
        ballast.unlink()
        # Without room for its log it ends itself, and somebody has to start it again.
        if not postgres.is_running:
            postgres.start()


@contextmanager
def out_of_connections(postgres: PostgresServer, url: str) -> Iterator[None]:
    """Others hold every connection that it gives; the site loses those it had."""
    with ExitStack() as held:
        ours: list[int] = []

        def take_all() -> None:
            with suppress(psycopg.OperationalError):
                while True:
                    ours.append(held.enter_context(psycopg.connect(url)).info.backend_pid)

        admin = held.enter_context(psycopg.connect(url, autocommit=True))
        take_all()
        admin.execute(f"{END_BACKENDS} AND pid <> ALL(%s)".encode(), [ours])
        take_all()
        yield


@contextmanager
def backends_ended(postgres: PostgresServer, url: str) -> Iterator[None]:
    """An operator ends every connection, again and again."""

    def end_them() -> None:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(END_BACKENDS)

    with _again_and_again(end_them):
        yield


@contextmanager
def _again_and_again(do: Callable[[], None]) -> Iterator[None]:
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            do()
            is_over.wait(0.1)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _fill(ballast: Path) -> None:
    # What PostgreSQL gives back meanwhile is taken as well.
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        for size in (FILL_CHUNK_BYTES, 4096):
            with suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
