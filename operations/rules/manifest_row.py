"""One row of a cargo list into cargo, with what is wrong with it."""

from collections.abc import Mapping
from dataclasses import replace

from operations.rules.manifest_amounts import judge_quantity, judge_weight, says_no_amount
from operations.rules.manifest_cargo import (
    ListCircumstances,
    ListedCargo,
    Problem,
    ProblemKind,
    RowReading,
)
from operations.rules.manifest_numbers import is_scientific
from operations.rules.manifest_silence import silent_fields
from operations.rules.manifest_words import direction_of, hold_reason_of
from operations.rules.vin import (
    MAX_IDENTIFIER,
    VIN_LENGTH,
    forbidden_letters,
    normalised_identifier,
)
from operations.vocabulary import CargoMode, ColumnMeaning, Direction, ProblemSeverity

_WEIGHTS = (ColumnMeaning.WEIGHT_KG, ColumnMeaning.WEIGHT_T)
_MOST_CHARACTERS = {
    ColumnMeaning.MAKE: 60,
    ColumnMeaning.MODEL: 60,
    ColumnMeaning.COLOUR: 40,
    ColumnMeaning.DESCRIPTION: 200,
    ColumnMeaning.BILL_OF_LADING: 40,
    ColumnMeaning.HOLD: 200,
}


def read_row(
    texts: Mapping[ColumnMeaning, str],
    flaws: Mapping[ColumnMeaning, str],
    around: ListCircumstances,
) -> RowReading:
    """Read a row: each row tells by its own cells whether it is a unit, a count or a weight.

    `flaws`: why the text of a cell may not be what the sender meant.
    """
    row = _Row(texts, flaws, around)
    subject = row.subject()
    direction = row.direction()
    refused = any(each.severity == ProblemSeverity.REFUSE for each in row.problems)
    if subject is None or direction is None or refused:
        return RowReading(None, row.problems, row.unknown_ports)
    cargo = replace(
        subject,
        direction=direction,
        make=row.words(ColumnMeaning.MAKE),
        model=row.words(ColumnMeaning.MODEL),
        colour=row.words(ColumnMeaning.COLOUR),
        description=row.words(ColumnMeaning.DESCRIPTION),
        cargo_class=row.cargo_class(),
        bill_of_lading=row.words(ColumnMeaning.BILL_OF_LADING),
        port_of_loading=row.port(ColumnMeaning.PORT_OF_LOADING, direction),
        port_of_discharge=row.port(ColumnMeaning.PORT_OF_DISCHARGE, direction),
        hold_reason=row.hold_reason(),
        silent=silent_fields(texts, around, direction),
    )
    here = cargo.port_of_loading if direction == Direction.LOAD else cargo.port_of_discharge
    cargo = replace(cargo, is_worked_here=here in {"", around.terminal_port})
    return RowReading(cargo, row.problems, row.unknown_ports)


class _Row:
    def __init__(
        self,
        texts: Mapping[ColumnMeaning, str],
        flaws: Mapping[ColumnMeaning, str],
        around: ListCircumstances,
    ) -> None:
        self._texts = texts
        self._flaws = flaws
        self._around = around
        self.problems: list[Problem] = []
        self.unknown_ports: list[str] = []

    def _refuse(self, kind: ProblemKind, meaning: ColumnMeaning | None, text: str) -> None:
        self.problems.append(Problem(ProblemSeverity.REFUSE, kind, meaning, text))

    def _warn(self, kind: ProblemKind, meaning: ColumnMeaning | None, text: str) -> None:
        self.problems.append(Problem(ProblemSeverity.WARN, kind, meaning, text))

    def _text(self, meaning: ColumnMeaning) -> str:
        return self._texts.get(meaning, "")

    def _holds(self, meaning: ColumnMeaning) -> bool:
        return bool(self._text(meaning)) or meaning in self._flaws

    def subject(self) -> ListedCargo | None:
        """Return what is listed, its mode and quantity; None when the row does not tell."""
        if self._holds(ColumnMeaning.IDENTIFIER):
            return self._unit()
        if self._holds(ColumnMeaning.QUANTITY):
            return self._counted()
        for meaning in _WEIGHTS:
            # A car without a VIN is not a weight of cars.
            if self._holds(meaning) and ColumnMeaning.IDENTIFIER not in self._texts:
                return self._bulk(meaning)
        missing = "VIN" if ColumnMeaning.IDENTIFIER in self._texts else "quantity"
        self._refuse(
            ProblemKind.NOTHING_TO_COUNT,
            None,
            f"The row has no {missing}, so nobody could count it.",
        )
        return None

    def _unit(self) -> ListedCargo:
        text, meaning = self._text(ColumnMeaning.IDENTIFIER), ColumnMeaning.IDENTIFIER
        identifier = normalised_identifier(text)
        if flaw := self._flaws.get(meaning):
            self._refuse(ProblemKind.UNREADABLE, meaning, flaw)
        elif is_scientific(text):
            self._refuse(
                ProblemKind.UNREADABLE, meaning, f"A spreadsheet shortened this number to {text}."
            )
        elif not identifier or not all(each.isalnum() or each == "-" for each in identifier):
            self._refuse(ProblemKind.UNREADABLE, meaning, "It holds signs that no tablet can type.")
        elif not identifier.isascii():
            self._refuse(ProblemKind.UNREADABLE, meaning, "It holds letters that are not A to Z.")
        elif len(identifier) > MAX_IDENTIFIER:
            self._refuse(
                ProblemKind.UNREADABLE, meaning, f"It has more than {MAX_IDENTIFIER} characters."
            )
        else:
            self._judge_identifier(text, identifier)
        self._check_unit_quantity()
        self._check_weights()
        return ListedCargo(CargoMode.IDENTIFIED, Direction.LOAD, 1, identifier=identifier)

    def _judge_identifier(self, text: str, identifier: str) -> None:
        meaning = ColumnMeaning.IDENTIFIER
        kept = "".join(text.upper().split()).strip("*")
        if set(identifier) - set(kept):
            self._warn(
                ProblemKind.CHANGED, meaning, f"Listed as {identifier}: tablets know only hyphens."
            )
        if not self._around.expects_vins:
            return
        if len(identifier) != VIN_LENGTH:
            length = len(identifier)
            self._warn(
                ProblemKind.WRONG_LENGTH,
                meaning,
                f"It has {length} characters; a VIN has {VIN_LENGTH}.",
            )
        elif letters := forbidden_letters(identifier):
            self._warn(
                ProblemKind.FORBIDDEN_LETTER,
                meaning,
                f"No VIN has the letter {' or '.join(letters)}.",
            )

    def _check_unit_quantity(self) -> None:
        meaning = ColumnMeaning.QUANTITY
        text = self._text(meaning)
        if not text:
            return
        quantity, reason = judge_quantity(text)
        if reason:
            self._warn(ProblemKind.UNREADABLE, meaning, f"{reason} A row with a VIN is one unit.")
        elif quantity != 1:
            self._warn(
                ProblemKind.NOT_ONE_UNIT,
                meaning,
                f"A row with a VIN is one unit, not “{text}”.",
            )

    def _check_weights(self) -> None:
        """Tell weights that cannot be read though nothing hangs on them."""
        for meaning in _WEIGHTS:
            text = self._text(meaning)
            _, reason = judge_weight(text, in_tonnes=meaning == ColumnMeaning.WEIGHT_T)
            if reason and not says_no_amount(text):
                self._warn(ProblemKind.UNREADABLE, meaning, f"{reason} Listed without.")

    def _counted(self) -> ListedCargo | None:
        meaning = ColumnMeaning.QUANTITY
        quantity, reason = judge_quantity(self._text(meaning))
        self._check_weights()
        if reason := self._flaws.get(meaning, reason):
            self._refuse(ProblemKind.UNREADABLE, meaning, reason)
            return None
        if ColumnMeaning.IDENTIFIER in self._texts:
            self._warn(
                ProblemKind.NOT_IDENTIFIED,
                ColumnMeaning.IDENTIFIER,
                "No VIN in a list of VINs: listed as units that are counted, not identified.",
            )
        return ListedCargo(CargoMode.COUNTED, Direction.LOAD, quantity)

    def _bulk(self, meaning: ColumnMeaning) -> ListedCargo | None:
        in_tonnes = meaning == ColumnMeaning.WEIGHT_T
        weight_kg, reason = judge_weight(self._text(meaning), in_tonnes=in_tonnes)
        if reason := self._flaws.get(meaning, reason):
            self._refuse(ProblemKind.UNREADABLE, meaning, reason)
            return None
        return ListedCargo(CargoMode.BULK, Direction.LOAD, weight_kg)

    def direction(self) -> Direction | None:
        """Return which way the cargo goes: by its column, the person, the call or its ports."""
        possible = self._around.call_direction.directions
        word = self._text(ColumnMeaning.DIRECTION)
        if word:
            direction = direction_of(word)
            if direction is None:
                self._refuse(
                    ProblemKind.NO_DIRECTION,
                    ColumnMeaning.DIRECTION,
                    f"Is “{word}” loading or discharging?",
                )
            elif direction not in possible:
                only = possible[0].lower()
                self._refuse(
                    ProblemKind.NO_DIRECTION,
                    ColumnMeaning.DIRECTION,
                    f"This call does nothing but {only}.",
                )
            return direction
        if len(possible) == 1:
            return possible[0]
        return self._around.chosen_direction or self._direction_by_ports()

    def _direction_by_ports(self) -> Direction | None:
        here = self._around.terminal_port
        ends = {
            Direction.LOAD: self._text(ColumnMeaning.PORT_OF_LOADING),
            Direction.DISCHARGE: self._text(ColumnMeaning.PORT_OF_DISCHARGE),
        }
        fitting = [
            way for way, word in ends.items() if word and self._around.ports.find(word) == here
        ]
        if len(fitting) == 1:
            return fitting[0]
        self._refuse(
            ProblemKind.NO_DIRECTION,
            None,
            "Is it loaded or discharged here? Say so for the whole list.",
        )
        return None

    def words(self, meaning: ColumnMeaning) -> str:
        """Return a cell's text as long as there is room for it."""
        text = self._text(meaning)
        if flaw := self._flaws.get(meaning):
            self._warn(ProblemKind.DOUBTFUL_CELL, meaning, flaw)
        most = _MOST_CHARACTERS[meaning]
        if len(text) > most:
            self._warn(ProblemKind.CUT, meaning, f"Cut to {most} characters.")
        return text[:most].strip()

    def hold_reason(self) -> str | None:
        """Return why the cargo must not move, "" when it may, None when no column tells."""
        if ColumnMeaning.HOLD not in self._texts:
            return None
        return hold_reason_of(self.words(ColumnMeaning.HOLD))

    def cargo_class(self) -> str:
        """Return the code of the class that is named, or the one for rows that name none."""
        word = self._text(ColumnMeaning.CARGO_CLASS)
        if not word:
            return self._around.default_class
        code = self._around.classes.find(word)
        if code is None:
            self._warn(
                ProblemKind.UNKNOWN_CLASS,
                ColumnMeaning.CARGO_CLASS,
                f"“{word}” is no class we know: listed without.",
            )
        return code or ""

    def port(self, meaning: ColumnMeaning, direction: Direction) -> str:
        """Return the port of one end of the voyage; our end is this port when nothing is said."""
        word = self._text(meaning)
        is_our_end = (meaning == ColumnMeaning.PORT_OF_LOADING) == (direction == Direction.LOAD)
        if not word:
            if is_our_end:
                return self._around.terminal_port
            if meaning in self._texts:
                self._warn(ProblemKind.MISSING_PORT, meaning, f"No {meaning.label.lower()}.")
            return ""
        code = self._around.ports.find(word)
        if code is None:
            self.unknown_ports.append(word)
            self._warn(
                ProblemKind.UNKNOWN_PORT, meaning, f"“{word}” is no port we know. Say which it is."
            )
        return code or ""
