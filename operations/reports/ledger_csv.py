"""The ledger of a call as a file for a spreadsheet, row by row."""

import csv
from collections.abc import Iterator
from datetime import datetime, tzinfo
from uuid import UUID

from operations.models import TallyEvent, VesselCall
from operations.queries.ledger_of_call import ledger_of_call, positions_of_reversed
from operations.vocabulary import CargoMode

COLUMNS = (
    "position",
    "kind",
    "direction",
    "identifier",
    "bill_of_lading",
    "cargo",
    "quantity",
    "unit",
    "deck",
    "gang",
    "reverses_position",
    "reason",
    "person",
    "tablet",
    "tablet_number",
    "counted_at",
    "counted_at_by_tablet",
    "received_at",
    "flags",
    "event_id",
    "digest",
)
# What makes a spreadsheet take a cell for a formula. Source: OWASP, CSV Injection.
# The last four are the wide forms of the first four.
_FORMULA_STARTS = (*"=+-@\t\r\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# With it Excel reads the file as UTF-8; every other program skips it.
_BYTE_ORDER_MARK = "\ufeff"


class _Line:
    """A file that hands back what is written to it, one row at a time."""

    def write(self, text: str) -> str:
        return text


def ledger_csv(call: VesselCall) -> Iterator[str]:
    """Yield the file in pieces: a head, then the ledger by position.

    Times are the terminal's, with their offset. Quantities are units, or kg where `unit` says so.
    """
    # All in quotes: where the list separator is a semicolon, one inside a text would cut the cell.
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    positions, zone = positions_of_reversed(call), call.terminal.zone
    yield _BYTE_ORDER_MARK + str(writer.writerow(COLUMNS))
    for event in ledger_of_call(call):
        yield str(writer.writerow([safe_cell(each) for each in _cells(event, positions, zone)]))


def safe_cell(value: str | int) -> str | int:
    """Return a text that no spreadsheet runs as a formula; an apostrophe in front makes it text."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _cells(event: TallyEvent, positions: dict[UUID, int], zone: tzinfo) -> Iterator[str | int]:
    line = event.line
    yield event.position
    yield event.kind
    yield event.direction
    yield event.identifier
    yield line.bill_of_lading if line else ""
    yield str(line) if line else event.description
    yield event.quantity
    yield "kg" if line and line.mode == CargoMode.BULK else "units"
    yield event.deck
    yield event.gang
    yield positions.get(event.reverses, "") if event.reverses else ""
    yield event.reason
    yield event.person.shown_name
    yield event.tablet.name if event.tablet else ""
    yield event.device_sequence or ""
    yield _instant(event.effective_at, zone)
    yield _instant(event.counted_at, zone)
    yield _instant(event.received_at, zone)
    yield event.flags
    yield str(event.event_id)
    yield event.digest


def _instant(instant: datetime, zone: tzinfo) -> str:
    return instant.astimezone(zone).isoformat(" ", "seconds")
