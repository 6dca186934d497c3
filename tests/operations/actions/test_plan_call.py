from datetime import timedelta

import pytest

from operations.actions.plan_call import PlanIsPast, announce_call, change_plans
from operations.models import Terminal, VesselCall
from operations.vocabulary import CallDirection, CallStatus
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand, problems


def test_a_call_that_is_announced_is_expected(terminal: Terminal) -> None:
    call = announce_call(
        terminal=terminal,
        vessel=cast.a_vessel(),
        reference="SSI-2026-0042",
        voyage="042E",
        direction=CallDirection.LOAD,
        planned_arrival_at=NOON,
    )

    assert (call.status, call.planned_arrival_at, call.head_position) == ("EXPECTED", NOON, 0)


def test_plans_change_and_the_ledger_does_not(ramp: TabletInHand, call: VesselCall) -> None:
    stale = VesselCall.objects.get(pk=call.pk)
    ramp.send(ramp.count(), ramp.count())

    fresh = change_plans(call=stale, plans={"planned_departure_at": NOON + timedelta(hours=9)})

    assert (fresh.head_position, fresh.planned_departure_at) == (2, NOON + timedelta(hours=9))
    assert problems(call) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("direction", CallDirection.BOTH),
        ("berth", None),
        ("status", "CLOSED"),
        ("head_position", 9),
    ],
)
def test_what_is_no_plan_any_more_or_never_was_is_refused(
    call: VesselCall, column: str, value: object
) -> None:
    with pytest.raises(PlanIsPast, match=column):
        change_plans(call=call, plans={column: value})


def test_nothing_is_planned_once_a_call_is_closed(call: VesselCall) -> None:
    VesselCall.objects.filter(pk=call.pk).update(status=CallStatus.CLOSED)

    with pytest.raises(PlanIsPast):
        change_plans(call=call, plans={"voyage": "043E"})
