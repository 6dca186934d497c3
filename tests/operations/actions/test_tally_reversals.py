from datetime import timedelta

from operations.actions.record_tally_events import BatchOutcome
from operations.models import CountedUnit, Tablet, User
from operations.vocabulary import Flag
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand, problems, totals

AN_HOUR_LATER = (NOON + timedelta(hours=1)).isoformat()


def reasons(outcome: BatchOutcome) -> list[str]:
    return [result.reason for result in outcome.results]


def decks(ramp: TabletInHand) -> list[str]:
    """Return the decks that units are counted on, after a look at whether all copies agree."""
    assert problems(ramp.call) == []
    return sorted(
        bucket.deck
        for bucket, (units, _) in totals(ramp.call).buckets.items()
        for _ in range(units)
    )


def test_an_undo_takes_the_count_back(ramp: TabletInHand) -> None:
    count = ramp.count()

    ramp.send(count)
    outcome = ramp.send(ramp.undo(count))

    assert outcome.results[0].flags == []
    assert decks(ramp) == []


def test_count_and_undo_may_come_in_one_batch(ramp: TabletInHand) -> None:
    count = ramp.count()

    ramp.send(count, ramp.undo(count), ramp.count(deck="6"))

    assert decks(ramp) == ["6"]


def test_an_undo_that_comes_in_an_earlier_batch_takes_the_count_back(ramp: TabletInHand) -> None:
    count = ramp.count()
    undo = ramp.undo(count)

    first = ramp.send(undo)
    ramp.send(count)

    assert first.results[0].flags == [Flag.REVERSES_NOTHING_YET]
    assert decks(ramp) == []


def test_a_unit_that_was_taken_back_can_be_counted_again(ramp: TabletInHand) -> None:
    count = ramp.count(identifier="A")

    ramp.send(count, ramp.undo(count))
    outcome = ramp.send(ramp.count(identifier="A", deck="6"))

    assert Flag.COUNTED_TWICE not in outcome.results[0].flags
    assert decks(ramp) == ["6"]


def test_the_next_count_of_a_unit_takes_over_when_its_holder_is_taken_back(
    ramp: TabletInHand, hatch: TabletInHand
) -> None:
    first, second = ramp.count(identifier="A"), hatch.count(identifier="A", deck="6")
    ramp.send(first)
    hatch.send(second)

    ramp.send(ramp.undo(first))

    assert decks(ramp) == ["6"]
    assert str(CountedUnit.objects.get().event_id) == second["event_id"]


def test_two_counts_and_an_undo_of_one_unit_may_come_in_one_batch(ramp: TabletInHand) -> None:
    first = ramp.count(identifier="A")

    ramp.send(first, ramp.count(identifier="A", deck="6"), ramp.undo(first))

    assert decks(ramp) == ["6"]


def test_an_undo_of_a_count_that_does_not_hold_its_unit_moves_nothing(ramp: TabletInHand) -> None:
    second = ramp.count(identifier="A", deck="6")
    ramp.send(ramp.count(identifier="A", sequence=90))

    ramp.send(second, ramp.undo(second))

    assert decks(ramp) == ["5"]


def test_a_count_of_a_colleague_is_not_taken_back_in_the_field(
    ramp: TabletInHand, hatch: TabletInHand
) -> None:
    count = ramp.count()
    ramp.send(count)

    assert reasons(hatch.send(hatch.undo(count))) == ["not_own_count"]
    assert decks(ramp) == ["5"]


def test_an_undo_by_a_colleague_that_comes_first_takes_nothing_back_either(
    ramp: TabletInHand, hatch: TabletInHand
) -> None:
    count = ramp.count()
    hatch.send(hatch.undo(count))

    ramp.send(count)

    assert decks(ramp) == ["5"]


def test_own_work_on_another_tablet_can_be_taken_back(
    ramp: TabletInHand, hatch: TabletInHand, clerk: User
) -> None:
    count = ramp.count()
    ramp.send(count)

    hatch.send(hatch.undo(count, token=cast.a_shift_token(clerk, hatch.tablet)))

    assert decks(ramp) == []


def test_an_undo_after_an_hour_is_too_late_whichever_comes_first(ramp: TabletInHand) -> None:
    early, other = ramp.count(), ramp.count()
    late = ramp.undo(early, counted_at=AN_HOUR_LATER)
    before_its_count = ramp.undo(other, counted_at=AN_HOUR_LATER)
    at = NOON + timedelta(hours=2)

    ramp.send(early, received_at=at)
    outcome = ramp.send(late, before_its_count, received_at=at)
    ramp.send(other, received_at=at)

    assert reasons(outcome) == ["reversal_too_late", ""]
    assert decks(ramp) == ["5", "5"]


def test_a_reversal_is_not_reversed_also_within_one_batch(ramp: TabletInHand) -> None:
    count = ramp.count()
    undo = ramp.undo(count)

    assert reasons(ramp.send(count, undo, ramp.undo(undo))) == ["", "", "not_a_count"]
    assert reasons(ramp.send(ramp.undo(undo))) == ["not_a_count"]


def test_a_count_of_another_call_is_not_taken_back(ramp: TabletInHand) -> None:
    other = cast.a_vessel_call(ramp.call.terminal, berth=None, berthed_at=None)
    count = ramp.count(call=other)

    assert reasons(ramp.send(count, ramp.undo(count))) == ["", "not_a_count"]


def test_what_is_already_taken_back_is_recorded_and_flagged(ramp: TabletInHand) -> None:
    count = ramp.count()
    ramp.send(count, ramp.undo(count))

    outcome = ramp.send(ramp.undo(count))

    assert outcome.results[0].flags == [Flag.ALREADY_REVERSED]
    assert decks(ramp) == []


def test_an_undo_on_a_closed_call_is_recorded_and_flagged_late(ramp: TabletInHand) -> None:
    count = ramp.count()
    ramp.send(count)
    ramp.call.status = "CLOSED"
    ramp.call.save(update_fields=["status"])

    assert ramp.send(ramp.undo(count)).results[0].flags == [Flag.LATE]
    assert decks(ramp) == []


def test_a_resent_undo_takes_back_once(ramp: TabletInHand, ramp_tablet: Tablet) -> None:
    cases = cast.a_cargo_line(ramp.call)
    count = ramp.count(line=cases.pk, quantity=5)
    undo = ramp.undo(count)
    ramp.send(ramp.count(line=cases.pk, quantity=3), count, undo)

    ramp.send(undo)

    assert totals(ramp.call).lines == {cases.pk: 3}
    assert problems(ramp.call) == []
