"""The queries of a call's pages with 1,000,000 rows in the ledger, against 10,000.

Run by hand, on a quiet machine: .venv/bin/python -m benchmarks.board_at_scale

The call has 5,000 events both times; the other rows are those of earlier calls like it, with
their units, rollups and discrepancies. Measured are the queries alone, as the pages send them, so
that rendering cannot hide a slow one.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks.database import a_postgres, holds, median_ms, say_load

if TYPE_CHECKING:
    from django.db.models import Model

    from benchmarks.port import APort

EVENTS_OF_A_CALL, LISTED, ROUNDS = 5_000, 4_900, 21
FEW, MANY = 10_000, 1_000_000
Query = tuple[str, Any]


def main() -> int:
    """Measure the same pages twice, with all that is in between written."""
    say_load()
    with a_postgres(is_durable=False):
        from django.core.management import call_command

        from benchmarks.port import BATCH, APort

        call_command("collectstatic", interactive=False, verbosity=0)
        port = APort(listed=LISTED)
        for _ in range(EVENTS_OF_A_CALL // BATCH):
            port.record(port.next_batch())
        few_ms = _grow_and_measure(port, FEW)
        many_ms = _grow_and_measure(port, MANY)
    return 0 if holds("1,000,000 rows / 10,000", many_ms / few_ms, at_most=2) else 1


def _grow_and_measure(port: "APort", rows: int) -> float:
    from django.db import connection

    from operations.models import TallyEvent

    present = TallyEvent.objects.count()
    for number in range((rows - present) // EVENTS_OF_A_CALL):
        _add_an_earlier_call(port, f"OLD-{rows}-{number}")
    queries = _queries_of_pages(port)
    with connection.cursor() as cursor:
        # As autovacuum does in time.
        cursor.execute("VACUUM ANALYZE")

        def ask() -> None:
            for statement, values in queries:
                cursor.execute(statement, values)
                cursor.fetchall()

        took_ms = median_ms(ask, rounds=ROUNDS)
    print(f"{TallyEvent.objects.count():,} rows: {len(queries)} queries in {took_ms:.1f} ms")
    return took_ms


def _queries_of_pages(port: "APort") -> list[Query]:
    """Open the board, the call's page and its ledger, and return what they asked."""
    from django.db import connection
    from django.test import Client

    asked: list[Query] = []

    def note(
        execute: Callable[..., object], statement: str, values: object, *rest: object
    ) -> object:
        if statement.startswith("SELECT"):
            asked.append((statement, values))
        return execute(statement, values, *rest)

    client = Client()
    client.force_login(port.supervisor)
    page = f"/calls/{port.call.reference}/"
    with connection.execute_wrapper(note):
        for address in ("/", page, f"{page}ledger/"):
            assert client.get(address).status_code == 200, address
    return asked


def _add_an_earlier_call(port: "APort", reference: str) -> None:
    """Write another call with copies of all rows of ours; its digests verify nothing."""
    from operations.models import CountedUnit, Discrepancy, HourlyRollup, TallyEvent, Unit
    from tests import cast

    call = cast.a_vessel_call(
        port.call.terminal, reference=reference, status="CLOSED", berth=None, berthed_at=None
    )
    line = cast.a_cargo_line(call)
    moved = {"call_id": f"{call.pk}"}
    same_event = (
        "(SELECT event_id FROM operations_tallyevent twin"
        f" WHERE twin.call_id = {call.pk} AND twin.direction = source.direction"
        " AND twin.identifier = source.identifier)"
    )
    journal = f"md5('{reference}')::uuid"
    _copy_rows(port, Unit, moved | {"line_id": f"{line.pk}"})
    _copy_rows(port, TallyEvent, moved | {"event_id": "uuidv7()", "journal_id": journal})
    _copy_rows(port, CountedUnit, moved | {"event_id": same_event})
    _copy_rows(port, Discrepancy, moved | {"event_id": same_event})
    _copy_rows(port, HourlyRollup, moved)


def _copy_rows(port: "APort", model: "type[Model]", moved: dict[str, str]) -> None:
    from django.db import connection

    facts = model._meta
    columns = [f"{field.column}" for field in facts.concrete_fields if field.column != "id"]
    values = ", ".join(moved.get(column, column) for column in columns)
    statement = (
        f"INSERT INTO {facts.db_table} ({', '.join(columns)})"
        f" SELECT {values} FROM {facts.db_table} source WHERE call_id = %s"
    )
    with connection.cursor() as cursor:
        # Millions of rows that are right already: their keys need no check.
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(statement, [port.call.pk])


if __name__ == "__main__":
    sys.exit(main())
