"""Rows of the ledger in words, with what a reversal takes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from operations.board import wording
from operations.models import TallyEvent
from operations.queries.recent_ledger import LedgerPage
from operations.vocabulary import CargoMode, EventKind, Flag

# A count that took longer on its way was kept on a tablet without a network.
_ON_ITS_WAY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry. `taken_back`: the position of the reversal that took this count back, or ""."""

    position: str
    event_id: str
    is_reversal: bool
    counted: str
    arrived_late: str
    what: str
    is_identifier: bool
    amount: str
    direction: str
    place: str
    person: str
    tablet: str
    flags: list[str]
    reason: str
    taken_back: str


def ledger_rows(page: LedgerPage, *, zone: tzinfo, now: datetime) -> list[LedgerRow]:
    """Return the rows of a page, newest first; times are corrected and the terminal's."""
    return [_row(event, page, zone, now) for event in page.events]


def _row(event: TallyEvent, page: LedgerPage, zone: tzinfo, now: datetime) -> LedgerRow:
    is_reversal = event.kind == EventKind.REVERSAL
    local = event.effective_at.astimezone(zone)
    counted = wording.clock(event.effective_at, zone=zone, now=now)
    taken_back = page.taken_back_at.get(event.event_id)
    is_late = event.received_at - event.effective_at > _ON_ITS_WAY
    return LedgerRow(
        position=wording.count(event.position),
        event_id=str(event.event_id),
        is_reversal=is_reversal,
        counted=counted.replace(f"{local:%H:%M}", f"{local:%H:%M:%S}"),
        arrived_late=wording.clock(event.received_at, zone=zone, now=now) if is_late else "",
        what=_reversed(event, page) if is_reversal else what_was_counted(event),
        is_identifier=bool(event.identifier),
        amount="" if is_reversal else amount_of(event),
        direction=event.get_direction_display(),
        place=", ".join(_place(event)),
        person=event.person.shown_name,
        tablet=event.tablet.name if event.tablet else "Office",
        flags=[Flag(flag).label for flag in event.flags.split()],
        reason=event.reason,
        taken_back=wording.count(taken_back) if taken_back else "",
    )


def what_was_counted(event: TallyEvent) -> str:
    """Return the cargo that an event names, as it was said."""
    return event.identifier or (str(event.line) if event.line else event.description)


def amount_of(event: TallyEvent) -> str:
    """Return how much an event counts, with its unit; one piece goes without saying."""
    if event.line and event.line.mode == CargoMode.BULK:
        return wording.weight(event.quantity)
    return "" if event.quantity == 1 else f"× {wording.count(event.quantity)}"


def _reversed(event: TallyEvent, page: LedgerPage) -> str:
    position = page.reversed_positions.get(event.reverses) if event.reverses else None
    if position is None:
        return "Takes back a count that has not arrived"
    return f"Takes back no. {wording.count(position)}"


def _place(event: TallyEvent) -> Iterable[str]:
    if event.deck:
        yield f"deck {event.deck}"
    if event.gang:
        yield event.gang
