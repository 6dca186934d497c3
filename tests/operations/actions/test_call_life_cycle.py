from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry

from operations.actions import call_life_cycle as life
from operations.actions.take_step import StepOrder, take_step
from operations.models import Berth, Terminal, User, VesselCall
from operations.vocabulary import CallStatus, CallStep, DiscrepancyKind, DiscrepancyStatus
from tests import cast
from tests.cast import NOON

HOUR = timedelta(hours=1)
Step = Callable[[VesselCall, datetime, User], VesselCall]


@pytest.fixture(autouse=True)
def it_is_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "now", lambda: NOON + 10 * HOUR)


WORDS = {
    CallStep.STOP: "Rain",
    CallStep.REOPEN: "Two cars left in the hold",
    CallStep.CLOSE: "Agreed.",
    CallStep.CANCEL: "Called elsewhere",
}


def step_of(step: CallStep) -> Step:
    def take(call: VesselCall, at: datetime, by: User) -> VesselCall:
        berth = call.terminal.berths.get() if step is CallStep.BERTH else None
        order = StepOrder(by=by, at=at, words=WORDS.get(step, ""), berth=berth)
        return take_step(call=call, step=step, order=order)

    return take


STEPS = {step.lower(): step_of(step) for step in CallStep}
ALLOWED = {
    CallStatus.EXPECTED: {"arrive", "cancel"},
    CallStatus.ARRIVED: {"berth", "cancel"},
    CallStatus.BERTHED: {"start", "depart", "cancel"},
    CallStatus.WORKING: {"stop", "complete"},
    CallStatus.STOPPED: {"resume", "complete"},
    CallStatus.COMPLETED: {"reopen", "depart"},
    CallStatus.DEPARTED: {"close"},
    CallStatus.CLOSED: set(),
    CallStatus.CANCELLED: set(),
}


def an_expected_call(terminal: Terminal, **fields: object) -> VesselCall:
    before: dict[str, object] = {
        "status": CallStatus.EXPECTED,
        "berth": None,
        "arrived_at": None,
        "berthed_at": None,
        "work_started_at": None,
    }
    return cast.a_vessel_call(terminal, **before | fields)


def walk(call: VesselCall, by: User, *steps: str) -> VesselCall:
    """Take one step an hour, the first one at noon."""
    for hour, step in enumerate(steps):
        call = STEPS[step](call, NOON + hour * HOUR, by)
    return call


def test_a_call_lives_its_whole_life_and_keeps_its_times(
    terminal: Terminal, supervisor: User
) -> None:
    call = an_expected_call(terminal)

    call = walk(call, supervisor, "arrive", "berth", "start", "complete", "depart", "close")

    assert call.status == CallStatus.CLOSED
    assert [
        call.arrived_at,
        call.berthed_at,
        call.work_started_at,
        call.work_completed_at,
        call.departed_at,
        call.closed_at,
    ] == [NOON + hour * HOUR for hour in range(6)]


@pytest.mark.parametrize("step", STEPS)
def test_no_step_is_taken_from_a_status_that_does_not_lead_there(
    terminal: Terminal, supervisor: User, step: str
) -> None:
    taken_from = set()
    for status in CallStatus:
        call = an_expected_call(terminal, status=status)
        with suppress(life.TransitionNotAllowed):
            STEPS[step](call, NOON, supervisor)
            taken_from.add(status)
        is_changed = VesselCall.objects.get(pk=call.pk).status != status
        assert is_changed == (status in taken_from)
        # Out of the way of the next ship.
        VesselCall.objects.filter(pk=call.pk).update(berthed_at=None)

    assert taken_from == {status for status, steps in ALLOWED.items() if step in steps}


@pytest.mark.parametrize(
    ("life_so_far", "step"),
    [
        ((), "arrive"),
        (("arrive",), "berth"),
        (("arrive", "berth"), "start"),
        (("arrive", "berth", "start"), "stop"),
        (("arrive", "berth", "start", "stop"), "resume"),
        (("arrive", "berth", "start"), "complete"),
        (("arrive", "berth", "start", "complete"), "reopen"),
        (("arrive", "berth", "start", "complete"), "depart"),
        (("arrive", "berth", "start", "complete", "depart"), "close"),
        (("arrive", "berth"), "cancel"),
    ],
)
def test_no_step_lies_in_the_future_or_before_the_step_before(
    terminal: Terminal, supervisor: User, life_so_far: tuple[str, ...], step: str
) -> None:
    call = walk(an_expected_call(terminal), supervisor, *life_so_far)

    with pytest.raises(life.TimesOutOfOrder, match="future"):
        STEPS[step](call, NOON + 11 * HOUR, supervisor)
    if life_so_far:
        with pytest.raises(life.TimesOutOfOrder, match="before"):
            STEPS[step](call, NOON - HOUR, supervisor)


def test_a_stop_opens_a_stoppage_and_resuming_ends_it(call: VesselCall, supervisor: User) -> None:
    walk(call, supervisor, "stop", "resume")

    stoppage = call.stoppages.get()
    assert (stoppage.starts_at, stoppage.ends_at) == (NOON, NOON + HOUR)
    assert (stoppage.reason, stoppage.recorded_by) == ("Rain", supervisor)


def test_completing_ends_an_open_stoppage(call: VesselCall, supervisor: User) -> None:
    walk(call, supervisor, "stop", "complete")

    assert call.stoppages.get().ends_at == NOON + HOUR


def test_what_was_not_counted_is_short_from_completion_on_and_no_more_when_it_is_taken_back(
    call: VesselCall, supervisor: User
) -> None:
    cast.a_unit(call, "WVWZZZ1JZXW000001")

    completed = walk(call, supervisor, "complete")
    short = completed.discrepancies.get()
    reopened = life.reopen_work(
        call=completed, reopened_at=NOON + HOUR, by=supervisor, reason="One car left"
    )

    assert (short.kind, short.status) == (DiscrepancyKind.SHORT, DiscrepancyStatus.OPEN)
    assert reopened.discrepancies.get().status == DiscrepancyStatus.SETTLED
    assert (reopened.status, reopened.work_completed_at) == (CallStatus.WORKING, None)


def test_the_time_between_completing_and_reopening_counts_as_stopped(
    call: VesselCall, supervisor: User
) -> None:
    walk(call, supervisor, "complete", "reopen")

    stoppage = call.stoppages.get()
    assert (stoppage.starts_at, stoppage.ends_at) == (NOON, NOON + HOUR)
    assert stoppage.reason == "Two cars left in the hold"


def test_a_ship_that_leaves_unworked_leaves_its_cargo_short(
    terminal: Terminal, supervisor: User
) -> None:
    call = walk(an_expected_call(terminal), supervisor, "arrive", "berth")
    cast.a_unit(call, "WVWZZZ1JZXW000001")

    life.depart_vessel(call=call, departed_at=NOON + 2 * HOUR, by=supervisor)

    assert call.discrepancies.get().kind == DiscrepancyKind.SHORT


@pytest.mark.parametrize("step", ["stop", "reopen", "cancel"])
def test_whoever_stops_reopens_or_cancels_says_why(
    terminal: Terminal, supervisor: User, step: str
) -> None:
    status = {"stop": CallStatus.WORKING, "reopen": CallStatus.COMPLETED}
    call = an_expected_call(terminal, status=status.get(step, CallStatus.EXPECTED))
    blank: dict[str, Step] = {
        "stop": lambda c, at, by: life.stop_work(call=c, reason=" ", stopped_at=at, by=by),
        "reopen": lambda c, at, by: life.reopen_work(call=c, reason=" ", reopened_at=at, by=by),
        "cancel": lambda c, at, by: life.cancel_call(call=c, reason=" ", cancelled_at=at, by=by),
    }

    with pytest.raises(life.ReasonMissing):
        blank[step](call, NOON, supervisor)


def test_every_step_is_told_in_the_history_with_who_took_it(
    call: VesselCall, supervisor: User
) -> None:
    walk(call, supervisor, "stop", "resume")

    told = LogEntry.objects.filter(object_id=call.pk).order_by("pk")
    assert [entry.change_message for entry in told] == [
        "Work stopped (Rain), 25 Nov 2026 10:00.",
        "Work resumed, 25 Nov 2026 11:00.",
    ]
    assert {entry.user for entry in told} == {supervisor}


def test_a_berth_of_another_terminal_is_refused(
    terminal: Terminal, other_terminal: Terminal, supervisor: User
) -> None:
    call = walk(an_expected_call(terminal), supervisor, "arrive")
    elsewhere = Berth.objects.get(terminal=other_terminal)

    with pytest.raises(life.WrongTerminal):
        life.berth_vessel(call=call, berth=elsewhere, berthed_at=NOON + HOUR, by=supervisor)
