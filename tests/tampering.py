"""What somebody with the rights of the database's owner could do to the ledger, behind its back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

GUARDED = ("operations_tallyevent", "operations_vesselcall")


@contextmanager
def triggers_off() -> Iterator[None]:
    """Switch the ledger's triggers off as a superuser can, and on again."""
    if connection.vendor == "postgresql":
        _execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            _execute("SET session_replication_role = origin")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    for name, _ in triggers:
        _execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        for _, sql in triggers:
            _execute(sql)


def alter(statement: str, *values: str | int) -> None:
    """Run a statement on the ledger with its triggers off."""
    with triggers_off():
        _execute(statement, *values)


def _execute(statement: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
