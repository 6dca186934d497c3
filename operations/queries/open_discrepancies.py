from collections import defaultdict
from collections.abc import Collection

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

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


def open_discrepancies(call: VesselCall, *, most_of_a_kind: int) -> QuerySet[Discrepancy]:
    """Return what waits for a person at a call, oldest first, with what it is about.

    Shorts come in the order of their numbers, as people go through a list. Of each kind come only
    so many: a completion by mistake makes a whole ship short.
    """
    number = Case(
        When(kind=DiscrepancyKind.SHORT, then=F("identifier")),
        default=Value(""),
        output_field=CharField(),
    )
    place = Window(RowNumber(), partition_by="kind", order_by=["number", "raised_at", "pk"])
    return (
        with_subjects(call.discrepancies.filter(status=DiscrepancyStatus.OPEN))
        .annotate(number=number)
        .annotate(place=place)
        .filter(place__lte=most_of_a_kind)
        .order_by("number", "raised_at", "pk")
    )


def discrepancies_of(
    call: VesselCall, *, ids: Collection[int], is_open: bool = True
) -> QuerySet[Discrepancy]:
    """Return those of these discrepancies that are a call's own and open, or settled."""
    status = DiscrepancyStatus.OPEN if is_open else DiscrepancyStatus.SETTLED
    return call.discrepancies.filter(status=status, pk__in=ids).order_by("pk")


def settled_lately(call: VesselCall, *, most: int) -> QuerySet[Discrepancy]:
    """Return what people settled at a call, the newest first."""
    settled = call.discrepancies.filter(status=DiscrepancyStatus.SETTLED, settled_by__isnull=False)
    return with_subjects(settled).order_by("-settled_at", "-pk")[:most]


def with_subjects(discrepancies: QuerySet[Discrepancy]) -> QuerySet[Discrepancy]:
    """Return them with all that their words are made of, in the same query."""
    return discrepancies.select_related(
        "line__port_of_loading",
        "line__port_of_discharge",
        "event__person",
        "event__tablet",
        "settled_by",
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
