"""One way to every step in the life of a call, for doors that offer them side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from operations.actions import call_life_cycle as life
from operations.actions.call_life_cycle import StepRefused
from operations.models import Berth, User, VesselCall
from operations.vocabulary import CallStep


class BerthMissing(StepRefused):
    """The ship lies at no berth that the person named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOrder:
    """What a person said of a step; `words` is the reason, or the note with which a call closes."""

    by: User
    at: datetime
    words: str = ""
    berth: Berth | None = None


def take_step(*, call: VesselCall, step: CallStep, order: StepOrder) -> VesselCall:
    """Take a step and return the call as it is then. Raises StepRefused, whatever the step."""
    return _TAKERS[step](call, order)


def _berth(order: StepOrder) -> Berth:
    if order.berth is None:
        raise BerthMissing("No berth was chosen.")
    return order.berth


_TAKERS: dict[CallStep, Callable[[VesselCall, StepOrder], VesselCall]] = {
    CallStep.ARRIVE: lambda call, o: life.arrive_vessel(call=call, arrived_at=o.at, by=o.by),
    CallStep.BERTH: lambda call, o: life.berth_vessel(
        call=call, berth=_berth(o), berthed_at=o.at, by=o.by
    ),
    CallStep.START: lambda call, o: life.start_work(call=call, started_at=o.at, by=o.by),
    CallStep.STOP: lambda call, o: life.stop_work(
        call=call, reason=o.words, stopped_at=o.at, by=o.by
    ),
    CallStep.RESUME: lambda call, o: life.resume_work(call=call, resumed_at=o.at, by=o.by),
    CallStep.COMPLETE: lambda call, o: life.complete_work(call=call, completed_at=o.at, by=o.by),
    CallStep.REOPEN: lambda call, o: life.reopen_work(
        call=call, reopened_at=o.at, by=o.by, reason=o.words
    ),
    CallStep.DEPART: lambda call, o: life.depart_vessel(call=call, departed_at=o.at, by=o.by),
    CallStep.CLOSE: lambda call, o: life.close_call(
        call=call, closed_at=o.at, by=o.by, note=o.words
    ),
    CallStep.CANCEL: lambda call, o: life.cancel_call(
        call=call, cancelled_at=o.at, by=o.by, reason=o.words
    ),
}
