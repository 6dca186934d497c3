"""Guessing how a sheet is laid out, so that a person can see the guess and correct it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from operations.readers.column_evidence import IsPort, agreement, meaning_by_content
from operations.readers.column_words import EXACT, header_match
from operations.readers.corrections import LayoutCorrections
from operations.readers.header_row import find_header
from operations.readers.sheet import Sheet, column_letter
from operations.vocabulary import ColumnMeaning

_SAMPLE_ROWS = 200
_SHOWN_SAMPLES = 3
_MOST_CERTAIN = 0.99
_CONTENT_ONLY = 0.9  # what content without a header is worth, when all cells agree
_NEXT_TO_MAKE = 0.4
_CONTRADICTED = 0.5  # below this share, the content speaks against the header
_KEYS = (
    ColumnMeaning.IDENTIFIER,
    ColumnMeaning.QUANTITY,
    ColumnMeaning.WEIGHT_KG,
    ColumnMeaning.WEIGHT_T,
)


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """One column: what it is taken for, how sure that is (0-1), and why."""

    index: int
    header: str
    meaning: ColumnMeaning
    confidence: float
    reason: str
    samples: tuple[str, ...]
    is_corrected: bool = False

    @property
    def letter(self) -> str:
        """What spreadsheet programs call it."""
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """How one sheet is read. `header_row` is counted from 1, 0 when there is none."""

    sheet: Sheet
    header_row: int
    first_row_index: int
    columns: tuple[ColumnReading, ...]

    @property
    def meanings(self) -> dict[ColumnMeaning, int]:
        """Column index by meaning, of the columns that are read."""
        return {
            column.meaning: column.index
            for column in self.columns
            if column.meaning != ColumnMeaning.IGNORED
        }

    @property
    def has_cargo(self) -> bool:
        """Whether a column tells cargo: a VIN, a quantity or a weight."""
        return any(meaning in self.meanings for meaning in _KEYS)


def guess_layout(sheet: Sheet, *, is_port: IsPort, corrections: LayoutCorrections) -> SheetLayout:
    """Guess what each column of a sheet means, then let a person's corrections decide.

    `is_port` tells whether a word names a port that is known.
    """
    header = find_header(sheet, corrections.header_row_of(sheet.name))
    first = header.first_row_index
    sample = range(first, min(len(sheet.rows), first + _SAMPLE_ROWS))
    columns = []
    for index in range(sheet.width):
        cells = [sheet.text(row, index) for row in sample]
        name = header.names.get(index, "")
        if name or any(cells):
            columns.append(_column(index, name, cells, is_port))
    columns = _one_for_each(columns)
    if not header.row:
        columns = _model_beside_make(columns)
    corrected = corrections.columns_of(sheet.name)
    return SheetLayout(sheet, header.row, first, tuple(_corrected(columns, corrected)))


def _column(index: int, header: str, cells: Sequence[str], is_port: IsPort) -> ColumnReading:
    samples = tuple(dict.fromkeys(cell for cell in cells if cell))[:_SHOWN_SAMPLES]
    match = header_match(header) if header else None
    if match is not None and match.meaning != ColumnMeaning.IGNORED:
        fitting = agreement(match.meaning, cells, is_port) if any(cells) else None
        confidence, reason = _weighed(match.confidence, header, fitting)
        # What tells cargo is kept even so: rows that cannot be read are told, a column that is
        # left alone would take its whole sheet out in silence.
        is_key = match.meaning in _KEYS and match.confidence == EXACT
        if fitting is None or fitting >= _CONTRADICTED or is_key:
            return ColumnReading(index, header, match.meaning, confidence, reason, samples)
    else:
        reason = f"“{header}” is not needed." if match else "Nothing tells what this is."
    content = meaning_by_content(cells, is_port) if match is None else None
    if content is not None:
        meaning, fitting, words = content
        reason = f"{fitting:.0%} of the cells {words}."
        confidence = round(fitting * _CONTENT_ONLY, 2)
        return ColumnReading(index, header, meaning, confidence, reason, samples)
    return ColumnReading(index, header, ColumnMeaning.IGNORED, 0.0, reason, samples)


def _weighed(by_header: float, header: str, fitting: float | None) -> tuple[float, str]:
    """Return confidence and reason of a header, given which share of its cells fits."""
    if fitting is None:
        return by_header, f"It is called “{header}”."
    if fitting < _CONTRADICTED:
        return round(
            by_header * fitting, 2
        ), f"It is called “{header}”, but only {fitting:.0%} of its cells fit that."
    if fitting > EXACT:
        more = min(_MOST_CERTAIN, by_header + (1 - by_header) * 0.8)
        return round(more, 2), f"It is called “{header}”, and its cells fit that."
    return round(
        by_header * fitting, 2
    ), f"It is called “{header}”; {fitting:.0%} of its cells fit."


def _one_for_each(columns: Sequence[ColumnReading]) -> list[ColumnReading]:
    """Give each meaning to the column that is surest of it, the first one of equals."""
    best: dict[ColumnMeaning, ColumnReading] = {}
    for column in columns:
        if column.meaning not in best or column.confidence > best[column.meaning].confidence:
            best[column.meaning] = column
    return [
        column
        if column.meaning == ColumnMeaning.IGNORED or best[column.meaning] is column
        else _left_alone(column, f"Column {best[column.meaning].letter} tells that more surely.")
        for column in columns
    ]


def _left_alone(column: ColumnReading, reason: str) -> ColumnReading:
    return replace(column, meaning=ColumnMeaning.IGNORED, confidence=0.0, reason=reason)


def _model_beside_make(columns: list[ColumnReading]) -> list[ColumnReading]:
    """Without headers, take the words right of the makes for models."""
    make = next((each.index for each in columns if each.meaning == ColumnMeaning.MAKE), None)
    return [
        replace(
            column,
            meaning=ColumnMeaning.MODEL,
            confidence=_NEXT_TO_MAKE,
            reason="It stands right of the makes.",
        )
        if make is not None and column.index == make + 1 and column.meaning == ColumnMeaning.IGNORED
        else column
        for column in columns
    ]


def _corrected(
    columns: Sequence[ColumnReading], corrected: Mapping[str, ColumnMeaning]
) -> list[ColumnReading]:
    """Let a person decide: a column they named takes its meaning away from any other."""
    free = {ColumnMeaning.IGNORED}
    taken = set(corrected.values()) - free
    given: set[ColumnMeaning] = set()
    readings = []
    for column in columns:
        meaning = corrected.get(column.letter)
        if meaning is None:
            is_taken = column.meaning in taken
            readings.append(
                _left_alone(column, "You named another column for this.") if is_taken else column
            )
        elif meaning in given:
            readings.append(_left_alone(column, "You named two columns for this."))
        else:
            given |= {meaning} - free
            readings.append(
                replace(
                    column,
                    meaning=meaning,
                    confidence=1.0,
                    reason="You said so.",
                    is_corrected=True,
                )
            )
    return readings
