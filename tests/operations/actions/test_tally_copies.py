"""Holders, line totals and rollup move in the transaction that moves the ledger."""

from datetime import UTC, datetime, timedelta

import pytest

from operations.actions.rebuild_totals import rebuild_totals
from operations.actions.shorts import raise_shorts
from operations.models import (
    CargoClass,
    CountedUnit,
    Discrepancy,
    HourlyRollup,
    LineTotal,
    Terminal,
    Unit,
    VesselCall,
)
from operations.vocabulary import CargoMode, DiscrepancyKind
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand, problems


def rollup(call: VesselCall, *columns: str) -> list[tuple[object, ...]]:
    rows = HourlyRollup.objects.filter(call=call).exclude(unit_count=0, weight_kg=0)
    return sorted(rows.values_list(*columns))


def test_the_rollup_tells_hour_class_port_deck_and_gang(ramp: TabletInHand) -> None:
    cast.a_unit(ramp.call, "A")
    hour_later = (NOON + timedelta(hours=1)).isoformat()

    ramp.send(
        ramp.count(identifier="A", deck="6", gang="Gang 4"),
        ramp.count(counted_at=hour_later),
        received_at=NOON + timedelta(hours=2),
    )

    columns = ("hour_at", "cargo_class", "port", "deck", "gang", "is_expected", "unit_count")
    assert rollup(ramp.call, *columns) == [
        (NOON, "CAR", "DEBRV", "6", "Gang 4", True, 1),
        (NOON + timedelta(hours=1), "", "", "5", "Gang 3", False, 1),
    ]


def test_hours_of_a_terminal_with_a_half_hour_offset_begin_at_half_past_in_utc(
    other_terminal: Terminal, ramp: TabletInHand
) -> None:
    ramp.call.terminal = ramp.tablet.terminal = other_terminal
    ramp.call.save(update_fields=["terminal"])
    ramp.tablet.save(update_fields=["terminal"])

    ramp.send(ramp.count())

    assert rollup(ramp.call, "hour_at") == [(datetime(2026, 11, 25, 14, 30, tzinfo=UTC),)]


def test_units_and_weights_are_kept_apart(ramp: TabletInHand) -> None:
    coal = cast.a_cargo_line(ramp.call, CargoMode.BULK, expected_quantity=90_000)
    cases = cast.a_cargo_line(ramp.call)

    ramp.send(ramp.count(line=coal.pk, quantity=25_000), ramp.count(line=cases.pk, quantity=5))

    assert rollup(ramp.call, "unit_count", "weight_kg") == [(5, 25_000)]
    totals = LineTotal.objects.values_list("line", "counted_quantity")
    assert dict(totals) == {coal.pk: 25_000, cases.pk: 5}


def test_counts_of_many_batches_add_up_in_one_bucket(ramp: TabletInHand) -> None:
    for _ in range(3):
        ramp.send(ramp.count(), ramp.count())

    assert rollup(ramp.call, "unit_count") == [(6,)]
    assert CountedUnit.objects.count() == 6
    assert problems(ramp.call) == []


def test_a_new_list_moves_what_was_counted_to_its_class(ramp: TabletInHand) -> None:
    ramp.send(ramp.count(identifier="A"), ramp.count(identifier="B"))
    cast.a_unit(ramp.call, "A")

    rebuild_totals(call=ramp.call, rebuilt_at=NOON)

    assert rollup(ramp.call, "cargo_class", "is_expected") == [("", False), ("CAR", True)]
    open_ones = Discrepancy.objects.filter(status="OPEN")
    assert list(open_ones.values_list("kind", "identifier")) == [("OVER", "B")]


def test_what_a_new_list_drops_becomes_over(ramp: TabletInHand) -> None:
    cast.a_unit(ramp.call, "A")
    ramp.send(ramp.count(identifier="A"))
    Unit.objects.update(is_listed=False)

    rebuild_totals(call=ramp.call, rebuilt_at=NOON)

    assert [each.kind for each in Discrepancy.objects.all()] == [DiscrepancyKind.OVER]
    assert problems(ramp.call) == []


def test_making_the_copies_anew_changes_nothing_while_the_list_stays(ramp: TabletInHand) -> None:
    first = ramp.count(identifier="A")
    ramp.send(first, ramp.count(identifier="A", deck="6"), ramp.count(), ramp.undo(first))
    columns = ("hour_at", "deck", "unit_count", "is_expected")
    before = rollup(ramp.call, *columns)

    rebuild_totals(call=ramp.call, rebuilt_at=NOON)

    assert rollup(ramp.call, *columns) == before


@pytest.mark.parametrize("moved", ["time_zone", "class"])
def test_an_undo_is_recorded_also_when_hours_or_classes_were_cut_anew_meanwhile(
    ramp: TabletInHand, moved: str
) -> None:
    cast.a_unit(ramp.call, "A")
    count = ramp.count(identifier="A")
    ramp.send(count, ramp.count(identifier="B"))
    if moved == "time_zone":
        Terminal.objects.update(time_zone="Asia/Kolkata")
    else:
        CargoClass.objects.update(code="VEHICLE")

    outcome = ramp.send(ramp.undo(count))

    assert [result.verdict for result in outcome.results] == ["accepted"]
    assert problems(VesselCall.objects.get()) == []


def test_what_was_not_counted_is_short_once_work_is_completed(ramp: TabletInHand) -> None:
    cast.a_unit(ramp.call, "A")
    cast.a_unit(ramp.call, "B")
    cases = cast.a_cargo_line(ramp.call, expected_quantity=10)
    ramp.send(ramp.count(identifier="A"), ramp.count(line=cases.pk, quantity=7))
    ramp.call.status = "COMPLETED"
    ramp.call.save(update_fields=["status"])

    raise_shorts(call=ramp.call, raised_at=NOON)

    shorts = Discrepancy.objects.filter(kind=DiscrepancyKind.SHORT, status="OPEN")
    assert sorted(shorts.values_list("identifier", "quantity")) == [("", 3), ("B", 1)]


def test_a_short_goes_away_when_the_unit_turns_up(ramp: TabletInHand) -> None:
    cast.a_unit(ramp.call, "A")
    ramp.call.status = "DEPARTED"
    ramp.call.save(update_fields=["status"])
    raise_shorts(call=ramp.call, raised_at=NOON)

    ramp.send(ramp.count(identifier="A"))

    open_ones = Discrepancy.objects.filter(status="OPEN")
    assert [each.kind for each in open_ones] == [DiscrepancyKind.LATE]


def test_a_copy_that_is_wrong_is_made_anew_and_refuses_no_count(ramp: TabletInHand) -> None:
    ramp.send(ramp.count(identifier="A"))
    CountedUnit.objects.update(identifier="B")

    ramp.send(ramp.count(identifier="B"))

    holders = CountedUnit.objects.order_by("identifier").values_list("identifier", flat=True)
    assert list(holders) == ["A", "B"]
    assert problems(ramp.call) == []
