"""The one place that may empty the ledger and the audit log, for databases thrown away."""

from collections.abc import Iterable

from django.db import connection

APPEND_ONLY = ("operations_tallyevent", "operations_auditentry")


def empty_the_ledger_on_flush() -> None:
    """Make the next flush of the test database run with these triggers off, once."""
    operations = connection.ops
    flush = operations.execute_sql_flush

    def flush_with_triggers_off(statements: Iterable[str]) -> None:
        # The attribute hides the method of the class; without it the triggers count again.
        vars(operations).pop("execute_sql_flush")
        off, on = _postgresql() if connection.vendor == "postgresql" else _sqlite()
        flush([*off, *statements, *on])

    vars(operations)["execute_sql_flush"] = flush_with_triggers_off


def _postgresql() -> tuple[list[str], list[str]]:
    return (
        [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in APPEND_ONLY],
        [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in APPEND_ONLY],
    )


def _sqlite() -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)",
            APPEND_ONLY,
        )
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]
