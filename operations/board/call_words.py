"""What a page says of a call beside its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from operations.board import wording
from operations.models import Stoppage, VesselCall
from operations.vocabulary import CallDirection, CallStatus

_PURPOSES = {
    CallDirection.LOAD: "loading",
    CallDirection.DISCHARGE: "discharging",
    CallDirection.BOTH: "discharging and loading",
}
_BADGES = {CallStatus.WORKING: "good", CallStatus.STOPPED: "attention"}


@dataclass(frozen=True, slots=True)
class Headline:
    """A call in a few words. `moment`: the latest thing that happened to it, with its time."""

    reference: str
    vessel: str
    line: str
    voyage: str
    purpose: str
    berth: str
    status: str
    badge: str
    moment: str


def headline(call: VesselCall, stoppages: Sequence[Stoppage], *, now: datetime) -> Headline:
    """Return what names a call and how it stands."""
    status = CallStatus(call.status)
    shipping_line = call.vessel.shipping_line
    return Headline(
        reference=call.reference,
        vessel=call.vessel.name,
        line=shipping_line.name if shipping_line else "",
        voyage=call.voyage,
        purpose=_PURPOSES[CallDirection(call.direction)],
        berth=call.berth.name if call.berth else "",
        status=status.label,
        badge=_BADGES.get(status, ""),
        moment=_moment(call, status, stoppages, now),
    )


def _moment(
    call: VesselCall, status: CallStatus, stoppages: Sequence[Stoppage], now: datetime
) -> str:
    zone = call.terminal.zone
    if status == CallStatus.STOPPED and stoppages and stoppages[-1].ends_at is None:
        stop = stoppages[-1]
        return f"since {wording.clock(stop.starts_at, zone=zone, now=now)}: {stop.reason}"
    if status == CallStatus.EXPECTED:
        if call.estimated_arrival_at:
            return f"estimated {wording.clock(call.estimated_arrival_at, zone=zone, now=now)}"
        planned = wording.clock(call.planned_arrival_at, zone=zone, now=now)
        return f"planned {planned}" if planned else "no arrival time yet"
    at = {
        CallStatus.ARRIVED: call.arrived_at,
        CallStatus.BERTHED: call.berthed_at,
        CallStatus.WORKING: call.work_started_at,
        CallStatus.COMPLETED: call.work_completed_at,
        CallStatus.DEPARTED: call.departed_at,
        CallStatus.CLOSED: call.closed_at,
        CallStatus.CANCELLED: call.cancelled_at,
    }.get(status)
    return f"since {wording.clock(at, zone=zone, now=now)}" if at else ""
