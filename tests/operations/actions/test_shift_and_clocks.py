"""Whose work an event is, and when it happened: told by the token and the clocks it carries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing

from operations.actions.record_tally_events import BatchOutcome
from operations.models import Tablet, User
from operations.vocabulary import Flag
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand


def verdicts(outcome: BatchOutcome) -> list[str]:
    return [result.verdict for result in outcome.results]


def reasons(outcome: BatchOutcome) -> list[str]:
    return [result.reason for result in outcome.results]


def test_a_forged_token_is_not_valid(ramp: TabletInHand) -> None:
    assert reasons(ramp.send(ramp.count(token="forged"))) == ["token_not_valid"]


def test_a_token_of_another_tablet_is_not_valid(ramp: TabletInHand, hatch: TabletInHand) -> None:
    assert reasons(ramp.send(ramp.count(token=hatch.token))) == ["token_not_valid"]


def test_a_token_of_a_person_who_is_gone_does_not_fail_the_batch(
    ramp: TabletInHand, ramp_tablet: Tablet, colleague: User
) -> None:
    token = cast.a_shift_token(colleague, ramp_tablet)
    colleague.delete()

    outcome = ramp.send(ramp.count(token=token), ramp.count())

    assert reasons(outcome) == ["token_not_valid", ""]


def test_a_repetition_whose_token_cannot_be_read_any_more_is_a_duplicate(
    ramp: TabletInHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = ramp.count()
    ramp.send(event)
    monkeypatch.setattr(signing, "loads", _refuse)

    assert verdicts(ramp.send(event, ramp.count())) == ["duplicate", "rejected"]


def _refuse(*_: object, **__: object) -> object:
    raise signing.BadSignature


def test_work_is_the_persons_whose_token_it_carries_whoever_sends_it(
    ramp: TabletInHand, ramp_tablet: Tablet, clerk: User, colleague: User
) -> None:
    token = cast.a_shift_token(colleague, ramp_tablet)

    ramp.send(ramp.count(), ramp.count(token=token))

    people = ramp.call.tally_events.order_by("position").values_list("person", flat=True)
    assert list(people) == [clerk.pk, colleague.pk]


def test_what_is_sent_three_days_later_is_still_of_its_shift(ramp: TabletInHand) -> None:
    cast.a_unit(ramp.call, "A")

    outcome = ramp.send(ramp.count(identifier="A"), received_at=NOON + timedelta(days=3))

    assert outcome.results[0].flags == []


def test_a_tablet_that_never_knew_the_time_is_judged_by_what_its_batch_says(
    ramp: TabletInHand,
) -> None:
    a_day_ahead = NOON + timedelta(days=1)
    event = ramp.count(clock_offset_ms=None, counted_at=a_day_ahead.isoformat())

    outcome = ramp.send(event, received_at=NOON, device_now=a_day_ahead)

    assert Flag.CLOCK_OFF in outcome.results[0].flags
    assert ramp.call.tally_events.get().effective_at == NOON


def test_both_clocks_are_kept(ramp: TabletInHand) -> None:
    counted_at = datetime(2026, 11, 25, 14, 58, 7, 123456, tzinfo=UTC)

    ramp.send(ramp.count(counted_at=counted_at.isoformat(), clock_offset_ms=5000))

    event = ramp.call.tally_events.get()
    assert (event.counted_at, event.received_at) == (counted_at, NOON)
    assert event.effective_at == counted_at + timedelta(seconds=5)
