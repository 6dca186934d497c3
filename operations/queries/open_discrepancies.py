from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count, QuerySet

from operations.models import Discrepancy, SetAsideEvent, User, VesselCall
from operations.vocabulary import DiscrepancyKind, DiscrepancyStatus


def open_discrepancy_counts(call_ids: Collection[int]) -> dict[int, dict[DiscrepancyKind, int]]:
    """Return for each call how many discrepancies of each kind wait for a person."""
    rows = (
        Discrepancy.objects.filter(call_id__in=call_ids, status=DiscrepancyStatus.OPEN)
        .values_list("call_id", "kind")
        .annotate(waiting=Count("pk"))
        .order_by("kind")
    )
    counts: dict[int, dict[DiscrepancyKind, int]] = defaultdict(dict)
    for call_id, kind, waiting in rows:
        counts[call_id][DiscrepancyKind(kind)] = waiting
    return counts


def open_discrepancies(call: VesselCall) -> QuerySet[Discrepancy]:
    """Return what waits for a person at a call, oldest first, with what it is about."""
    return (
        call.discrepancies.filter(status=DiscrepancyStatus.OPEN)
        .select_related("line", "event__person", "event__tablet")
        .order_by("raised_at", "pk")
    )


def set_aside_counts(call_ids: Collection[int]) -> dict[int, int]:
    """Return for each call how many events were set aside and wait for a person."""
    rows = (
        SetAsideEvent.objects.filter(call_id__in=call_ids, settled_at__isnull=True)
        .values_list("call_id")
        .annotate(waiting=Count("pk"))
        .order_by()
    )
    return dict(rows)


def stray_events_by_terminal(person: User) -> dict[int, int]:
    """Return for each terminal how many set-aside events name no call that could be read."""
    rows = (
        SetAsideEvent.objects.visible_to(person)
        .filter(call__isnull=True, settled_at__isnull=True)
        .values_list("tablet__terminal")
        .annotate(waiting=Count("pk"))
        .order_by()
    )
    return dict(rows)


def set_aside_events(call: VesselCall) -> QuerySet[SetAsideEvent]:
    """Return the events of a call that were set aside and wait for a person, newest first."""
    return (
        call.set_aside_events.filter(settled_at__isnull=True)
        .select_related("tablet")
        .order_by("-received_at", "-pk")
    )
