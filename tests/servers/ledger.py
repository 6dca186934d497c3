"""The one place that may empty the ledger, for databases that are thrown away."""

from collections.abc import Iterable

from django.db import connection

LEDGER_TABLE = "operations_tallyevent"


def empty_the_ledger_on_flush() -> None:
    """Make the next flush of the test database run with the ledger's triggers off, once."""
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
        [f"ALTER TABLE {LEDGER_TABLE} DISABLE TRIGGER USER"],
        [f"ALTER TABLE {LEDGER_TABLE} ENABLE TRIGGER USER"],
    )


def _sqlite() -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            [LEDGER_TABLE],
        )
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [sql for _, sql in triggers]
