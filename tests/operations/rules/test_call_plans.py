from itertools import pairwise

import pytest

from operations.rules.call_plans import planned_columns
from operations.vocabulary import CallStatus

#: A call's way through its life, as it is usually taken.
LIFE = (
    CallStatus.EXPECTED,
    CallStatus.ARRIVED,
    CallStatus.BERTHED,
    CallStatus.WORKING,
    CallStatus.COMPLETED,
    CallStatus.DEPARTED,
    CallStatus.CLOSED,
)


@pytest.mark.parametrize(("before", "after"), list(pairwise(LIFE)))
def test_what_became_history_never_becomes_a_plan_again(
    before: CallStatus, after: CallStatus
) -> None:
    assert planned_columns(after) <= planned_columns(before)


def test_the_berth_is_a_plan_until_the_ship_is_alongside() -> None:
    assert "berth" in planned_columns(CallStatus.ARRIVED)
    assert "berth" not in planned_columns(CallStatus.BERTHED)


def test_what_counts_hang_on_is_fixed_when_work_begins() -> None:
    fixed = planned_columns(CallStatus.BERTHED) - planned_columns(CallStatus.WORKING)

    assert fixed == {"vessel", "reference", "direction"}


@pytest.mark.parametrize("status", CallStatus)
def test_no_status_makes_the_head_of_the_ledger_a_plan(status: CallStatus) -> None:
    assert not planned_columns(status) & {"status", "head_position", "head_digest", "terminal"}
