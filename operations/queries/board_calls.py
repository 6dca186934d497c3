from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from operations.models import User, VesselCall
from operations.vocabulary import CallStatus

# What needs eyes first stands first: work under way, then ships alongside, then what comes.
_BOARD_ORDER = (
    CallStatus.STOPPED,
    CallStatus.WORKING,
    CallStatus.BERTHED,
    CallStatus.COMPLETED,
    CallStatus.ARRIVED,
    CallStatus.EXPECTED,
    CallStatus.DEPARTED,
)
# Long enough to print the tally of a call that somebody closed before the weekend.
_CLOSED_STAYS_FOR = timedelta(days=7)


def board_calls(person: User, *, now: datetime) -> QuerySet[VesselCall]:
    """Return the calls of a person's terminals, by terminal and urgency.

    Those that ended stay for a week, as the last ones.
    """
    urgency = Case(
        *(When(status=status, then=Value(place)) for place, status in enumerate(_BOARD_ORDER)),
        default=Value(len(_BOARD_ORDER)),
        output_field=IntegerField(),
    )
    expected_at = Coalesce("estimated_arrival_at", "planned_arrival_at")
    since = now - _CLOSED_STAYS_FOR
    ended_lately = Q(closed_at__gt=since) | Q(cancelled_at__gt=since)
    return (
        calls_in_full(person)
        .filter(Q(status__in=_BOARD_ORDER) | ended_lately)
        .order_by("terminal__name", urgency, expected_at.asc(nulls_last=True), "pk")
    )


def calls_in_full(person: User) -> QuerySet[VesselCall]:
    """Return a person's calls with the names that a page shows, in the same query."""
    return VesselCall.objects.visible_to(person).select_related(
        "terminal__port", "berth", "vessel__shipping_line"
    )


def calls_alongside(reference: str) -> QuerySet[VesselCall]:
    """Return the calls that lie at a berth of the terminal of this call."""
    return VesselCall.objects.filter(
        terminal__calls__reference=reference, berthed_at__isnull=False, departed_at__isnull=True
    ).select_related("vessel")
