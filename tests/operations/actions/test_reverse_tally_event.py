from datetime import timedelta
from uuid import UUID

import pytest

from operations.actions.reverse_tally_event import (
    EventAlreadyReversed,
    EventIsNotACount,
    ReasonMissing,
    ReasonTooLong,
    reverse_tally_event,
)
from operations.models import CountedUnit, Discrepancy, TallyEvent, User
from operations.vocabulary import Flag
from tests.cast import NOON
from tests.ledger_cast import Raw, TabletInHand, problems, totals

LATER = NOON + timedelta(hours=3)


def reverse(event: Raw, *, by: User, reason: str = "counted the wrong car") -> TallyEvent:
    return reverse_tally_event(
        event_id=UUID(str(event["event_id"])), reversed_by=by, reason=reason, reversed_at=LATER
    )


def test_the_office_takes_back_any_count_and_says_why(ramp: TabletInHand, supervisor: User) -> None:
    count = ramp.count()
    ramp.send(count)

    reversal = reverse(count, by=supervisor, reason="counted\n the wrong  car ")

    assert (reversal.position, reversal.person) == (2, supervisor)
    assert (reversal.tablet, reversal.reason) == (None, "counted the wrong car")
    assert totals(ramp.call).holders == {}
    assert problems(ramp.call) == []


def test_the_next_count_takes_over_in_the_same_transaction(
    ramp: TabletInHand, hatch: TabletInHand, supervisor: User
) -> None:
    first, second = ramp.count(identifier="A"), hatch.count(identifier="A")
    ramp.send(first)
    hatch.send(second)

    reverse(first, by=supervisor)

    assert str(CountedUnit.objects.get().event_id) == second["event_id"]
    assert problems(ramp.call) == []


def test_a_count_is_taken_back_once(ramp: TabletInHand, supervisor: User) -> None:
    count = ramp.count()
    ramp.send(count, ramp.undo(count))

    with pytest.raises(EventAlreadyReversed):
        reverse(count, by=supervisor)


def test_what_a_colleague_tried_to_take_back_can_still_be_taken_back(
    ramp: TabletInHand, hatch: TabletInHand, supervisor: User
) -> None:
    count = ramp.count()
    hatch.send(hatch.undo(count))
    ramp.send(count)

    reverse(count, by=supervisor)

    assert totals(ramp.call).holders == {}


def test_a_reversal_is_never_reversed(ramp: TabletInHand, supervisor: User) -> None:
    count = ramp.count()
    undo = ramp.undo(count)
    ramp.send(count, undo)

    with pytest.raises(EventIsNotACount):
        reverse(undo, by=supervisor)


@pytest.mark.parametrize(
    ("reason", "refusal"), [(" \n", ReasonMissing), ("because " * 30, ReasonTooLong)]
)
def test_a_reason_is_needed_and_has_to_fit(
    ramp: TabletInHand, supervisor: User, reason: str, refusal: type[Exception]
) -> None:
    count = ramp.count()
    ramp.send(count)

    with pytest.raises(refusal):
        reverse(count, by=supervisor, reason=reason)

    assert TallyEvent.objects.count() == 1


def test_a_late_correction_of_the_office_is_flagged_and_nothing_to_look_at(
    ramp: TabletInHand, supervisor: User
) -> None:
    count = ramp.count()
    ramp.send(count)
    ramp.call.status = "COMPLETED"
    ramp.call.save(update_fields=["status"])

    reversal = reverse(count, by=supervisor)

    assert reversal.flags == Flag.LATE
    assert not Discrepancy.objects.filter(kind=Flag.LATE).exists()
