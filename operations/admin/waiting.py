"""What waits for a person, for the first page of admin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse

from operations.models import SetAsideEvent, User, VesselCall
from operations.queries.open_discrepancies import open_discrepancy_counts
from operations.queries.tablets_heard import MOST_PLAUSIBLE, TabletHeard, tablets_heard
from operations.vocabulary import CallStatus, DiscrepancyStatus

_NOT_YET_WORKED = (CallStatus.EXPECTED, CallStatus.ARRIVED, CallStatus.BERTHED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: how many, of what, and the page where it is dealt with."""

    count: int
    text: str
    subject: str
    url: str


def what_waits(person: User) -> Sequence[Waiting]:
    """Return what a person must look at, the most pressing first; empty is a good sign."""
    return [
        *_open_discrepancies(person),
        *_set_aside_events(person),
        *_tablets_with_work(person),
        *_calls_without_a_list(person),
    ]


def _open_discrepancies(person: User) -> Iterator[Waiting]:
    is_open = Q(discrepancies__status=DiscrepancyStatus.OPEN)
    calls = VesselCall.objects.visible_to(person).filter(is_open).distinct()
    rows = list(calls.select_related("vessel").order_by("pk"))
    counts = open_discrepancy_counts([call.pk for call in rows])
    for call in rows:
        count = sum(counts[call.pk].values())
        one_or_many = "discrepancy" if count == 1 else "discrepancies"
        url = _list_url("discrepancy", call__id__exact=call.pk)
        yield Waiting(count, f"open {one_or_many}", str(call), url)


def _set_aside_events(person: User) -> Iterator[Waiting]:
    count = SetAsideEvent.objects.visible_to(person).filter(settled_at=None).count()
    if count:
        text = "event set aside" if count == 1 else "events set aside"
        yield Waiting(count, text, "sent by tablets, not in the ledger", _list_url("setasideevent"))


def _tablets_with_work(person: User) -> Iterator[Waiting]:
    for tablet in tablets_heard(person):
        count = tablet.unsent_count + tablet.missing_count + tablet.lost_count
        url = reverse("admin:operations_tablet_change", args=[tablet.tablet_id])
        if count > MOST_PLAUSIBLE:
            yield Waiting(1, "tablet whose claim is not plausible", _said_of(tablet), url)
        elif count:
            text = "count not here yet" if count == 1 else "counts not here yet"
            yield Waiting(count, text, _said_of(tablet), url)


def _said_of(tablet: TabletHeard) -> str:
    return f"{tablet.name} (revoked)" if tablet.revoked_at else tablet.name


def _calls_without_a_list(person: User) -> Iterator[Waiting]:
    calls = (
        VesselCall.objects.visible_to(person)
        .filter(status__in=_NOT_YET_WORKED, cargo_version=0)
        .select_related("vessel")
        .order_by(F("planned_arrival_at").asc(nulls_last=True), "pk")
    )
    for call in calls:
        url = reverse("admin:operations_vesselcall_change", args=[call.pk])
        yield Waiting(1, "call without a manifest", str(call), url)


def _list_url(noun: str, **filters: object) -> str:
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse(f"admin:operations_{noun}_changelist") + query
