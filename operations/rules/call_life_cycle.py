"""The life of a call: which step may follow which."""

from operations.vocabulary import CallStatus

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


def steps_from(status: CallStatus) -> tuple[CallStatus, ...]:
    """Return what a call may become next, the usual step first; empty at the end of its life.

    Source: the milestones of the DCSA Port Call standard, with stops of work between them.
    """
    return _STEPS[status]
