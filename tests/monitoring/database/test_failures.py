import sqlite3

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, Error, InterfaceError, connection
from django.db.transaction import TransactionManagementError
from django.db.utils import DatabaseErrorWrapper
from psycopg import errors

from monitoring.database.failures import database_is_away


def as_django_raises(error: Exception) -> Exception:
    """Return what the site gets when the driver raises this."""
    driver = sqlite3 if isinstance(error, sqlite3.Error) else psycopg
    wrapper = type("Wrapper", (), {"Database": driver, "errors_occurred": False})()
    try:
        with DatabaseErrorWrapper(wrapper):
            raise error
    except Error as wrapped:
        return wrapped


def of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("words")
    error.sqlite_errorcode = code
    return error


AWAY = [
    psycopg.OperationalError("server closed the connection unexpectedly"),
    psycopg.InterfaceError("the connection is lost"),
    errors.ConnectionTimeout(),
    errors.AdminShutdown(),
    errors.CannotConnectNow(),
    errors.CrashShutdown(),
    errors.TooManyConnections(),
    errors.DiskFull(),
    errors.IoError(),
    errors.OutOfMemory(),
    errors.LockNotAvailable(),
    errors.QueryCanceled(),
    errors.DeadlockDetected(),
    errors.IdleInTransactionSessionTimeout(),
    errors.ReadOnlySqlTransaction(),
    of_sqlite(sqlite3.SQLITE_BUSY),
    of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
    of_sqlite(sqlite3.SQLITE_FULL),
    of_sqlite(sqlite3.SQLITE_IOERR_FSYNC),
    of_sqlite(sqlite3.SQLITE_READONLY),
]
OURS = [
    errors.UndefinedColumn(),
    errors.UniqueViolation(),
    errors.NumericValueOutOfRange(),
    errors.StatementTooComplex(),
    errors.InFailedSqlTransaction(),
    errors.InsufficientPrivilege(),
    errors.DataCorrupted(),
    of_sqlite(sqlite3.SQLITE_ERROR),
    sqlite3.IntegrityError("words"),
]


@pytest.mark.parametrize("error", AWAY, ids=repr)
def test_an_outage_is_no_fault_of_the_request(error: Exception) -> None:
    assert database_is_away(as_django_raises(error))


@pytest.mark.parametrize("error", OURS, ids=repr)
def test_a_fault_of_ours_is_no_outage(error: Exception) -> None:
    assert not database_is_away(as_django_raises(error))


def after(first: BaseException, then: Exception) -> Exception:
    """Return an error that was raised while the first one was dealt with."""
    then.__context__ = first
    return then


def test_what_an_outage_leads_to_counts_as_one() -> None:
    outage = as_django_raises(errors.LockNotAvailable())
    aborted = after(outage, errors.InFailedSqlTransaction())

    assert database_is_away(as_django_raises(aborted))


def test_a_transaction_that_an_outage_broke_is_not_our_fault() -> None:
    broken = TransactionManagementError("words")
    broken.__cause__ = as_django_raises(errors.LockNotAvailable())

    assert database_is_away(broken)


def test_a_bug_that_shows_in_an_outage_is_a_bug() -> None:
    outage = as_django_raises(errors.AdminShutdown())

    assert not database_is_away(after(outage, KeyError("words")))


def test_a_session_that_cannot_be_saved_is_an_outage() -> None:
    outage = as_django_raises(errors.DiskFull())

    assert database_is_away(after(after(outage, UpdateError()), SessionInterrupted()))


def test_a_session_that_somebody_ended_is_none() -> None:
    gone = DatabaseError("Forced update did not affect any rows.")

    assert not database_is_away(after(after(gone, UpdateError()), SessionInterrupted()))


def test_a_connection_that_is_closed_already_is_an_outage() -> None:
    assert database_is_away(InterfaceError("connection already closed"))


@pytest.mark.django_db
def test_a_misspelt_column_is_no_outage_on_any_database() -> None:
    with pytest.raises(DatabaseError) as failure, connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM operations_terminal")

    assert not database_is_away(failure.value)
