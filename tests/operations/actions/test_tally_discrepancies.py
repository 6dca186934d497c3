from datetime import timedelta

from operations.models import Discrepancy, User, VesselCall
from operations.vocabulary import CargoMode, DiscrepancyKind, Flag
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import Raw, TabletInHand


def open_ones(call: VesselCall) -> dict[str, int]:
    rows = Discrepancy.objects.filter(call=call, status="OPEN")
    return dict(rows.values_list("kind", "quantity"))


def settle(call: VesselCall, by: User) -> None:
    Discrepancy.objects.filter(call=call).update(
        status="SETTLED", settled_by=by, settled_at=NOON, settlement="Looked at it."
    )


def test_a_unit_that_is_listed_and_counted_once_raises_nothing(ramp: TabletInHand) -> None:
    cast.a_unit(ramp.call, "A")

    ramp.send(ramp.count(identifier="A"))

    assert open_ones(ramp.call) == {}


def test_a_unit_that_is_not_listed_is_over_until_it_is_taken_back(ramp: TabletInHand) -> None:
    count = ramp.count(identifier="A")

    ramp.send(count)
    assert open_ones(ramp.call) == {DiscrepancyKind.OVER: 1}

    ramp.send(ramp.undo(count))
    assert open_ones(ramp.call) == {}


def test_a_unit_counted_three_times_is_counted_twice_too_often(
    ramp: TabletInHand, hatch: TabletInHand
) -> None:
    cast.a_unit(ramp.call, "A")

    ramp.send(ramp.count(identifier="A"), ramp.count(identifier="A"))
    hatch.send(hatch.count(identifier="A"))

    assert open_ones(ramp.call) == {DiscrepancyKind.COUNTED_TWICE: 2}


def test_a_held_unit_and_one_for_another_port_are_told(ramp: TabletInHand) -> None:
    elsewhere = cast.a_cargo_line(ramp.call, CargoMode.IDENTIFIED, is_worked_here=False)
    cast.a_unit(ramp.call, "A", line=elsewhere, hold_reason="customs")

    outcome = ramp.send(ramp.count(identifier="A"))

    assert outcome.results[0].flags == [Flag.HELD, Flag.WRONG_PORT]
    assert open_ones(ramp.call) == {DiscrepancyKind.HELD: 1, DiscrepancyKind.WRONG_PORT: 1}


def test_more_of_a_line_than_it_has_is_over_by_that_much(ramp: TabletInHand) -> None:
    cases = cast.a_cargo_line(ramp.call, expected_quantity=10)

    outcome = ramp.send(*(ramp.count(line=cases.pk, quantity=4) for _ in range(3)))

    assert [result.flags for result in outcome.results] == [[], [], [Flag.OVER]]
    assert open_ones(ramp.call) == {DiscrepancyKind.OVER: 2}


def test_a_line_is_not_over_any_more_when_enough_is_taken_back(ramp: TabletInHand) -> None:
    cases = cast.a_cargo_line(ramp.call, expected_quantity=10)
    count = ramp.count(line=cases.pk, quantity=6)
    ramp.send(count, ramp.count(line=cases.pk, quantity=6))

    outcome = ramp.send(ramp.undo(count), ramp.count(line=cases.pk, quantity=4))

    assert outcome.results[1].flags == []
    assert open_ones(ramp.call) == {}


def test_a_count_in_words_is_over_by_what_it_counts_until_it_is_taken_back(
    ramp: TabletInHand,
) -> None:
    boats = ramp.count(description="a boat", quantity=2)

    ramp.send(boats)
    assert open_ones(ramp.call) == {DiscrepancyKind.OVER: 2}

    ramp.send(ramp.undo(boats))
    assert open_ones(ramp.call) == {}


def test_a_count_in_words_that_was_taken_back_before_it_came_is_not_over(
    ramp: TabletInHand,
) -> None:
    boats = ramp.count(description="a boat")
    ramp.send(ramp.undo(boats))
    assert open_ones(ramp.call) == {DiscrepancyKind.REVERSES_NOTHING_YET: 1}

    ramp.send(boats)

    assert open_ones(ramp.call) == {}


def test_an_undo_by_a_colleague_stays_to_be_looked_at(
    ramp: TabletInHand, hatch: TabletInHand
) -> None:
    cast.a_unit(ramp.call, "A")
    count = ramp.count(identifier="A")
    hatch.send(hatch.undo(count))

    ramp.send(count)

    assert open_ones(ramp.call) == {DiscrepancyKind.REVERSES_NOTHING_YET: 1}


def test_late_work_is_told_once_for_a_tablet_with_how_many(ramp: TabletInHand) -> None:
    cast.a_unit(ramp.call, "A")
    cast.a_unit(ramp.call, "B")
    ramp.call.status = "DEPARTED"
    ramp.call.save(update_fields=["status"])

    ramp.send(ramp.count(identifier="A"), ramp.count(identifier="B"))

    assert open_ones(ramp.call) == {DiscrepancyKind.LATE: 2}


def test_what_a_person_settled_stays_settled(ramp: TabletInHand, supervisor: User) -> None:
    ramp.send(ramp.count(identifier="A"))
    settle(ramp.call, supervisor)

    ramp.send(ramp.count(identifier="B"))

    assert list(Discrepancy.objects.filter(status="OPEN").values_list("identifier")) == [("B",)]


def test_more_of_what_a_person_settled_is_open_again(ramp: TabletInHand, supervisor: User) -> None:
    cases = cast.a_cargo_line(ramp.call, expected_quantity=10)
    ramp.send(ramp.count(line=cases.pk, quantity=11))
    settle(ramp.call, supervisor)

    ramp.send(ramp.count(line=cases.pk, quantity=1))

    assert open_ones(ramp.call) == {DiscrepancyKind.OVER: 2}


def test_the_version_that_the_board_asks_for_moves_with_the_discrepancies(
    ramp: TabletInHand,
) -> None:
    cast.a_unit(ramp.call, "A")
    versions = []

    for identifier in ("A", "NOT-LISTED"):
        ramp.send(ramp.count(identifier=identifier))
        ramp.call.refresh_from_db()
        versions.append(ramp.call.discrepancy_version)

    assert versions == [0, 1]


def test_a_count_outside_its_shift_is_told_for_the_person(ramp: TabletInHand) -> None:
    cast.a_unit(ramp.call, "A")
    night: Raw = {"counted_at": (NOON - timedelta(hours=10)).isoformat()}

    ramp.send(ramp.count(identifier="A", **night))

    assert open_ones(ramp.call) == {DiscrepancyKind.OUTSIDE_SHIFT: 1}


def test_what_went_away_after_it_was_settled_is_open_when_it_comes_again(
    ramp: TabletInHand, supervisor: User
) -> None:
    count = ramp.count(identifier="A")
    ramp.send(count)
    settle(ramp.call, supervisor)
    ramp.send(ramp.undo(count))

    ramp.send(ramp.count(identifier="A"))

    assert open_ones(ramp.call) == {DiscrepancyKind.OVER: 1}
