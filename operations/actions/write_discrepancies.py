"""Discrepancies raised and settled in the transaction that shows them; the call is locked."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F, Q

from operations.models import Discrepancy, VesselCall
from operations.rules.discrepancies import STANDING_KINDS, Sighting
from operations.vocabulary import DiscrepancyKind, DiscrepancyStatus

WENT_AWAY = "Went away by itself."


def sync_standing(
    *,
    call: VesselCall,
    seen: Collection[Sighting],
    seen_at: datetime,
    subjects: Collection[str] | None = None,
) -> None:
    """Make the standing discrepancies of these subjects, or of all, be exactly what was seen.

    What a person settled stays settled, unless there is more of it than before.
    """
    rows = Discrepancy.objects.filter(call=call, kind__in=STANDING_KINDS)
    if subjects is not None:
        rows = rows.filter(subject__any_of=subjects)
    known = {(row.kind, row.subject): row for row in rows}
    present = {(each.kind.value, each.subject): each for each in seen}
    changed = [row for key, row in known.items() if _update(row, present.get(key), seen_at)]
    Discrepancy.objects.bulk_update(
        changed, ["status", "settled_at", "settled_by", "settlement", "quantity", "event"]
    )
    missing = [_row(call, each, seen_at) for key, each in present.items() if key not in known]
    Discrepancy.objects.bulk_create(missing)
    if changed or missing:
        mark_changed(call)


def raise_for_events(*, call: VesselCall, seen: Iterable[Sighting], seen_at: datetime) -> None:
    """Raise what was seen on events; once for a subject, with how many events it stands for."""
    quantities: Counter[tuple[DiscrepancyKind, str]] = Counter()
    first: dict[tuple[DiscrepancyKind, str], Sighting] = {}
    for each in seen:
        key = (each.kind, each.subject)
        quantities[key] += each.quantity
        first.setdefault(key, each)
    if not first:
        return
    subjects = {subject for _, subject in first}
    rows = Discrepancy.objects.filter(call=call, subject__in=subjects)
    known = {(DiscrepancyKind(row.kind), row.subject): row for row in rows}
    for key, row in known.items():
        if key in quantities:
            row.quantity += quantities[key]
            _reopen(row)
    Discrepancy.objects.bulk_update(
        known.values(), ["status", "settled_at", "settled_by", "settlement", "quantity"]
    )
    new = [
        _row(call, each._replace(quantity=quantities[key]), seen_at)
        for key, each in first.items()
        if key not in known
    ]
    Discrepancy.objects.bulk_create(new)
    mark_changed(call)


def settle_themselves(
    *, call: VesselCall, subjects: Collection[str], kinds: Collection[DiscrepancyKind], at: datetime
) -> None:
    """Settle open discrepancies whose cause went away."""
    settled = Discrepancy.objects.filter(
        Q(call=call, subject__in=subjects, kind__in=kinds, status=DiscrepancyStatus.OPEN)
    ).update(status=DiscrepancyStatus.SETTLED, settled_at=at, settled_by=None, settlement=WENT_AWAY)
    if settled:
        mark_changed(call)


def mark_changed(call: VesselCall) -> None:
    """Move the version that the board's ETag is made of."""
    VesselCall.objects.filter(pk=call.pk).update(discrepancy_version=F("discrepancy_version") + 1)


def _update(row: Discrepancy, seen: Sighting | None, seen_at: datetime) -> bool:
    is_open = row.status == DiscrepancyStatus.OPEN
    if seen is None:
        was_there = is_open or row.quantity > 0
        # Should it come again, it is new, also to whoever settled it.
        row.quantity = 0
        if is_open:
            row.status, row.settled_at = DiscrepancyStatus.SETTLED, seen_at
            row.settled_by, row.settlement = None, WENT_AWAY
        return was_there
    was_settled_by_person = not is_open and row.settled_by_id is not None
    has_grown = seen.quantity > row.quantity
    must_open = not is_open and (has_grown or not was_settled_by_person)
    if must_open:
        _reopen(row)
    is_changed = must_open or row.quantity != seen.quantity
    row.quantity, row.event_id = seen.quantity, seen.event_id
    return is_changed


def _reopen(row: Discrepancy) -> None:
    row.status, row.settled_at, row.settled_by = DiscrepancyStatus.OPEN, None, None
    row.settlement = ""


def _row(call: VesselCall, seen: Sighting, seen_at: datetime) -> Discrepancy:
    return Discrepancy(
        call=call,
        kind=seen.kind,
        subject=seen.subject,
        direction=seen.direction,
        identifier=seen.identifier,
        line_id=seen.line_id,
        event_id=seen.event_id,
        quantity=seen.quantity,
        raised_at=seen_at,
    )
