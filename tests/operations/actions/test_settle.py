from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry

from operations.actions.settle import (
    SettlementMissing,
    reopen_discrepancy,
    settle_discrepancy,
    settle_set_aside_event,
)
from operations.models import Discrepancy, SetAsideEvent, Tablet, User, VesselCall
from operations.vocabulary import Direction, DiscrepancyKind, DiscrepancyStatus
from tests.cast import NOON


@pytest.fixture
def over(call: VesselCall) -> Discrepancy:
    return Discrepancy.objects.create(
        call=call,
        kind=DiscrepancyKind.OVER,
        subject="LOAD:WVWZZZ1JZXW000001",
        direction=Direction.LOAD,
        raised_at=NOON,
    )


@pytest.fixture
def rejected(ramp_tablet: Tablet) -> SetAsideEvent:
    return SetAsideEvent.objects.create(
        tablet=ramp_tablet,
        journal_id=uuid4(),
        verdict="rejected",
        reason="malformed: quantity",
        raw="{}",
        raw_sha256="0" * 64,
        received_at=NOON,
    )


def settle(over: Discrepancy, by: User, words: str = "The line confirmed it") -> Discrepancy:
    return settle_discrepancy(
        discrepancy=over, settlement=words, settled_by=by, settled_at=NOON + timedelta(hours=1)
    )


def test_settling_says_who_when_and_what(over: Discrepancy, supervisor: User) -> None:
    settled = settle(over, supervisor, " The line confirmed it ")

    assert settled.status == DiscrepancyStatus.SETTLED
    assert settled.settlement == "The line confirmed it"
    assert (settled.settled_by, settled.settled_at) == (supervisor, NOON + timedelta(hours=1))


def test_settling_takes_words(over: Discrepancy, rejected: SetAsideEvent, supervisor: User) -> None:
    with pytest.raises(SettlementMissing):
        settle(over, supervisor, " ")
    with pytest.raises(SettlementMissing):
        settle_set_aside_event(
            event=rejected, settlement="", settled_by=supervisor, settled_at=NOON
        )


def test_the_board_hears_of_it(over: Discrepancy, supervisor: User) -> None:
    settle(over, supervisor)

    over.call.refresh_from_db()
    assert over.call.discrepancy_version == 1


def test_what_was_settled_can_wait_for_a_person_again_and_its_words_stay_in_the_history(
    over: Discrepancy, supervisor: User
) -> None:
    reopened = reopen_discrepancy(discrepancy=settle(over, supervisor), reopened_by=supervisor)

    assert (reopened.status, reopened.settlement) == (DiscrepancyStatus.OPEN, "")
    assert (reopened.settled_at, reopened.settled_by) == (None, None)
    told = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(told) == ["Settled: The line confirmed it", "Opened again."]


def test_settling_writes_over_nothing_but_itself(over: Discrepancy, supervisor: User) -> None:
    Discrepancy.objects.filter(pk=over.pk).update(quantity=5)

    settle(over, supervisor)

    assert Discrepancy.objects.get(pk=over.pk).quantity == 5


def test_an_event_that_was_set_aside_is_settled_with_words(
    rejected: SetAsideEvent, supervisor: User
) -> None:
    settled = settle_set_aside_event(
        event=rejected, settlement="Counted again", settled_by=supervisor, settled_at=NOON
    )

    assert (settled.settled_by, settled.settlement) == (supervisor, "Counted again")
