"""The life of a call: which step may follow which."""

from operations.vocabulary import CallStatus, CallStep

# A ship that leaves its berth unworked departs without completion. Nothing follows the end.
_STEPS: dict[CallStatus, tuple[CallStatus, ...]] = {
    CallStatus.EXPECTED: (CallStatus.ARRIVED, CallStatus.CANCELLED),
    CallStatus.ARRIVED: (CallStatus.BERTHED, CallStatus.CANCELLED),
    CallStatus.BERTHED: (CallStatus.WORKING, CallStatus.DEPARTED, CallStatus.CANCELLED),
    CallStatus.WORKING: (CallStatus.STOPPED, CallStatus.COMPLETED),
    CallStatus.STOPPED: (CallStatus.WORKING, CallStatus.COMPLETED),
    CallStatus.COMPLETED: (CallStatus.DEPARTED, CallStatus.WORKING),
    CallStatus.DEPARTED: (CallStatus.CLOSED,),
    CallStatus.CLOSED: (),
    CallStatus.CANCELLED: (),
}
_STEPS_TO: dict[CallStatus, CallStep] = {
    CallStatus.ARRIVED: CallStep.ARRIVE,
    CallStatus.BERTHED: CallStep.BERTH,
    CallStatus.STOPPED: CallStep.STOP,
    CallStatus.COMPLETED: CallStep.COMPLETE,
    CallStatus.DEPARTED: CallStep.DEPART,
    CallStatus.CLOSED: CallStep.CLOSE,
    CallStatus.CANCELLED: CallStep.CANCEL,
}
# Work begins, goes on, or goes on after all: it depends on what the call was.
_STEPS_TO_WORK_FROM: dict[CallStatus, CallStep] = {
    CallStatus.BERTHED: CallStep.START,
    CallStatus.STOPPED: CallStep.RESUME,
    CallStatus.COMPLETED: CallStep.REOPEN,
}


def steps_from(status: CallStatus) -> tuple[CallStatus, ...]:
    """Return what a call may become next, the usual step first; empty at the end of its life.

    Source: the milestones of the DCSA Port Call standard, with stops of work between them.
    """
    return _STEPS[status]


def next_steps(status: CallStatus) -> tuple[CallStep, ...]:
    """Return what people may do with a call of this status, the usual step first."""
    return tuple(
        _STEPS_TO_WORK_FROM[status] if to is CallStatus.WORKING else _STEPS_TO[to]
        for to in steps_from(status)
    )
