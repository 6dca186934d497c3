"""What a failed statement says: that the database does not serve just now, or that we are wrong."""

import sqlite3
from collections.abc import Iterator

import psycopg
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import Error, InterfaceError, InternalError, OperationalError

# PostgreSQL's errors are told by class and code (Appendix A of its manual). Its driver calls all
# operational that is none of SQL itself; what is too big for any server is ours all the same.
_OURS = ("54",)
# Not operational by name, yet nothing that a request did: the server is a replica now, or cut off
# a transaction that this process was too slow for.
_AWAY = {"25006", "25P03", "25P04"}
# SQLite calls everything operational; a misspelt column, and whatever else is ours, has this code.
_SQLITE_ERROR = 1
_PRIMARY_CODE = 0xFF
# How one failure of the database leads to the next. A session that cannot be saved is said to be
# gone, and any other error is a bug, also where it shows while an outage is dealt with.
_LINKS = (Error, psycopg.Error, sqlite3.Error, UpdateError, SessionInterrupted)


def database_is_away(error: BaseException | None) -> bool:
    """Tell whether a request failed because its database is gone, full, locked or hung.

    The same request may well succeed later. What follows from such a failure counts too, as when
    the transaction it broke is used once more.
    """
    return any(_says_away(each) for each in _and_what_led_to_it(error))


def _and_what_led_to_it(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while isinstance(error, _LINKS) and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_away(error: BaseException) -> bool:
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None) or ""
    if isinstance(error, OperationalError):
        code = getattr(cause, "sqlite_errorcode", 0)
        return code & _PRIMARY_CODE != _SQLITE_ERROR and not state.startswith(_OURS)
    if isinstance(error, InternalError):
        return state in _AWAY
    return isinstance(error, InterfaceError)
