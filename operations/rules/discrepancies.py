"""What a person must look at, told from what the ledger and the list say together."""

from typing import NamedTuple
from uuid import UUID

from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_totals import (
    NOTHING_STANDS,
    CargoFacts,
    CargoList,
    FoldInOrder,
    Standing,
    Totals,
)
from operations.vocabulary import CallStatus, CargoMode, Direction, DiscrepancyKind, Flag

# These follow from the state of a unit or line, and go away with it.
STANDING_KINDS = frozenset(
    {
        DiscrepancyKind.OVER,
        DiscrepancyKind.SHORT,
        DiscrepancyKind.WRONG_PORT,
        DiscrepancyKind.HELD,
        DiscrepancyKind.COUNTED_TWICE,
    }
)

# From here on what is listed and not counted is short; a call that was cancelled has no shorts.
_WORK_IS_DONE = frozenset({CallStatus.COMPLETED, CallStatus.DEPARTED, CallStatus.CLOSED})


class Sighting(NamedTuple):
    """One discrepancy as it stands; `subject` makes it the same one when it is seen again."""

    kind: DiscrepancyKind
    subject: str
    direction: Direction
    identifier: str = ""
    line_id: int | None = None
    event_id: UUID | None = None
    quantity: int = 1


def unit_subject(direction: Direction, identifier: str) -> str:
    """Return what names a unit among the discrepancies of a call."""
    return f"{direction}:{identifier}"


def line_subject(line_id: int) -> str:
    """Return what names a line among the discrepancies of a call."""
    return f"line:{line_id}"


def event_subject(event_id: UUID | None) -> str:
    """Return what names an event among the discrepancies of a call."""
    return f"event:{event_id}"


def raises_shorts(status: str) -> bool:
    """Return whether cargo that is not counted counts as short while a call has this status."""
    return status in _WORK_IS_DONE


def of_unit(
    key: tuple[Direction, str],
    *,
    standing: Standing,
    facts: CargoFacts,
    is_completed: bool,
) -> list[Sighting]:
    """Return what is wrong with a unit, given what stands on it."""
    direction, identifier = key
    kinds = _kinds_of_unit(standing.times, facts, is_completed=is_completed)
    return [
        Sighting(
            kind=kind,
            subject=unit_subject(direction, identifier),
            direction=direction,
            identifier=identifier,
            event_id=standing.last_event_id,
            quantity=standing.times - 1 if kind == DiscrepancyKind.COUNTED_TWICE else 1,
        )
        for kind in kinds
    ]


def _kinds_of_unit(count: int, facts: CargoFacts, *, is_completed: bool) -> list[DiscrepancyKind]:
    if not count:
        return [DiscrepancyKind.SHORT] if is_completed and facts.is_expected else []
    kinds = []
    if not facts.is_listed:
        kinds.append(DiscrepancyKind.OVER)
    elif not facts.is_worked_here:
        kinds.append(DiscrepancyKind.WRONG_PORT)
    if facts.hold_reason:
        kinds.append(DiscrepancyKind.HELD)
    if count > 1:
        kinds.append(DiscrepancyKind.COUNTED_TWICE)
    return kinds


def of_line(line_id: int, *, facts: CargoFacts, counted: int, is_completed: bool) -> list[Sighting]:
    """Return what is wrong with a counted or bulk line; `counted` in units or kg."""
    excess = counted - facts.expected_quantity
    if excess > 0:
        is_for_elsewhere = facts.is_listed and not facts.is_worked_here
        kind = DiscrepancyKind.WRONG_PORT if is_for_elsewhere else DiscrepancyKind.OVER
    elif excess < 0 and is_completed:
        kind = DiscrepancyKind.SHORT
    else:
        return []
    return [
        Sighting(
            kind=kind,
            subject=line_subject(line_id),
            direction=facts.direction,
            line_id=line_id,
            quantity=abs(excess),
        )
    ]


def of_words(entry: LedgerEntry) -> Sighting:
    """Return the over that a count in words is for as long as it stands."""
    return Sighting(
        kind=DiscrepancyKind.OVER,
        subject=event_subject(entry.event_id),
        direction=entry.direction,
        event_id=entry.event_id,
        quantity=entry.quantity,
    )


def all_standing(
    fold: FoldInOrder, cargo: CargoList, totals: Totals, *, is_completed: bool
) -> list[Sighting]:
    """Return all that is wrong with the units, lines and counts in words of a call."""
    seen = [of_words(each) for each in fold.words]
    for key in cargo.units.keys() | fold.standing.keys():
        facts, standing = cargo.facts_of_unit(key), fold.standing.get(key, NOTHING_STANDS)
        seen += of_unit(key, standing=standing, facts=facts, is_completed=is_completed)
    for line_id, facts in cargo.lines.items():
        if facts.mode != CargoMode.IDENTIFIED:
            counted = totals.lines.get(line_id, 0)
            seen += of_line(line_id, facts=facts, counted=counted, is_completed=is_completed)
    return seen


def of_event(entry: LedgerEntry, flags: set[Flag]) -> list[Sighting]:
    """Return what must be looked at because of how an event came, whatever it counted.

    Late work and wrong clocks are told once for a tablet, not once for each car. What the office
    does late it does knowingly.
    """
    if not flags:
        return []
    event = event_subject(entry.event_id)
    subjects = {Flag.REVERSES_NOTHING_YET: event, Flag.ALREADY_REVERSED: event}
    if entry.tablet_id is not None:
        tablet, person = f"tablet:{entry.tablet_id}", f"person:{entry.person_id}"
        subjects |= {Flag.LATE: tablet, Flag.CLOCK_OFF: tablet, Flag.OUTSIDE_SHIFT: person}
    return [
        Sighting(
            kind=DiscrepancyKind(flag.value),
            subject=subjects[flag],
            direction=entry.direction,
            event_id=entry.event_id,
        )
        for flag in sorted(flags & subjects.keys())
    ]
