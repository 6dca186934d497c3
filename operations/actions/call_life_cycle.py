"""The life of a call, step by step. Each step locks the call's row and is told in its history."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from operations.actions.history import note_history
from operations.actions.shorts import raise_shorts
from operations.models import Berth, Stoppage, User, VesselCall
from operations.queries.unsettled_work import unsettled_work
from operations.rules.call_life_cycle import steps_from
from operations.vocabulary import Audited, CallStatus

# What a step may write, and nothing else: the head of the ledger has writers of its own.
_OF_LIFE = (
    "status",
    "berth",
    "arrived_at",
    "berthed_at",
    "work_started_at",
    "work_completed_at",
    "departed_at",
    "closed_at",
    "cancelled_at",
    "closing_note",
)


class StepRefused(Exception):
    """A step that a call does not take; its text is a sentence for a person."""


class TransitionNotAllowed(StepRefused):
    """A call cannot become this from what it is."""

    def __init__(self, call: VesselCall, to: CallStatus) -> None:
        is_now = CallStatus(call.status).label.lower()
        super().__init__(f"{call.reference} is {is_now}; it cannot become {to.label.lower()}.")
        self.call = call
        self.to = to


class TimesOutOfOrder(StepRefused):
    """A step in the future, or before the step before it."""


class BerthOccupied(StepRefused):
    """Another ship lies, or lay, at this berth at that time."""

    def __init__(self, berth: Berth, occupied_by: VesselCall) -> None:
        super().__init__(f"Berth {berth} is taken by {occupied_by}.")
        self.berth = berth
        self.occupied_by = occupied_by


class WrongTerminal(StepRefused):
    """The berth belongs to another terminal than the call."""


class ReasonMissing(StepRefused):
    """Whoever stops, reopens or cancels says why."""


class CallNotSettled(StepRefused):
    """Something is still open at the call; `reasons` has a sentence for each."""

    def __init__(self, call: VesselCall, reasons: list[str]) -> None:
        super().__init__(f"{call.reference} is not settled: {' '.join(reasons)}")
        self.reasons = reasons


@transaction.atomic
def arrive_vessel(*, call: VesselCall, arrived_at: datetime, by: User) -> VesselCall:
    """Note that the ship arrived. Raises TransitionNotAllowed, TimesOutOfOrder."""
    fresh = _begin(call, CallStatus.ARRIVED, arrived_at)
    fresh.arrived_at = arrived_at
    return _finish(fresh, by, "Arrived", arrived_at)


@transaction.atomic
def berth_vessel(*, call: VesselCall, berth: Berth, berthed_at: datetime, by: User) -> VesselCall:
    """Note that the ship is all fast at a berth.

    Raises BerthOccupied, WrongTerminal, TransitionNotAllowed, TimesOutOfOrder.
    """
    fresh = _begin(call, CallStatus.BERTHED, berthed_at)
    if berth.terminal_id != fresh.terminal_id:
        raise WrongTerminal(f"Berth {berth} is not at {fresh.terminal}.")
    # Whoever holds the berth's row decides first; the other one then sees that ship.
    Berth.objects.select_for_update().get(pk=berth.pk)
    stays = VesselCall.objects.filter(berth=berth, berthed_at__isnull=False).exclude(pk=fresh.pk)
    # This ship stays without an end as yet: whoever had not left by then is in its way.
    in_the_way = stays.exclude(departed_at__lte=berthed_at).select_related("vessel").first()
    if in_the_way is not None:
        raise BerthOccupied(berth, in_the_way)
    fresh.berth, fresh.berthed_at = berth, berthed_at
    return _finish(fresh, by, f"Alongside berth {berth}", berthed_at)


@transaction.atomic
def start_work(*, call: VesselCall, started_at: datetime, by: User) -> VesselCall:
    """Note that cargo work began. Raises TransitionNotAllowed, TimesOutOfOrder."""
    fresh = _begin(call, CallStatus.WORKING, started_at, only_from=CallStatus.BERTHED)
    fresh.work_started_at = started_at
    return _finish(fresh, by, "Work started", started_at)


@transaction.atomic
def stop_work(*, call: VesselCall, reason: str, stopped_at: datetime, by: User) -> VesselCall:
    """Open a stoppage. Raises ReasonMissing, TransitionNotAllowed, TimesOutOfOrder."""
    why = _words(reason)
    fresh = _begin(call, CallStatus.STOPPED, stopped_at)
    Stoppage.objects.create(call=fresh, reason=why, starts_at=stopped_at, recorded_by=by)
    return _finish(fresh, by, f"Work stopped ({why})", stopped_at)


@transaction.atomic
def resume_work(*, call: VesselCall, resumed_at: datetime, by: User) -> VesselCall:
    """End the open stoppage. Raises TransitionNotAllowed, TimesOutOfOrder."""
    fresh = _begin(call, CallStatus.WORKING, resumed_at, only_from=CallStatus.STOPPED)
    _end_stoppage(fresh, resumed_at)
    return _finish(fresh, by, "Work resumed", resumed_at)


@transaction.atomic
def complete_work(*, call: VesselCall, completed_at: datetime, by: User) -> VesselCall:
    """Note that cargo work ended, and raise as short what was not counted.

    An open stoppage ends with the work. Raises TransitionNotAllowed, TimesOutOfOrder.
    """
    fresh = _begin(call, CallStatus.COMPLETED, completed_at)
    _end_stoppage(fresh, completed_at)
    fresh.work_completed_at = completed_at
    _finish(fresh, by, "Work completed", completed_at)
    return _with_shorts(fresh, completed_at)


@transaction.atomic
def reopen_work(*, call: VesselCall, reopened_at: datetime, by: User, reason: str) -> VesselCall:
    """Take a completion back. The time since then counts as a stoppage with this reason.

    With the instant of completion itself, work never ended. What was raised as short goes away.
    Raises ReasonMissing, TransitionNotAllowed, TimesOutOfOrder.
    """
    why = _words(reason)
    fresh = _begin(call, CallStatus.WORKING, reopened_at, only_from=CallStatus.COMPLETED)
    ended_at = fresh.work_completed_at or reopened_at
    fresh.stoppages.create(reason=why, starts_at=ended_at, ends_at=reopened_at, recorded_by=by)
    fresh.work_completed_at = None
    _finish(fresh, by, f"Work reopened ({why})", reopened_at)
    return _with_shorts(fresh, reopened_at)


@transaction.atomic
def depart_vessel(*, call: VesselCall, departed_at: datetime, by: User) -> VesselCall:
    """Note that the ship left, which frees its berth.

    From a ship that leaves unworked, all its cargo is short. Raises TransitionNotAllowed,
    TimesOutOfOrder.
    """
    fresh = _begin(call, CallStatus.DEPARTED, departed_at)
    fresh.departed_at = departed_at
    _finish(fresh, by, "Departed", departed_at)
    return _with_shorts(fresh, departed_at)


@transaction.atomic
def close_call(*, call: VesselCall, closed_at: datetime, by: User, note: str = "") -> VesselCall:
    """Close a call for good; what arrives later is recorded and flagged late.

    Raises CallNotSettled while anything is open and no note says why it is closed all the same,
    TransitionNotAllowed, TimesOutOfOrder.
    """
    fresh = _begin(call, CallStatus.CLOSED, closed_at)
    reasons = unsettled_work(fresh)
    why = note.strip()
    if reasons and not why:
        raise CallNotSettled(fresh, reasons)
    fresh.closed_at, fresh.closing_note = closed_at, why
    all_the_same = f" ({' '.join([*reasons, why])})" if why else ""
    return _finish(fresh, by, f"Closed{all_the_same}", closed_at)


@transaction.atomic
def cancel_call(*, call: VesselCall, cancelled_at: datetime, by: User, reason: str) -> VesselCall:
    """Call a visit off before its work begins; a ship alongside leaves its berth with that.

    Raises ReasonMissing, TransitionNotAllowed, TimesOutOfOrder.
    """
    why = _words(reason)
    fresh = _begin(call, CallStatus.CANCELLED, cancelled_at)
    fresh.cancelled_at, fresh.closing_note = cancelled_at, why
    if fresh.berthed_at is not None:
        fresh.departed_at = cancelled_at
    return _finish(fresh, by, f"Cancelled ({why})", cancelled_at)


def _begin(
    call: VesselCall, to: CallStatus, at: datetime, *, only_from: CallStatus | None = None
) -> VesselCall:
    """Lock the call and hold the step against its status and its times."""
    fresh = (
        VesselCall.objects.select_for_update(of=("self",), no_key=True)
        .select_related("terminal", "vessel")
        .get(pk=call.pk)
    )
    status = CallStatus(fresh.status)
    if to not in steps_from(status) or status != (only_from or status):
        raise TransitionNotAllowed(fresh, to)
    if at > now():
        raise TimesOutOfOrder(f"{_local(fresh, at)} lies in the future.")
    earlier = max(_known_times(fresh), default=at)
    if at < earlier:
        raise TimesOutOfOrder(
            f"{_local(fresh, at)} is before the step before it, {_local(fresh, earlier)}."
        )
    fresh.status = to
    return fresh


def _known_times(call: VesselCall) -> list[datetime]:
    steps = (
        call.arrived_at,
        call.berthed_at,
        call.work_started_at,
        call.work_completed_at,
        call.departed_at,
    )
    stoppages = call.stoppages.values_list("starts_at", "ends_at")
    return [each for each in (*steps, *(at for pair in stoppages for at in pair)) if each]


def _finish(call: VesselCall, by: User, step: str, at: datetime) -> VesselCall:
    call.save(update_fields=_OF_LIFE)
    what = Audited.CALL_CLOSED if call.status == CallStatus.CLOSED else Audited.CALL_STEP
    note_history(subject=call, by=by, said=f"{step}, {_local(call, at)}.", what=what)
    return call


def _with_shorts(call: VesselCall, at: datetime) -> VesselCall:
    """What is on the list and was not counted is short from completion on, and only then."""
    raise_shorts(call=call, raised_at=at)
    call.refresh_from_db()
    return call


def _end_stoppage(call: VesselCall, ends_at: datetime) -> None:
    call.stoppages.filter(ends_at=None).update(ends_at=ends_at)


def _words(reason: str) -> str:
    why = reason.strip()
    if not why:
        raise ReasonMissing("Say why.")
    return why


def _local(call: VesselCall, instant: datetime) -> str:
    return f"{instant.astimezone(call.terminal.zone):%d %b %Y %H:%M}"
