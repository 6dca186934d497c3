from itertools import pairwise

import pytest

from operations.rules.call_life_cycle import next_steps, steps_from
from operations.vocabulary import CallStatus, CallStep

USUAL_LIFE = [
    CallStatus.EXPECTED,
    CallStatus.ARRIVED,
    CallStatus.BERTHED,
    CallStatus.WORKING,
    CallStatus.STOPPED,
    CallStatus.WORKING,
    CallStatus.COMPLETED,
    CallStatus.DEPARTED,
    CallStatus.CLOSED,
]


def test_a_call_can_live_its_usual_life() -> None:
    for status, following in pairwise(USUAL_LIFE):
        assert following in steps_from(status)


@pytest.mark.parametrize("status", CallStatus)
def test_every_status_knows_its_steps(status: CallStatus) -> None:
    assert status not in steps_from(status)


@pytest.mark.parametrize("end", [CallStatus.CLOSED, CallStatus.CANCELLED])
def test_nothing_follows_the_end(end: CallStatus) -> None:
    assert steps_from(end) == ()


def test_a_call_that_was_worked_is_never_cancelled() -> None:
    worked = [
        CallStatus.WORKING,
        CallStatus.STOPPED,
        CallStatus.COMPLETED,
        CallStatus.DEPARTED,
    ]

    assert not any(CallStatus.CANCELLED in steps_from(status) for status in worked)


def test_every_status_can_be_reached_and_every_call_can_end() -> None:
    reached = {CallStatus.EXPECTED}
    for _ in CallStatus:
        reached |= {step for status in reached for step in steps_from(status)}

    assert reached == set(CallStatus)


def test_work_begins_goes_on_and_goes_on_after_all() -> None:
    first = [next_steps(status) for status in (CallStatus.BERTHED, CallStatus.STOPPED)]

    assert [steps[0] for steps in first] == [CallStep.START, CallStep.RESUME]
    assert CallStep.REOPEN in next_steps(CallStatus.COMPLETED)


def test_every_step_can_be_taken_at_some_time() -> None:
    assert {step for status in CallStatus for step in next_steps(status)} == set(CallStep)
