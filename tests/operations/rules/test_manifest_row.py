from dataclasses import replace

import pytest

from operations.rules.manifest_cargo import ListCircumstances, ListedCargo, ProblemKind, RowReading
from operations.rules.manifest_row import read_row
from operations.rules.manifest_words import HELD_WITHOUT_REASON, KnownClasses, KnownPorts
from operations.vocabulary import CallDirection, CargoMode, ColumnMeaning, Direction
from operations.vocabulary import ProblemSeverity as Severity

Is, Kind = ColumnMeaning, ProblemKind
LOADING = ListCircumstances(
    call_direction=CallDirection.LOAD,
    terminal_port="USSSI",
    ports=KnownPorts({"USSSI": "Brunswick", "DEBRV": "Bremerhaven", "BEZEE": "Zeebrugge"}),
    classes=KnownClasses({"CAR": "Cars"}),
)
DISCHARGING = replace(LOADING, call_direction=CallDirection.DISCHARGE)
BOTH = replace(LOADING, call_direction=CallDirection.BOTH)
CAR = {Is.IDENTIFIER: "WVWZZZ1JZXW000001", Is.PORT_OF_DISCHARGE: "DEBRV"}
CASES = {Is.QUANTITY: "24", Is.DESCRIPTION: "Cases", Is.PORT_OF_DISCHARGE: "DEBRV"}
COILS = {Is.WEIGHT_T: "24.5", Is.DESCRIPTION: "Coils", Is.PORT_OF_DISCHARGE: "DEBRV"}


def read(
    texts: dict[ColumnMeaning, str], around: ListCircumstances = LOADING, **flaws: str
) -> RowReading:
    return read_row(texts, {Is(name): flaw for name, flaw in flaws.items()}, around)


def the_cargo(reading: RowReading) -> ListedCargo:
    assert reading.cargo is not None, reading.problems
    return reading.cargo


def kinds(reading: RowReading, severity: Severity | None = None) -> list[ProblemKind]:
    return [each.kind for each in reading.problems if severity in {None, each.severity}]


def test_a_row_with_a_vin_is_one_unit() -> None:
    reading = read(
        CAR | {Is.MAKE: "Audi", Is.MODEL: "A4", Is.COLOUR: "Blue", Is.CARGO_CLASS: "pkw"}
    )

    assert the_cargo(reading) == ListedCargo(
        mode=CargoMode.IDENTIFIED,
        direction=Direction.LOAD,
        quantity=1,
        identifier="WVWZZZ1JZXW000001",
        make="Audi",
        model="A4",
        colour="Blue",
        cargo_class="CAR",
        port_of_loading="USSSI",
        port_of_discharge="DEBRV",
    )
    assert reading.problems == []


@pytest.mark.parametrize(
    ("texts", "mode", "quantity"),
    [
        (CASES, CargoMode.COUNTED, 24),
        (COILS, CargoMode.BULK, 24_500),
        (CASES | {Is.WEIGHT_KG: "900"}, CargoMode.COUNTED, 24),
        (CASES | {Is.QUANTITY: "", Is.WEIGHT_KG: "900"}, CargoMode.BULK, 900),
        (CAR | {Is.WEIGHT_KG: "1485", Is.QUANTITY: "1"}, CargoMode.IDENTIFIED, 1),
    ],
)
def test_a_row_tells_by_its_cells_how_it_is_tracked(
    texts: dict[ColumnMeaning, str], mode: CargoMode, quantity: int
) -> None:
    cargo = the_cargo(read(texts))

    assert (cargo.mode, cargo.quantity) == (mode, quantity)


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("WVWZZZ1JZXW00000", Kind.WRONG_LENGTH),
        ("WVWZZZ1JZXW0000O1", Kind.FORBIDDEN_LETTER),
        ("AB/12", Kind.CHANGED),
    ],
)
def test_an_odd_identifier_is_listed_and_warned_of(identifier: str, kind: ProblemKind) -> None:
    reading = read(CAR | {Is.IDENTIFIER: identifier})

    assert the_cargo(reading).mode == CargoMode.IDENTIFIED
    assert kind in kinds(reading, Severity.WARN)


def test_serial_numbers_are_not_measured_as_vins() -> None:
    machines = replace(LOADING, expects_vins=False)

    assert read(CAR | {Is.IDENTIFIER: "CAT0320DIO"}, machines).problems == []


@pytest.mark.parametrize(
    "identifier", ["1.23457E+16", "車台", "A_B?", "\u0412\u0412123456", "X" * 33, "*"]
)
def test_an_identifier_that_no_tablet_can_type_is_refused(identifier: str) -> None:
    reading = read(CAR | {Is.IDENTIFIER: identifier})

    assert reading.cargo is None
    assert kinds(reading, Severity.REFUSE) == [Kind.UNREADABLE]


def test_a_doubtful_cell_refuses_what_hangs_on_it_and_warns_otherwise() -> None:
    number_lost = read(CAR, IDENTIFIER="Digits are lost.")
    model_lost = read(CAR | {Is.MODEL: "45000"}, MODEL="A date.")

    assert kinds(number_lost, Severity.REFUSE) == [Kind.UNREADABLE]
    assert kinds(model_lost) == [Kind.DOUBTFUL_CELL]
    assert the_cargo(model_lost).model == "45000"


@pytest.mark.parametrize("quantity", ["many", "1.5", "0", "-2", "99999999"])
def test_a_quantity_that_is_no_whole_number_is_refused(quantity: str) -> None:
    reading = read(CASES | {Is.QUANTITY: quantity})

    assert reading.cargo is None
    assert kinds(reading, Severity.REFUSE) == [Kind.UNREADABLE]


@pytest.mark.parametrize("meaning", [Is.WEIGHT_KG, Is.WEIGHT_T, Is.QUANTITY])
@pytest.mark.parametrize("text", ["-5", "abc", "1,45 x"])
def test_an_amount_that_a_unit_does_without_is_told_beside_its_cell(
    meaning: ColumnMeaning, text: str
) -> None:
    reading = read(CAR | {meaning: text})

    assert the_cargo(reading).mode == CargoMode.IDENTIFIED
    assert [(each.severity, each.kind, each.meaning) for each in reading.problems] == [
        (Severity.WARN, Kind.UNREADABLE, meaning)
    ]


@pytest.mark.parametrize("text", ["-5", "abc"])
def test_a_weight_that_is_cargo_itself_leaves_the_row_out(text: str) -> None:
    reading = read(COILS | {Is.WEIGHT_T: text})

    assert reading.cargo is None
    assert kinds(reading, Severity.REFUSE) == [Kind.UNREADABLE]


def test_a_weight_of_counted_cargo_that_cannot_be_read_is_told() -> None:
    assert kinds(read(CASES | {Is.WEIGHT_KG: "heavy"}), Severity.WARN) == [Kind.UNREADABLE]


@pytest.mark.parametrize("text", ["", "0", "0,00", "-", "1,45 t", "1.485", "1485 kg"])
def test_a_weight_that_is_read_or_blank_is_no_problem(text: str) -> None:
    assert read(CAR | {Is.WEIGHT_KG: text}).problems == []


def test_tonnes_within_a_cell_are_understood() -> None:
    coils = {Is.WEIGHT_KG: "1,45 t", Is.DESCRIPTION: "Coils", Is.PORT_OF_DISCHARGE: "DEBRV"}

    assert the_cargo(read(coils)).quantity == 1_450


def test_a_row_that_nobody_could_count_is_refused() -> None:
    assert kinds(read({Is.IDENTIFIER: "", Is.MAKE: "Audi"})) == [Kind.NOTHING_TO_COUNT]
    assert kinds(read({Is.QUANTITY: "", Is.MAKE: "Audi"})) == [Kind.NOTHING_TO_COUNT]
    # The weight of a car is no cargo in bulk.
    assert kinds(read({Is.IDENTIFIER: "", Is.WEIGHT_KG: "1485"})) == [Kind.NOTHING_TO_COUNT]


def test_mixed_modes_are_warned_of() -> None:
    no_vin = read({Is.IDENTIFIER: "", Is.QUANTITY: "3", Is.MAKE: "Audi"})
    three_of_one = read(CAR | {Is.QUANTITY: "3"})

    assert the_cargo(no_vin).mode == CargoMode.COUNTED
    assert kinds(no_vin) == [Kind.NOT_IDENTIFIED]
    assert the_cargo(three_of_one).quantity == 1
    assert kinds(three_of_one) == [Kind.NOT_ONE_UNIT]


def test_an_unknown_port_is_told_and_left_blank() -> None:
    reading = read(CAR | {Is.PORT_OF_DISCHARGE: "Hamburg"})

    assert the_cargo(reading).port_of_discharge == ""
    assert reading.unknown_ports == ["Hamburg"]
    assert kinds(reading) == [Kind.UNKNOWN_PORT]


def test_a_missing_port_is_warned_of_only_where_it_is_not_ours() -> None:
    assert kinds(read(CAR | {Is.PORT_OF_DISCHARGE: "", Is.PORT_OF_LOADING: ""})) == [
        Kind.MISSING_PORT
    ]
    assert read({Is.IDENTIFIER: "A1234"}, replace(LOADING, expects_vins=False)).problems == []


def test_an_unknown_class_is_listed_without_one() -> None:
    reading = read(CAR | {Is.CARGO_CLASS: "Spaceship"})

    assert the_cargo(reading).cargo_class == ""
    assert kinds(reading, Severity.WARN) == [Kind.UNKNOWN_CLASS]


def test_rows_without_a_class_get_the_one_that_a_person_chose() -> None:
    assert the_cargo(read(CAR, replace(LOADING, default_class="CAR"))).cargo_class == "CAR"


@pytest.mark.parametrize(
    ("around", "loading", "discharge", "is_here"),
    [
        (LOADING, "", "DEBRV", True),
        (LOADING, "USSSI", "DEBRV", True),
        (LOADING, "BEZEE", "DEBRV", False),
        (DISCHARGING, "DEBRV", "", True),
        (DISCHARGING, "DEBRV", "USSSI", True),
        (DISCHARGING, "DEBRV", "BEZEE", False),
    ],
)
def test_cargo_is_worked_at_the_port_where_it_is_loaded_or_discharged(
    *, around: ListCircumstances, loading: str, discharge: str, is_here: bool
) -> None:
    ports = {Is.PORT_OF_LOADING: loading, Is.PORT_OF_DISCHARGE: discharge}

    assert the_cargo(read(CAR | ports, around)).is_worked_here is is_here


@pytest.mark.parametrize(
    ("texts", "direction"),
    [
        ({Is.DIRECTION: "Export"}, Direction.LOAD),
        ({Is.DIRECTION: "D"}, Direction.DISCHARGE),
        ({Is.PORT_OF_LOADING: "Brunswick"}, Direction.LOAD),
        ({Is.PORT_OF_LOADING: "BEZEE", Is.PORT_OF_DISCHARGE: "USSSI"}, Direction.DISCHARGE),
    ],
)
def test_a_call_that_does_both_is_told_the_direction_by_column_or_ports(
    texts: dict[ColumnMeaning, str], direction: Direction
) -> None:
    assert the_cargo(read(CAR | texts, BOTH)).direction == direction


def test_a_call_that_does_both_takes_the_direction_that_a_person_chose() -> None:
    chosen = replace(BOTH, chosen_direction=Direction.DISCHARGE)

    assert the_cargo(read(CAR, chosen)).direction == Direction.DISCHARGE


@pytest.mark.parametrize(
    ("texts", "around"),
    [
        ({}, BOTH),
        ({Is.DIRECTION: "later"}, LOADING),
        ({Is.DIRECTION: "Discharge"}, LOADING),
    ],
)
def test_a_row_that_does_not_say_its_direction_is_refused(
    texts: dict[ColumnMeaning, str], around: ListCircumstances
) -> None:
    reading = read(CAR | texts, around)

    assert reading.cargo is None
    assert kinds(reading, Severity.REFUSE) == [Kind.NO_DIRECTION]


@pytest.mark.parametrize(
    ("word", "reason"), [("", ""), ("no", ""), ("yes", HELD_WITHOUT_REASON), ("Customs", "Customs")]
)
def test_a_hold_column_puts_holds_on_and_lifts_them(word: str, reason: str) -> None:
    assert the_cargo(read(CAR | {Is.HOLD: word})).hold_reason == reason


def test_a_list_without_a_hold_column_says_nothing_of_holds() -> None:
    assert the_cargo(read(CAR)).hold_reason is None


def test_a_text_without_room_for_it_is_cut_and_said_so() -> None:
    reading = read(CASES | {Is.DESCRIPTION: "x" * 300})

    assert len(the_cargo(reading).description) == 200
    assert kinds(reading) == [Kind.CUT]
