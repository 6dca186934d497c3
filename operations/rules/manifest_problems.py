"""What is wrong with a cargo list as a whole: what no row can know of itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from operations.rules import vin
from operations.rules.manifest_cargo import ListedCargo, Problem, ProblemKind
from operations.vocabulary import CargoMode, ColumnMeaning, Direction, ProblemSeverity

_MAKER_CHARACTERS = 3  # the world manufacturer identifier, ISO 3780
# A maker whose VINs nearly all have a right check digit uses it, wherever the maker is.
_ENOUGH_OF_A_MAKER = 10
_USES_CHECK_DIGITS = 0.9
_WARN, _NOTE = ProblemSeverity.WARN, ProblemSeverity.NOTE


@dataclass(slots=True)
class ListReading:
    """The cargo that counts, by its place among the rows, and problems by place."""

    cargo: dict[int, ListedCargo]
    problems: dict[int, list[Problem]] = field(default_factory=lambda: defaultdict(list))


def judge_list(rows: Sequence[ListedCargo | None], labels: Sequence[str]) -> ListReading:
    """Find units listed twice, of which the first row counts, and check digits that do not fit.

    `labels` name the rows to a person; None stands for a row that was refused.
    """
    reading = ListReading(cargo={})
    first: dict[tuple[Direction, str], int] = {}
    for place, cargo in enumerate(rows):
        if cargo is None:
            continue
        if cargo.mode == CargoMode.IDENTIFIED:
            earlier = first.setdefault((cargo.direction, cargo.identifier), place)
            if earlier != place:
                problem = _listed_twice(cargo, reading.cargo[earlier], labels[earlier])
                reading.problems[place].append(problem)
                continue
        reading.cargo[place] = cargo
    _judge_check_digits(reading)
    return reading


def _listed_twice(cargo: ListedCargo, earlier: ListedCargo, label: str) -> Problem:
    text = f"Listed already in {label}; it is one unit and counts once."
    if cargo.port_of_discharge != earlier.port_of_discharge:
        text = (
            f"Listed already in {label}, for {earlier.port_of_discharge or 'no port'} and not for "
            f"{cargo.port_of_discharge or 'no port'}. The first one counts."
        )
    return Problem(_WARN, ProblemKind.LISTED_TWICE, ColumnMeaning.IDENTIFIER, text)


def _judge_check_digits(reading: ListReading) -> None:
    by_maker: dict[str, list[tuple[int, str, bool]]] = defaultdict(list)
    for place, cargo in reading.cargo.items():
        if cargo.mode == CargoMode.IDENTIFIED and vin.is_vin_shaped(cargo.identifier):
            fits = vin.has_right_check_digit(cargo.identifier)
            maker = cargo.identifier[:_MAKER_CHARACTERS]
            by_maker[maker].append((place, cargo.identifier, fits))
    for maker, vins in by_maker.items():
        right_count = sum(fits for _, _, fits in vins)
        uses_them = (
            len(vins) >= _ENOUGH_OF_A_MAKER and right_count / len(vins) >= _USES_CHECK_DIGITS
        )
        for place, identifier, fits in vins:
            if fits:
                continue
            must = uses_them or vin.must_have_check_digit(identifier)
            problem = _wrong_check_digit(identifier, maker, must=must, uses_them=uses_them)
            reading.problems[place].append(problem)


def _wrong_check_digit(identifier: str, maker: str, *, must: bool, uses_them: bool) -> Problem:
    if not must:
        text = "The check digit does not fit; makers there need not use it."
        return Problem(_NOTE, ProblemKind.NO_CHECK_DIGIT, ColumnMeaning.IDENTIFIER, text)
    right, found = vin.check_digit(identifier), identifier[8]
    why = f"nearly all others of {maker} are right" if uses_them else "there it is a duty"
    text = f"Wrong check digit: the 9th character is {found}, not {right}, and {why}. Mistyped?"
    return Problem(_WARN, ProblemKind.WRONG_CHECK_DIGIT, ColumnMeaning.IDENTIFIER, text)
