"""What of a call does not fit its list, open or settled by people, for whoever signs for it."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from operations.models import Discrepancy, TallyEvent, VesselCall
from operations.queries.open_discrepancies import with_subjects
from operations.vocabulary import DiscrepancyKind, DiscrepancyStatus

_IS_OPEN = Q(status=DiscrepancyStatus.OPEN)
# What went away by itself is no exception, nor is what a person settled before it went away.
_IS_EXCEPTION = _IS_OPEN | Q(settled_by__isnull=False, quantity__gt=0)
_IN_ORDER = ("identifier", "line__description", "raised_at", "pk")


class ExceptionCount(NamedTuple):
    """How many exceptions there are of a kind, and how many of them are open."""

    all_count: int
    open_count: int


class Arrivals(NamedTuple):
    """How many events arrived, and when the last one did; None when none did."""

    event_count: int
    last_at: datetime | None


def call_exceptions(call: VesselCall, *, most_of_a_kind: int) -> QuerySet[Discrepancy]:
    """Return the first exceptions of each kind in the order of their numbers."""
    place = Window(RowNumber(), partition_by="kind", order_by=_IN_ORDER)
    return (
        with_subjects(call.discrepancies.filter(_IS_EXCEPTION))
        .annotate(place=place)
        .filter(place__lte=most_of_a_kind)
        .order_by(*_IN_ORDER)
    )


def exception_counts(call: VesselCall) -> dict[DiscrepancyKind, ExceptionCount]:
    """Return how many exceptions a call has of each kind that it has any of."""
    rows = (
        call.discrepancies.filter(_IS_EXCEPTION)
        .values_list("kind")
        .annotate(all_count=Count("pk"), open_count=Count("pk", filter=_IS_OPEN))
        .order_by("kind")
    )
    return {DiscrepancyKind(kind): ExceptionCount(*counts) for kind, *counts in rows}


def arrived_since_closing(call: VesselCall) -> Arrivals:
    """Return what was recorded in a call after it was closed."""
    if call.closed_at is None:
        return Arrivals(0, None)
    later = TallyEvent.objects.filter(call=call, received_at__gt=call.closed_at)
    found = later.aggregate(event_count=Count("pk"), last_at=Max("received_at"))
    return Arrivals(**found)
