"""What waits for a person at a call, by kind, each with what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from operations.board import discrepancy_words, wording
from operations.models import Discrepancy, SetAsideEvent
from operations.vocabulary import CargoMode, DiscrepancyKind

_SENTENCES = {
    "token_not_valid": "The shift token was not valid on this tablet.",
    "call_not_found": "There is no such call at this terminal.",
    "line_not_found": "There is no such line on the list.",
    "not_own_count": "It takes back a count of somebody else.",
    "reversal_too_late": "It takes a count back after more than 15 minutes.",
    "not_a_count": "It takes back what is no count.",
    "id_reused": "Its id was used for something else before.",
    "sequence_reused": "Its number was used for something else before.",
}


@dataclass(frozen=True, slots=True)
class DiscrepancyRow:
    """One discrepancy in words."""

    pk: int
    title: str
    what: str
    is_identifier: bool
    detail: str
    raised: str
    settled: str
    settlement: str


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The discrepancies of a kind that are open; `more_count` of them are not in `rows`."""

    anchor: str
    title: str
    meaning: str
    count: int
    rows: list[DiscrepancyRow]
    suggestions: tuple[str, ...]

    @property
    def more_count(self) -> int:
        """How many are not listed."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """One event that could not become ledger."""

    pk: int
    verdict: str
    sentence: str
    tablet: str
    received: str
    raw: str


def kind_groups(
    discrepancies: Iterable[Discrepancy],
    counts: dict[DiscrepancyKind, int],
    *,
    zone: tzinfo,
    now: datetime,
) -> list[KindGroup]:
    """Return what is open by kind, in the order of the vocabulary."""
    rows: dict[str, list[DiscrepancyRow]] = {}
    for each in discrepancies:
        rows.setdefault(each.kind, []).append(discrepancy_row(each, zone=zone, now=now))
    return [
        KindGroup(
            anchor=discrepancy_words.anchor(kind),
            title=discrepancy_words.TITLES[kind],
            meaning=discrepancy_words.MEANINGS[kind],
            count=counts[kind],
            rows=rows.get(kind, []),
            suggestions=discrepancy_words.SUGGESTIONS[kind],
        )
        for kind in DiscrepancyKind
        if counts.get(kind)
    ]


def discrepancy_row(each: Discrepancy, *, zone: tzinfo, now: datetime) -> DiscrepancyRow:
    """Return one discrepancy in words."""
    what, detail = _subject(each)
    position = f"No. {wording.count(each.event.position)}" if each.event else ""
    if position and not what.startswith(position):
        detail = f"{detail}, {position}"  # two that read the same are told apart
    settled = wording.clock(each.settled_at, zone=zone, now=now)
    by = each.settled_by.shown_name if each.settled_by else ""
    return DiscrepancyRow(
        pk=each.pk,
        title=discrepancy_words.TITLES[DiscrepancyKind(each.kind)],
        what=what,
        is_identifier=bool(each.identifier),
        detail=detail,
        raised=wording.clock(each.raised_at, zone=zone, now=now),
        settled=f"{settled} by {by}" if by else settled,
        settlement=each.settlement,
    )


def set_aside_row(event: SetAsideEvent, *, zone: tzinfo, now: datetime) -> SetAsideRow:
    """Return one event set aside in words, with what the tablet sent."""
    sentence = _SENTENCES.get(event.reason) or f"It could not be read ({event.reason})."
    return SetAsideRow(
        pk=event.pk,
        verdict=event.get_verdict_display(),
        sentence=sentence,
        tablet=event.tablet.name,
        received=wording.clock(event.received_at, zone=zone, now=now),
        raw=event.raw,
    )


def _subject(each: Discrepancy) -> tuple[str, str]:
    """Return (what it is about, how much or who)."""
    direction = each.get_direction_display()
    if each.identifier:
        return each.identifier, f"{direction}{_counter(each)}"
    if each.line:
        is_bulk = each.line.mode == CargoMode.BULK
        amount = (
            wording.weight(each.quantity)
            if is_bulk
            else wording.counted(each.quantity, "unit", "units")
        )
        bill = f", {each.line.bill_of_lading}" if each.line.bill_of_lading else ""
        return f"{each.line}{bill}", f"{amount}, {direction.lower()}"
    return _subject_of_event(each)


def _subject_of_event(each: Discrepancy) -> tuple[str, str]:
    event = each.event
    if event is None:
        return each.subject, wording.counted(each.quantity, "event", "events")
    if each.kind == DiscrepancyKind.OUTSIDE_SHIFT:
        return event.person.shown_name, wording.counted(each.quantity, "event", "events")
    if each.kind in {DiscrepancyKind.LATE, DiscrepancyKind.CLOCK_OFF}:
        tablet = event.tablet.name if event.tablet else "Office"
        return tablet, wording.counted(each.quantity, "event", "events")
    if each.kind == DiscrepancyKind.OVER:
        units = wording.counted(each.quantity, "unit", "units")
        return event.description, f"{units}, {each.get_direction_display().lower()}{_counter(each)}"
    return f"No. {wording.count(event.position)} of the ledger", f"by {event.person.shown_name}"


def _counter(each: Discrepancy) -> str:
    if each.event is None:
        return ""
    tablet = f", {each.event.tablet.name}" if each.event.tablet else ""
    return f", counted by {each.event.person.shown_name}{tablet}"
