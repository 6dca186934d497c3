from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from operations.rules.manifest_cargo import ListedCargo
from operations.rules.manifest_lines import (
    KnownLine,
    LineKey,
    line_key,
    line_quantities,
    match_lines,
)
from operations.vocabulary import CargoMode, Direction


def cargo(mode: CargoMode = CargoMode.COUNTED, quantity: int = 24, **fields: object) -> ListedCargo:
    known: dict[str, object] = {"mode": mode, "direction": Direction.LOAD, "quantity": quantity}
    return ListedCargo(**known | fields)  # type: ignore[arg-type]  # of many types


def key(mode: CargoMode = CargoMode.COUNTED, **fields: object) -> LineKey:
    return line_key(cargo(mode, 1, **fields))


def on_list(*keys: LineKey, is_listed: bool = True) -> dict[int, KnownLine]:
    """Return lines that are known, by ids from 1 on."""
    return {number: KnownLine(each, 24, is_listed) for number, each in enumerate(keys, 1)}


def test_units_of_one_kind_and_bill_are_one_line() -> None:
    golf: dict[str, object] = {"bill_of_lading": "BL1", "make": "VW", "model": "Golf"}
    cars = [
        cargo(CargoMode.IDENTIFIED, 1, identifier="A1", colour="Red", **golf),
        cargo(CargoMode.IDENTIFIED, 1, identifier="B2", colour="Blue", **golf),
        cargo(CargoMode.IDENTIFIED, 1, identifier="C3", **golf | {"model": "Polo"}),
    ]

    assert sorted(line_quantities(cars).values()) == [1, 2]


def test_machines_without_make_are_told_apart_by_their_description() -> None:
    machines = [
        cargo(CargoMode.IDENTIFIED, 1, identifier=name, description=name) for name in ("A1", "B2")
    ]

    assert len(line_quantities(machines)) == 2


def test_rows_that_say_the_same_are_added() -> None:
    cases = cargo(bill_of_lading="BB1", description="Cases")

    assert list(line_quantities([cases, replace(cases, quantity=6)]).values()) == [30]


def test_a_line_is_known_again_by_all_it_says() -> None:
    cases, crates = (key(bill_of_lading="BB1", description=each) for each in ("Cases", "Crates"))

    matched, gone = match_lines([crates], on_list(cases, crates), is_addition=False)

    assert matched == {crates: 2}
    assert gone == [1]


def test_a_corrected_port_or_description_stays_the_same_line() -> None:
    before = key(bill_of_lading="BB1", description="Csaes", port_of_discharge="DEBRV")
    ported = key(bill_of_lading="BB1", description="Csaes", port_of_discharge="BEZEE")
    corrected = key(bill_of_lading="BB1", description="Cases", port_of_discharge="BEZEE")

    assert match_lines([ported], on_list(before), is_addition=False) == ({ported: 1}, [])
    assert match_lines([corrected], on_list(before), is_addition=False) == ({corrected: 1}, [])


def test_lines_that_could_be_either_are_not_mixed_up() -> None:
    bags, boxes = (key(bill_of_lading="BB1", description=each) for each in ("Bags", "Boxes"))
    drums = key(bill_of_lading="BB1", description="Drums")

    assert match_lines([drums], on_list(bags, boxes), is_addition=False) == ({}, [1, 2])


def test_other_modes_and_bills_are_other_lines() -> None:
    weighed = key(CargoMode.BULK, bill_of_lading="BB1")

    assert match_lines([key(bill_of_lading="BB1")], on_list(weighed), is_addition=False) == (
        {},
        [1],
    )
    assert match_lines(
        [key(description="Cases")], on_list(key(description="Crates")), is_addition=False
    ) == ({}, [1])


def test_what_was_taken_off_is_no_reason_to_doubt_what_is_listed() -> None:
    alpha, beta, gamma = (
        key(bill_of_lading="BB1", description=each) for each in ("Alpha", "Beta", "Gamma")
    )
    known = on_list(alpha) | {2: KnownLine(beta, 24, is_listed=False)}

    assert match_lines([gamma], known, is_addition=False) == ({gamma: 1}, [])


def test_what_was_taken_off_comes_back_only_as_what_it_was() -> None:
    alpha, beta = (key(bill_of_lading="BB1", description=each) for each in ("Alpha", "Beta"))

    assert match_lines([alpha], on_list(alpha, is_listed=False), is_addition=False) == (
        {alpha: 1},
        [],
    )
    assert match_lines([beta], on_list(alpha, is_listed=False), is_addition=False) == ({}, [])


def test_a_list_of_one_direction_takes_nothing_off_the_other() -> None:
    back = key(direction=Direction.DISCHARGE)

    assert match_lines([key()], on_list(back), is_addition=False) == ({}, [])


def test_an_addition_adds_to_the_same_line_and_corrects_none() -> None:
    alpha, beta = (key(bill_of_lading="BB1", description=each) for each in ("Alpha", "Beta"))

    assert match_lines([alpha], on_list(alpha), is_addition=True) == ({alpha: 1}, [])
    assert match_lines([beta], on_list(alpha), is_addition=True) == ({}, [1])


@given(
    wanted=st.lists(st.sampled_from("ABC")),
    known=st.lists(st.sampled_from("ABC")),
    bill=st.sampled_from(["", "BB1"]),
)
def test_no_line_is_given_away_twice(wanted: list[str], known: list[str], bill: str) -> None:
    keys = [key(bill_of_lading=bill, description=each) for each in wanted]
    lines = on_list(*(key(bill_of_lading=bill, description=each) for each in known))

    matched, gone = match_lines(keys, lines, is_addition=False)

    assert sorted([*matched.values(), *gone]) == sorted(lines if keys else [])
