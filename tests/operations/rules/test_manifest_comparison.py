from dataclasses import replace

import pytest

from operations.rules.manifest_cargo import ListedCargo
from operations.rules.manifest_comparison import (
    Change,
    ChangedCargo,
    ManifestComparison,
    compare,
)
from operations.rules.manifest_lines import KnownLine, line_key, line_quantities
from operations.vocabulary import CargoMode, Direction

CAR = ListedCargo(
    mode=CargoMode.IDENTIFIED,
    direction=Direction.LOAD,
    quantity=1,
    identifier="A1",
    make="VW",
    port_of_discharge="DEBRV",
    hold_reason="Customs",
)
CASES = ListedCargo(
    mode=CargoMode.COUNTED,
    direction=Direction.LOAD,
    quantity=24,
    description="Cases",
    bill_of_lading="BB1",
    port_of_discharge="DEBRV",
)


def compared(
    before: list[ListedCargo], after: list[ListedCargo], *, is_addition: bool = False
) -> ManifestComparison:
    counted = [each for each in before if each.mode != CargoMode.IDENTIFIED]
    return compare(
        after,
        line_quantities(after),
        units={(each.direction, each.identifier): each for each in before if each.identifier},
        lines={n: KnownLine(line_key(each), each.quantity) for n, each in enumerate(counted)},
        is_addition=is_addition,
    )


def test_the_same_list_again_changes_nothing() -> None:
    assert compared([CAR, CASES], [CAR, CASES]) == ManifestComparison()


def test_a_first_list_adds_all_it_has() -> None:
    comparison = compared([], [CAR, CASES])

    assert comparison.added_units == ["A1"]
    assert comparison.added_lines == ["BB1, Cases, DEBRV"]


def test_what_is_not_listed_any_more_is_taken_off() -> None:
    comparison = compared([CAR, replace(CAR, identifier="B2"), CASES], [CAR])

    assert comparison.removed_units == [(Direction.LOAD, "B2")]
    assert comparison.removed_lines == ["BB1, Cases, DEBRV"]


def test_an_addition_takes_nothing_off() -> None:
    comparison = compared([CAR, CASES], [replace(CAR, identifier="B2")], is_addition=True)

    assert comparison.added_units == ["B2"]
    assert not comparison.removed_units
    assert not comparison.removed_lines


@pytest.mark.parametrize("mode", [CargoMode.COUNTED, CargoMode.BULK])
def test_an_addition_adds_to_the_quantity_of_a_line(mode: CargoMode) -> None:
    line = replace(CASES, mode=mode, quantity=10)

    (changed,) = compared([line], [replace(line, quantity=5)], is_addition=True).changed

    assert [(each.before, each.after) for each in changed.changes] == [("10", "15")]


def test_the_list_of_one_direction_says_nothing_of_the_other() -> None:
    discharged = replace(CAR, identifier="D1", direction=Direction.DISCHARGE)

    assert compared([discharged], [CAR]).removed_units == []


def test_a_changed_port_and_quantity_are_shown() -> None:
    car, cases = replace(CAR, port_of_discharge="BEZEE"), replace(CASES, quantity=30)

    assert compared([CAR, CASES], [car, cases]).changed == [
        ChangedCargo("A1", [Change("Port of discharge", "DEBRV", "BEZEE")]),
        ChangedCargo("BB1, Cases, DEBRV", [Change("Quantity", "24", "30")]),
    ]


def test_a_unit_of_which_much_is_changed_is_one_that_changed() -> None:
    car = replace(CAR, make="Audi", model="A4", colour="Red")

    ((subject, changes),) = compared([CAR], [car]).changed

    assert (subject, [each.what for each in changes]) == ("A1", ["Make", "Model", "Colour"])


def test_a_list_without_holds_leaves_them_and_one_with_holds_lifts_them() -> None:
    assert compared([CAR], [replace(CAR, hold_reason=None)]) == ManifestComparison()
    assert compared([CAR], [replace(CAR, hold_reason="")]).changed == [
        ChangedCargo("A1", [Change("Hold", "Customs", "")])
    ]
