"""What a discrepancy is about: the cargo, where it belongs, and who counted it when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from operations.board import wording
from operations.models import CargoLine, Discrepancy, Port, TallyEvent, Unit
from operations.queries.discrepancy_facts import DiscrepancyFacts
from operations.rules.cargo_port import port_of_interest
from operations.vocabulary import CargoMode, Direction, DiscrepancyKind, EventKind

# They stand for many entries of a tablet or a person, of which they know the first.
_OF_MANY = frozenset(
    {DiscrepancyKind.LATE, DiscrepancyKind.CLOCK_OFF, DiscrepancyKind.OUTSIDE_SHIFT}
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry of the ledger; the page of the ledger that ends `before` begins with it."""

    words: str
    position: str
    before: int


def what_it_is_about(each: Discrepancy) -> str:
    """Return the number, the line, the words, the tablet or the person in question."""
    if each.identifier:
        return each.identifier
    if each.line:
        return str(each.line)
    return _what_event(each, each.event) if each.event else each.subject


def _what_event(each: Discrepancy, event: TallyEvent) -> str:
    if each.kind == DiscrepancyKind.OUTSIDE_SHIFT:
        return event.person.shown_name
    if each.kind in _OF_MANY:
        return event.tablet.name if event.tablet else "Office"
    if each.kind == DiscrepancyKind.OVER:
        return event.description
    return f"No. {wording.count(event.position)} of the ledger"


def amount(each: Discrepancy) -> str:
    """Return how much of it there is; "" for one unit with a number of its own."""
    if each.identifier:
        return ""
    if each.line and each.line.mode == CargoMode.BULK:
        return wording.weight(each.quantity)
    if each.line or each.kind == DiscrepancyKind.OVER:
        return wording.counted(each.quantity, "unit", "units")
    if each.kind in _OF_MANY:
        return wording.counted(each.quantity, "event", "events")
    return ""


def cargo(each: Discrepancy, facts: DiscrepancyFacts) -> str:
    """Return make and model as the list has them; "" where it has none."""
    unit = _unit(each, facts)
    return f"{unit.make} {unit.model}".strip() if unit else ""


def bill(each: Discrepancy, facts: DiscrepancyFacts) -> str:
    """Return the bill of lading; "" where none is known."""
    line = _line(each, facts)
    return line.bill_of_lading if line else ""


def port(each: Discrepancy, facts: DiscrepancyFacts) -> str:
    """Return where the list has the cargo come from and go to.

    Of cargo for another port also where it is to be worked, and where it was.
    """
    line = _line(each, facts)
    if line is None:
        return ""
    if each.kind != DiscrepancyKind.WRONG_PORT:
        return _voyage(line, each.direction)
    elsewhere = _name(
        port_of_interest(
            each.direction, line.port_of_loading, line.port_of_discharge, is_worked_here=False
        )
    )
    listed = f"listed to {each.direction.lower()} at {elsewhere or 'another port'}"
    ports = (_voyage(line, each.direction), listed, f"this port is {facts.port}")
    return ", ".join(filter(None, ports))


def mentions(
    each: Discrepancy, facts: DiscrepancyFacts, *, zone: tzinfo, now: datetime | None
) -> list[Mention]:
    """Return the entries that it is about, the first one first."""
    return list(_mentions(each, facts, zone=zone, now=now))


def _mentions(
    each: Discrepancy, facts: DiscrepancyFacts, *, zone: tzinfo, now: datetime | None
) -> Iterator[Mention]:
    event = each.event
    if event is None:
        return
    if each.kind == DiscrepancyKind.COUNTED_TWICE:
        first = facts.first_counts.get((each.direction, each.identifier))
        if first is not None:
            yield _mention(first, "first counted", zone, now)
        is_often = each.quantity > 1
        deed = f"the last of {each.quantity + 1} times" if is_often else "again"
        yield _mention(event, deed, zone, now)
    elif each.kind in _OF_MANY:
        yield _mention(event, "the first counted", zone, now)
    else:
        yield _mention(event, "counted" if event.kind == EventKind.COUNT else "noted", zone, now)


def _mention(event: TallyEvent, deed: str, zone: tzinfo, now: datetime | None) -> Mention:
    tablet = f", {event.tablet.name}" if event.tablet else ""
    at = wording.clock(event.effective_at, zone=zone, now=now)
    return Mention(
        words=f"{deed} by {event.person.shown_name}{tablet}, {at}",
        position=wording.count(event.position),
        before=event.position + 1,
    )


def _voyage(line: CargoLine, direction: str) -> str:
    loading, discharge = _name(line.port_of_loading), _name(line.port_of_discharge)
    # What is loaded here comes from here: that goes without saying.
    ends = (
        f"from {loading}" if loading and direction == Direction.DISCHARGE else "",
        f"to {discharge}" if discharge else "",
    )
    return " ".join(filter(None, ends))


def _name(port_of_line: Port | None) -> str:
    return port_of_line.name if port_of_line else ""


def _line(each: Discrepancy, facts: DiscrepancyFacts) -> CargoLine | None:
    unit = _unit(each, facts)
    return unit.line if unit else each.line


def _unit(each: Discrepancy, facts: DiscrepancyFacts) -> Unit | None:
    return facts.units.get((each.direction, each.identifier)) if each.identifier else None
