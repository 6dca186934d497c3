"""What a terminal's tablets may choose to work on."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from operations.models import CargoLine, Deck, Gang, Terminal, VesselCall
from operations.queries.call_progress import call_progress
from operations.rules.cargo_port import port_of_interest
from operations.vocabulary import CallStatus

# Work under way first, then what is about to begin; a completed call still takes late counts.
_FIELD_ORDER = (
    CallStatus.WORKING,
    CallStatus.STOPPED,
    CallStatus.BERTHED,
    CallStatus.ARRIVED,
    CallStatus.COMPLETED,
    CallStatus.EXPECTED,
)


class CallToWork(NamedTuple):
    """A call with the words to choose from; ports are {locode: name}; counts are units."""

    call: VesselCall
    decks: list[str]
    gangs: list[str]
    ports: dict[str, str]
    counted_units: int
    expected_units: int


def calls_to_work(terminal: Terminal) -> list[CallToWork]:
    """Return the calls that a terminal works or expects, newest work first.

    `counted_units` is the board's figure: what the list wants worked here, nothing beyond it.
    """
    calls = list(_calls(terminal))
    call_ids = [call.pk for call in calls]
    decks = _decks({call.vessel_id for call in calls})
    gangs = list(
        Gang.objects.filter(terminal=terminal).order_by("name").values_list("name", flat=True)
    )
    ports = _ports(call_ids)
    progress = call_progress(call_ids)
    return [
        CallToWork(
            call=call,
            decks=decks[call.vessel_id],
            gangs=gangs,
            ports=ports[call.pk],
            counted_units=progress[call.pk].total.counted_units,
            expected_units=progress[call.pk].total.expected_units,
        )
        for call in calls
    ]


def call_at(terminal_id: int, call_id: int) -> VesselCall | None:
    """Return a terminal's own call, whatever its status, or None."""
    return VesselCall.objects.filter(pk=call_id, terminal=terminal_id).first()


def _calls(terminal: Terminal) -> QuerySet[VesselCall]:
    urgency = Case(
        *(When(status=status, then=Value(place)) for place, status in enumerate(_FIELD_ORDER)),
        output_field=IntegerField(),
    )
    return (
        VesselCall.objects.select_related("vessel", "berth")
        .filter(terminal=terminal, status__in=_FIELD_ORDER)
        .order_by(
            urgency,
            F("work_started_at").desc(nulls_last=True),
            F("planned_arrival_at").asc(nulls_last=True),
            "pk",
        )
    )


def _decks(vessel_ids: Collection[int]) -> dict[int, list[str]]:
    decks: dict[int, list[str]] = defaultdict(list)
    rows = Deck.objects.filter(vessel__in=vessel_ids).order_by("sort_order", "name")
    for vessel_id, name in rows.values_list("vessel_id", "name"):
        decks[vessel_id].append(name)
    return decks


def _ports(call_ids: Collection[int]) -> dict[int, dict[str, str]]:
    ports: dict[int, dict[str, str]] = defaultdict(dict)
    rows = (
        CargoLine.objects.filter(call__in=call_ids, is_listed=True)
        .order_by()
        .values_list(
            "call_id",
            "direction",
            "is_worked_here",
            "port_of_loading__locode",
            "port_of_loading__name",
            "port_of_discharge__locode",
            "port_of_discharge__name",
        )
        .distinct()
    )
    for (
        call_id,
        direction,
        is_worked_here,
        loading,
        loading_name,
        discharge,
        discharge_name,
    ) in rows:
        locode, name = port_of_interest(
            direction,
            (loading, loading_name),
            (discharge, discharge_name),
            is_worked_here=is_worked_here,
        )
        if locode:
            ports[call_id][locode] = name
    return {call_id: dict(sorted(ports[call_id].items())) for call_id in call_ids}
