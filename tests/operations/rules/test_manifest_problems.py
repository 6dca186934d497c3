from operations.rules.manifest_cargo import ListedCargo, ProblemKind
from operations.rules.manifest_problems import ListReading, judge_list
from operations.rules.vin import check_digit
from operations.vocabulary import CargoMode, Direction, ProblemSeverity


def a_car(identifier: str, port: str = "DEBRV", **fields: object) -> ListedCargo:
    known: dict[str, object] = {"mode": CargoMode.IDENTIFIED, "direction": Direction.LOAD}
    known |= {"quantity": 1, "identifier": identifier, "port_of_discharge": port}
    return ListedCargo(**known | fields)  # type: ignore[arg-type]  # of many types


def judged(*rows: ListedCargo | None) -> ListReading:
    return judge_list(rows, [f"row {number + 2}" for number in range(len(rows))])


def a_vin(maker: str, number: int, *, is_right: bool = True) -> str:
    text = f"{maker}ZZZ1J0XW{number:06}"
    right = text[:8] + check_digit(text) + text[9:]
    wrong = text[:8] + ("1" if right[8] != "1" else "2") + text[9:]
    return right if is_right else wrong


def test_a_unit_that_is_listed_twice_counts_once() -> None:
    reading = judged(a_car("A1"), a_car("B2"), a_car("A1"))

    assert sorted(reading.cargo) == [0, 1]
    (problem,) = reading.problems[2]
    assert problem.kind == ProblemKind.LISTED_TWICE
    assert problem.text == "Listed already in row 2; it is one unit and counts once."


def test_a_unit_listed_for_two_ports_is_said_harder() -> None:
    reading = judged(a_car("A1", "DEBRV"), a_car("A1", "BEZEE"))

    assert reading.problems[1][0].text == (
        "Listed already in row 2, for DEBRV and not for BEZEE. The first one counts."
    )


def test_the_same_unit_may_be_discharged_and_loaded() -> None:
    reading = judged(a_car("A1"), a_car("A1", direction=Direction.DISCHARGE))

    assert sorted(reading.cargo) == [0, 1]


def test_a_refused_row_is_passed_over() -> None:
    assert sorted(judged(None, a_car("A1")).cargo) == [1]


def test_a_north_american_vin_with_a_wrong_check_digit_is_a_warning() -> None:
    reading = judged(a_car(a_vin("3VW", 1, is_right=False)), a_car(a_vin("3VW", 2)))

    (problem,) = reading.problems[0]
    assert (problem.severity, problem.kind) == (
        ProblemSeverity.WARN,
        ProblemKind.WRONG_CHECK_DIGIT,
    )
    assert 1 not in reading.problems


def test_a_european_vin_with_a_wrong_check_digit_is_only_noted() -> None:
    reading = judged(*(a_car(a_vin("WVW", n, is_right=False)) for n in range(20)))

    assert {each.severity for found in reading.problems.values() for each in found} == {
        ProblemSeverity.NOTE
    }


def test_a_maker_whose_other_vins_are_right_uses_check_digits_wherever_it_is() -> None:
    right = [a_car(a_vin("JTH", number)) for number in range(19)]

    reading = judged(*right, a_car(a_vin("JTH", 20, is_right=False)))

    (problem,) = reading.problems[19]
    assert problem.severity == ProblemSeverity.WARN
    assert "nearly all others of JTH are right" in problem.text


def test_serial_numbers_have_no_check_digit() -> None:
    assert not judged(a_car("CAT0320D")).problems
