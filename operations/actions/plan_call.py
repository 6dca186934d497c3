"""What is planned of a call: announced before it comes, corrected until it is past."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from operations.models import Berth, Terminal, Vessel, VesselCall
from operations.rules.call_plans import planned_columns
from operations.vocabulary import CallDirection, CallStatus


class PlanIsPast(Exception):
    """The call has gone beyond the point where this can be planned; the text names the columns."""


@transaction.atomic
def announce_call(
    *,
    terminal: Terminal,
    vessel: Vessel,
    reference: str,
    voyage: str,
    direction: CallDirection,
    berth: Berth | None = None,
    planned_arrival_at: datetime | None = None,
    estimated_arrival_at: datetime | None = None,
    planned_departure_at: datetime | None = None,
) -> VesselCall:
    """Enter a call that is expected. The reference is how people and files name it."""
    return VesselCall.objects.create(
        terminal=terminal,
        vessel=vessel,
        reference=reference,
        voyage=voyage,
        direction=direction,
        berth=berth,
        planned_arrival_at=planned_arrival_at,
        estimated_arrival_at=estimated_arrival_at,
        planned_departure_at=planned_departure_at,
    )


@transaction.atomic
def change_plans(*, call: VesselCall, plans: Mapping[str, Any]) -> VesselCall:
    """Write these columns of a call, and no other: the head of its ledger moves all the while.

    Raises PlanIsPast when the call no longer lets one of them be planned.
    """
    fresh = VesselCall.objects.select_for_update(of=("self",), no_key=True).get(pk=call.pk)
    late = plans.keys() - planned_columns(CallStatus(fresh.status))
    if late:
        raise PlanIsPast(f"No longer planned: {', '.join(sorted(late))}.")
    for column, value in plans.items():
        setattr(fresh, column, value)
    fresh.save(update_fields=sorted(plans))
    return fresh
