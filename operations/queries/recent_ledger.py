from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from operations.models import TallyEvent, VesselCall
from operations.queries.ledger_entries import entries_of
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_totals import TallyFold

PAGE_LENGTH = 50  # rows that still load at once on a phone's connection


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Some rows of a call's ledger, newest first, and the pages beside them.

    `reversed_positions`: position of the count that a reversal takes back, by the count's id.
    `taken_back_at`: position of the reversal that took a count back, by the count's id.
    `older_before`, `newer_before`: where the pages beside this one begin, or None at the ends.
    """

    events: Sequence[TallyEvent]
    reversed_positions: dict[UUID, int]
    taken_back_at: dict[UUID, int]
    older_before: int | None
    newer_before: int | None


def ledger_page(
    call: VesselCall, *, before: int | None = None, length: int = PAGE_LENGTH
) -> LedgerPage:
    """Return the rows just below a position, or the newest ones.

    Positions have no gaps, so the pages tile the ledger and a row can never slip between two.
    """
    top = call.head_position + 1
    before = top if before is None else max(2, min(before, top))
    first = max(before - length, 1)
    events = list(
        TallyEvent.objects.filter(call=call, position__gte=first, position__lt=before)
        .select_related("person", "tablet", "line")
        .order_by("-position")
    )
    return LedgerPage(
        events=events,
        reversed_positions=reversed_positions(call.pk, events),
        taken_back_at={
            event_id: reversal.position
            for event_id, reversal in taken_back_by(call.pk, events).items()
        },
        older_before=first if first > 1 else None,
        newer_before=min(before + length, top) if before < top else None,
    )


def reversed_positions(call_id: int, events: Sequence[TallyEvent]) -> dict[UUID, int]:
    """Return the position of each count of a call that one of these events names; by its id."""
    named = {each.reverses for each in events if each.reverses}
    counts = TallyEvent.objects.filter(call=call_id, event_id__in=named)
    return dict(counts.values_list("event_id", "position"))


def taken_back_by(call_id: int, events: Sequence[TallyEvent]) -> dict[UUID, LedgerEntry]:
    """Return the first reversal that takes back each of these counts of a call; by the count's id.

    Not every reversal that names a count takes it back: a colleague's does not.
    """
    in_call = TallyEvent.objects.filter(call=call_id)
    shown = {each.event_id for each in events if each.reverses is None}
    reversals = entries_of(in_call.filter(reverses__in=shown))
    if not reversals:
        return {}
    named = {each.reverses for each in reversals if each.reverses}
    fold = TallyFold([*entries_of(in_call.filter(event_id__in=named)), *reversals])
    return {
        count.event_id: min(taking, key=lambda each: each.position)
        for count in fold.counts()
        if (taking := fold.reversals_of(count))
    }
