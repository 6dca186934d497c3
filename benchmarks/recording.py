"""Recording batches of 500 events, against a COPY of the very rows that it writes.

Run by hand, on a quiet machine: .venv/bin/python -m benchmarks.recording

Both commit to the disk, into the same tables with the same indexes and constraints. The COPY is
what PostgreSQL needs for the rows of the ledger and of the counted units alone; recording reads
and judges each event, looks for what is known of it, chains it, and moves rollup, discrepancies,
journal and head in the same transaction.
"""

import statistics
import sys
from functools import partial

import psycopg

from benchmarks.database import a_postgres, holds, milliseconds, say_load

ROUNDS, WARM_UP = 30, 4
LEDGER, UNITS = "operations_tallyevent", "operations_countedunit"
Rows = list[tuple[object, ...]]


def main() -> int:
    """Measure in turns, so that both meet the same moments of the machine."""
    say_load()
    with a_postgres(is_durable=True) as server:
        from django.db import connection

        from benchmarks.port import BATCH, APort

        port = APort(listed=(ROUNDS + WARM_UP) * BATCH)
        connection.close()  # a template must not be in use
        with psycopg.connect(server.url(), autocommit=True) as admin:
            admin.execute("CREATE DATABASE twin TEMPLATE postgres")
        recording, copying, ledger_alone = [], [], []
        with psycopg.connect(server.url("twin")) as twin:
            for number in range(ROUNDS + WARM_UP):
                if number == WARM_UP:
                    _analyse(server.url(), server.url("twin"))
                recording.append(milliseconds(partial(port.record, port.next_batch())))
                rows = {table: port.last_rows(table) for table in (LEDGER, UNITS)}
                if number % 2:
                    copying.append(milliseconds(partial(_copy, twin, rows)))
                else:
                    del rows[UNITS]
                    ledger_alone.append(milliseconds(partial(_copy, twin, rows)))
    record_ms = statistics.median(recording[WARM_UP:])
    copy_ms = statistics.median(copying[WARM_UP // 2 :])
    ledger_ms = statistics.median(ledger_alone[WARM_UP // 2 :])
    print(f"{BATCH} events: recording {record_ms:.1f} ms, {BATCH / record_ms * 1000:,.0f} a second")
    print(f"COPY of what it writes {copy_ms:.1f} ms; of the ledger's rows alone {ledger_ms:.1f} ms")
    print(f"against the ledger's rows alone: {ledger_ms / record_ms:.2f}")
    return 0 if holds("COPY / recording", copy_ms / record_ms, at_least=0.30) else 1


def _analyse(*urls: str) -> None:
    """Tell the planner what is there, as autovacuum does in time."""
    for url in urls:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute("ANALYZE")


def _copy(twin: psycopg.Connection, tables: dict[str, Rows]) -> None:
    with twin.cursor() as cursor:
        for table, rows in tables.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    twin.commit()


if __name__ == "__main__":
    sys.exit(main())
