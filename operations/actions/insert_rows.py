"""Many rows at once, by the shortest way into the database.

On PostgreSQL that is COPY: checking and binding each value in Python took longer than all else
that recording does. Constraints and triggers hold as for any INSERT.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Model

from operations.models import CountedUnit, TallyEvent
from operations.rules.ledger_entry import LedgerEntry

_LEDGER_COLUMNS = (*LedgerEntry._fields, "digest")
_LINES_AT_ONCE = 50  # some 16 kB, about what the driver sends at once
_HOLDER_COLUMNS = ("call_id", "direction", "identifier", "event_id")


class Link(NamedTuple):
    """An entry as it is written: its canonical line, and the digest that the line gives."""

    entry: LedgerEntry
    line: str
    digest: str


def insert_links(links: Iterable[Link]) -> None:
    """Append links to the ledger; they are taken as they come, while the first are stored."""
    if connection.vendor == "postgresql":
        lines = (f"{each.line}\t{each.digest}\n" for each in links)
        _copy(TallyEvent, _LEDGER_COLUMNS, lines)
    else:
        TallyEvent.objects.bulk_create(
            [TallyEvent(digest=each.digest, **each.entry._asdict()) for each in links]
        )


def insert_holders(*, call_id: int, holders: Iterable[tuple[tuple[str, str], UUID]]) -> None:
    """Write which event each of these units, (direction, identifier), counts for."""
    rows = [(call_id, *unit, event_id) for unit, event_id in holders]
    if connection.vendor == "postgresql":
        # An identifier has nothing that COPY would take for the end of a column.
        lines = ("\t".join(map(str, row)) + "\n" for row in rows)
        _copy(CountedUnit, _HOLDER_COLUMNS, lines)
    else:
        CountedUnit.objects.bulk_create(
            [CountedUnit(**dict(zip(_HOLDER_COLUMNS, row, strict=True))) for row in rows]
        )


def _copy(model: type[Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    table = model._meta.db_table
    quote = connection.ops.quote_name
    statement = f"COPY {quote(table)} ({', '.join(map(quote, columns))}) FROM STDIN"
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for chunk in _chunks(lines):
            copy.write(chunk)


def _chunks(lines: Iterable[str]) -> Iterator[str]:
    """Join lines: each write costs as much as rendering a line."""
    rest = iter(lines)
    while chunk := "".join(islice(rest, _LINES_AT_ONCE)):
        yield chunk
