from django.db.models import Case, IntegerField, QuerySet, Value, When

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


def board_calls(person: User) -> QuerySet[VesselCall]:
    """Return the calls that are not yet closed at a person's terminals, by terminal and urgency."""
    urgency = Case(
        *(When(status=status, then=Value(place)) for place, status in enumerate(_BOARD_ORDER)),
        output_field=IntegerField(),
    )
    return (
        calls_in_full(person)
        .filter(status__in=_BOARD_ORDER)
        .order_by("terminal__name", urgency, "estimated_arrival_at", "planned_arrival_at", "pk")
    )


def calls_in_full(person: User) -> QuerySet[VesselCall]:
    """Return a person's calls with the names that a page shows, in the same query."""
    return VesselCall.objects.visible_to(person).select_related(
        "terminal__port", "berth", "vessel__shipping_line"
    )
