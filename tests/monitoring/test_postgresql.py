import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from time import monotonic

import psycopg
import pytest

from monitoring.postgresql import base
from monitoring.postgresql.base import ConnectionWithDeadline, DatabaseWrapper, DeadlinePassed
from tests.servers.postgres import PostgresServer

SHORT_SECONDS = 0.4
# A wait is looked at every tenth of a second; the rest is for a busy machine.
SOON_SECONDS = SHORT_SECONDS + 3
Connect = Callable[[], ConnectionWithDeadline]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """Return a server of the module's own: its processes are frozen."""
    server = PostgresServer()
    server.create()
    yield server
    server.destroy()


@pytest.fixture
def connection(server: PostgresServer) -> Iterator[ConnectionWithDeadline]:
    with closing(ConnectionWithDeadline.connect(server.url(), autocommit=True)) as connection:
        connection.deadline_seconds = SHORT_SECONDS
        backend = connection.info.backend_pid
        yield connection
    with suppress(ProcessLookupError):
        os.kill(backend, signal.SIGCONT)


@pytest.fixture
def frozen(connection: ConnectionWithDeadline) -> ConnectionWithDeadline:
    """Return a connection whose other end has stopped, as on a machine that hangs."""
    os.kill(connection.info.backend_pid, signal.SIGSTOP)
    return connection


def test_a_frozen_server_is_not_waited_for(frozen: ConnectionWithDeadline) -> None:
    asked_at = monotonic()

    with pytest.raises(DeadlinePassed, match="no answer"):
        frozen.execute("SELECT 1")

    assert SHORT_SECONDS <= monotonic() - asked_at < SOON_SECONDS


def test_a_late_answer_is_nobody_elses(frozen: ConnectionWithDeadline) -> None:
    with pytest.raises(DeadlinePassed):
        frozen.execute("SELECT 'late'")

    assert frozen.closed
    with pytest.raises(psycopg.OperationalError, match="closed"):
        frozen.execute("SELECT 'the next question'")


def test_what_the_server_ends_by_itself_keeps_its_connection(
    connection: ConnectionWithDeadline,
) -> None:
    connection.execute("SET statement_timeout = '100ms'")

    with pytest.raises(psycopg.errors.QueryCanceled):
        connection.execute("SELECT pg_sleep(60)")

    assert connection.execute("SELECT 1").fetchone() == (1,)


def test_without_a_deadline_a_long_statement_is_waited_for(
    connection: ConnectionWithDeadline,
) -> None:
    connection.deadline_seconds = None

    connection.execute("SELECT pg_sleep(%s)", [SHORT_SECONDS * 2])

    assert not connection.closed


@pytest.mark.parametrize("deadline_seconds", [None, 60])
def test_an_idle_connection_must_answer_at_once(
    frozen: ConnectionWithDeadline,
    monkeypatch: pytest.MonkeyPatch,
    deadline_seconds: float | None,
) -> None:
    monkeypatch.setattr(base, "SIGN_OF_LIFE_SECONDS", SHORT_SECONDS)
    frozen.deadline_seconds = deadline_seconds
    wrapper = DatabaseWrapper({})
    wrapper.connection = frozen
    asked_at = monotonic()

    assert not wrapper.is_usable()
    assert monotonic() - asked_at < SOON_SECONDS


def test_a_sign_of_life_leaves_the_deadline_as_it_was(connection: ConnectionWithDeadline) -> None:
    wrapper = DatabaseWrapper({})
    wrapper.connection = connection

    assert wrapper.is_usable()
    assert connection.deadline_seconds == SHORT_SECONDS


@pytest.fixture
def trusted(connection: ConnectionWithDeadline) -> DatabaseWrapper:
    """Return Django's own of a connection that answered just now."""
    wrapper = DatabaseWrapper({})
    wrapper.connection = connection
    assert wrapper.is_usable()
    return wrapper


def test_a_connection_that_answered_lately_is_trusted_without_a_question(
    connection: ConnectionWithDeadline, trusted: DatabaseWrapper
) -> None:
    # It could not answer now, and nobody asks.
    os.kill(connection.info.backend_pid, signal.SIGSTOP)
    asked_at = monotonic()

    assert trusted.is_usable()
    assert monotonic() - asked_at < SHORT_SECONDS


def test_a_trusted_connection_that_the_server_ended_is_not_usable(
    server: PostgresServer, connection: ConnectionWithDeadline, trusted: DatabaseWrapper
) -> None:
    with psycopg.connect(server.url(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])

    assert not trusted.is_usable()


def test_a_trusted_connection_that_was_lost_in_between_is_not_usable(
    connection: ConnectionWithDeadline, trusted: DatabaseWrapper
) -> None:
    connection.close()

    assert not trusted.is_usable()


def test_a_trusted_connection_in_a_transaction_that_failed_is_not_usable(
    connection: ConnectionWithDeadline, trusted: DatabaseWrapper
) -> None:
    connection.autocommit = False
    with pytest.raises(psycopg.errors.UndefinedColumn):
        connection.execute("SELECT no_such_column")

    assert not trusted.is_usable()
