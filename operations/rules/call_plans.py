"""Which parts of a call are still a plan, and from when on they are history."""

from operations.vocabulary import CallStatus

_ALWAYS = frozenset(
    {"voyage", "estimated_arrival_at", "planned_arrival_at", "planned_departure_at"}
)
#: What the first count, and the paper that goes with it, hangs on.
_UNTIL_WORKED = frozenset({"vessel", "reference", "direction"})
#: From then on the berth is where the ship lies; only a step of the call's life changes it.
_UNTIL_ALONGSIDE = frozenset({"berth"})

_BEFORE_ALONGSIDE = frozenset({CallStatus.EXPECTED, CallStatus.ARRIVED})
_BEFORE_WORK = _BEFORE_ALONGSIDE | {CallStatus.BERTHED}
_PAST = frozenset({CallStatus.CLOSED, CallStatus.CANCELLED})


def planned_columns(status: CallStatus) -> frozenset[str]:
    """Return the columns of a call that may still be planned; none once it is closed."""
    if status in _PAST:
        return frozenset()
    columns = _ALWAYS
    if status in _BEFORE_WORK:
        columns |= _UNTIL_WORKED
    if status in _BEFORE_ALONGSIDE:
        columns |= _UNTIL_ALONGSIDE
    return columns
