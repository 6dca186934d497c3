"""What waits for a person at a call, by kind, each with what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from operations.board import discrepancy_subjects, discrepancy_words, wording
from operations.board.discrepancy_subjects import Mention
from operations.models import Discrepancy, SetAsideEvent
from operations.queries.discrepancy_facts import DiscrepancyFacts
from operations.vocabulary import DiscrepancyKind

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
    """One discrepancy in words. `noticed`: when, where no entry of the ledger tells it."""

    pk: int
    title: str
    what: str
    is_identifier: bool
    detail: str
    mentions: list[Mention]
    noticed: str
    settled: str
    settlement: str


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The discrepancies of a kind that are open; `more_count` of them are not in `rows`.

    `is_settled_at_once`: the same words may do for all of them, as when a line cut its bookings.
    """

    anchor: str
    title: str
    meaning: str
    count: int
    rows: list[DiscrepancyRow]
    suggestions: tuple[str, ...]
    is_settled_at_once: bool

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
    facts: DiscrepancyFacts,
    *,
    zone: tzinfo,
    now: datetime,
) -> list[KindGroup]:
    """Return what is open by kind, in the order of the vocabulary."""
    rows: dict[str, list[DiscrepancyRow]] = {}
    for each in discrepancies:
        rows.setdefault(each.kind, []).append(discrepancy_row(each, facts, zone=zone, now=now))
    return [
        KindGroup(
            anchor=discrepancy_words.anchor(kind),
            title=discrepancy_words.TITLES[kind],
            meaning=discrepancy_words.MEANINGS[kind],
            count=counts[kind],
            rows=rows.get(kind, []),
            suggestions=discrepancy_words.SUGGESTIONS[kind],
            is_settled_at_once=kind == DiscrepancyKind.SHORT and counts[kind] > 1,
        )
        for kind in DiscrepancyKind
        if counts.get(kind)
    ]


def discrepancy_row(
    each: Discrepancy, facts: DiscrepancyFacts, *, zone: tzinfo, now: datetime
) -> DiscrepancyRow:
    """Return one discrepancy in words."""
    mentions = discrepancy_subjects.mentions(each, facts, zone=zone, now=now)
    noticed = wording.clock(each.raised_at, zone=zone, now=now)
    settled = wording.clock(each.settled_at, zone=zone, now=now)
    by = each.settled_by.shown_name if each.settled_by else ""
    return DiscrepancyRow(
        pk=each.pk,
        title=discrepancy_words.TITLES[DiscrepancyKind(each.kind)],
        what=discrepancy_subjects.what_it_is_about(each),
        is_identifier=bool(each.identifier),
        detail=", ".join(_details(each, facts)),
        mentions=mentions,
        noticed="" if mentions else f"noticed {noticed}",
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


def _details(each: Discrepancy, facts: DiscrepancyFacts) -> Iterable[str]:
    told = (
        discrepancy_subjects.cargo(each, facts),
        discrepancy_subjects.amount(each),
        discrepancy_subjects.port(each, facts),
        discrepancy_subjects.bill(each, facts),
        each.get_direction_display().lower(),
    )
    return filter(None, told)
