"""A supervisor's daily moves: what may happen to a call next, and how it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from operations.actions.call_life_cycle import (
    arrive_vessel,
    berth_vessel,
    cancel_call,
    close_call,
    complete_work,
    depart_vessel,
    reopen_work,
    resume_work,
    start_work,
    stop_work,
)
from operations.models import Berth, User, VesselCall
from operations.rules.call_life_cycle import steps_from
from operations.vocabulary import CallStatus

# What stops work most often, each one tap. Source: the delay codes of liner terminals.
STOP_REASONS = (
    "Rain",
    "Wind",
    "Fog",
    "Waiting for cargo",
    "Ramp or gear of the ship",
    "Shift change",
    "Meal",
    "Safety stop",
)


class BerthMissing(Exception):
    """The person chose no berth, or one that is not at this terminal."""


@dataclass(frozen=True, slots=True)
class MoveOrder:
    """What a person asked for; `reason` is also the note with which a call is closed."""

    call: VesselCall
    by: User
    at: datetime
    reason: str
    berth: Berth | None


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may happen next. `asks`: reason, note or berth; `warning` has it confirmed."""

    key: str
    label: str
    done: str
    perform: Callable[[MoveOrder], VesselCall]
    asks: str = ""
    warning: str = ""

    @property
    def is_one_tap(self) -> bool:
        """Whether it happens at once; what it changes is put right by the next move."""
        return not self.asks and not self.warning


def _berth(order: MoveOrder) -> VesselCall:
    if order.berth is None:
        raise BerthMissing
    return berth_vessel(call=order.call, berth=order.berth, berthed_at=order.at, by=order.by)


_ARRIVE = Move(
    "arrive",
    "Ship has arrived",
    "Arrival noted",
    lambda order: arrive_vessel(call=order.call, arrived_at=order.at, by=order.by),
)
_BERTH = Move("berth", "Ship is alongside", "Berth noted", _berth, asks="berth")
_START = Move(
    "start",
    "Start work",
    "Work started",
    lambda order: start_work(call=order.call, started_at=order.at, by=order.by),
)
_STOP = Move(
    "stop",
    "Stop work",
    "Work stopped",
    lambda order: stop_work(call=order.call, reason=order.reason, stopped_at=order.at, by=order.by),
    asks="reason",
)
_RESUME = Move(
    "resume",
    "Resume work",
    "Work resumed",
    lambda order: resume_work(call=order.call, resumed_at=order.at, by=order.by),
)
_COMPLETE = Move(
    "complete",
    "Complete work",
    "Work completed",
    lambda order: complete_work(call=order.call, completed_at=order.at, by=order.by),
    warning="What is on the list and was not counted becomes short. You can reopen the work.",
)
_REOPEN = Move(
    "reopen",
    "Reopen work",
    "Work reopened",
    lambda order: reopen_work(
        call=order.call, reopened_at=order.at, by=order.by, reason=order.reason
    ),
    asks="reason",
    warning="The time since completion counts as a stoppage. What became short goes away.",
)
_DEPART = Move(
    "depart",
    "Ship has departed",
    "Departure noted",
    lambda order: depart_vessel(call=order.call, departed_at=order.at, by=order.by),
    warning="The berth is free with this. It cannot be taken back.",
)
_CLOSE = Move(
    "close",
    "Close the call",
    "Call closed",
    lambda order: close_call(call=order.call, closed_at=order.at, by=order.by, note=order.reason),
    asks="note",
    warning="The tally is final with this. It cannot be taken back.",
)
_CANCEL = Move(
    "cancel",
    "Cancel the call",
    "Call cancelled",
    lambda order: cancel_call(
        call=order.call, cancelled_at=order.at, by=order.by, reason=order.reason
    ),
    asks="reason",
    warning="The ship is not worked here. It cannot be taken back.",
)

_MOVES_TO = {
    CallStatus.ARRIVED: _ARRIVE,
    CallStatus.BERTHED: _BERTH,
    CallStatus.STOPPED: _STOP,
    CallStatus.COMPLETED: _COMPLETE,
    CallStatus.DEPARTED: _DEPART,
    CallStatus.CLOSED: _CLOSE,
    CallStatus.CANCELLED: _CANCEL,
}
_WORKING_FROM = {
    CallStatus.BERTHED: _START,
    CallStatus.STOPPED: _RESUME,
    CallStatus.COMPLETED: _REOPEN,
}
MOVES = {move.key: move for move in (*_MOVES_TO.values(), *_WORKING_FROM.values())}


def next_moves(call: VesselCall) -> list[Move]:
    """Return what may happen to a call now, the usual move first."""
    status = CallStatus(call.status)
    return [
        _WORKING_FROM[status] if step == CallStatus.WORKING else _MOVES_TO[step]
        for step in steps_from(status)
    ]
