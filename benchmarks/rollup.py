"""The hourly rollup of a call of 50,000 events, against adding the same up from its ledger.

Run by hand, on a quiet machine: .venv/bin/python -m benchmarks.rollup

Both answer the same question by one query: units by hour, direction, class, port, deck and gang.
The live one finds the first count of each unit that nobody took back, and its place on the list.
"""

import sys

from benchmarks.database import a_postgres, holds, median_ms, say_load

EVENTS, ROUNDS = 50_000, 11
ROLLUP = """
    SELECT hour_at, direction, cargo_class, port, deck, gang, is_expected, unit_count
    FROM operations_hourlyrollup WHERE call_id = %s ORDER BY 1, 2, 3, 4, 5, 6, 7
"""
LIVE = """
    WITH standing AS (
        SELECT DISTINCT ON (count.direction, count.identifier) count.*
        FROM operations_tallyevent count
        WHERE count.call_id = %s AND count.kind = 'COUNT' AND count.identifier <> ''
            AND NOT EXISTS (
                SELECT FROM operations_tallyevent back
                WHERE back.reverses = count.event_id
                    AND (back.tablet_id IS NULL OR back.person_id = count.person_id)
            )
        ORDER BY count.direction, count.identifier, count.position
    )
    SELECT date_trunc('hour', standing.effective_at, terminal.time_zone) AS hour_at,
        standing.direction, COALESCE(class.code, ''),
        COALESCE(CASE standing.direction WHEN 'LOAD' THEN later.locode ELSE earlier.locode END, ''),
        standing.deck, standing.gang, COALESCE(unit.is_listed AND line.is_worked_here, false),
        count(*)
    FROM standing
    JOIN operations_vesselcall call ON call.id = standing.call_id
    JOIN operations_terminal terminal ON terminal.id = call.terminal_id
    LEFT JOIN operations_unit unit ON unit.call_id = standing.call_id
        AND unit.direction = standing.direction AND unit.identifier = standing.identifier
    LEFT JOIN operations_cargoline line ON line.id = unit.line_id
    LEFT JOIN operations_cargoclass class ON class.id = line.cargo_class_id
    LEFT JOIN operations_port later ON later.id = line.port_of_discharge_id
    LEFT JOIN operations_port earlier ON earlier.id = line.port_of_loading_id
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
"""


def main() -> int:
    """Record the call for real, compare the answers, then the times."""
    say_load()
    with a_postgres(is_durable=False):
        from django.db import connection

        from benchmarks.port import BATCH, APort

        port = APort(listed=EVENTS)
        for _ in range(EVENTS // BATCH):
            port.record(port.next_batch())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

            def ask(question: str) -> list[tuple[object, ...]]:
                cursor.execute(question, [port.call.pk])
                rows: list[tuple[object, ...]] = cursor.fetchall()
                return rows

            assert ask(ROLLUP) == ask(LIVE), "the rollup says something else than the ledger"
            rollup_ms = median_ms(lambda: ask(ROLLUP), rounds=ROUNDS)
            live_ms = median_ms(lambda: ask(LIVE), rounds=ROUNDS)
            buckets = len(ask(ROLLUP))
    print(f"{EVENTS:,} events in {buckets:,} buckets: {rollup_ms:.1f} ms, live {live_ms:.1f} ms")
    return 0 if holds("live / rollup", live_ms / rollup_ms, at_least=10) else 1


if __name__ == "__main__":
    sys.exit(main())
