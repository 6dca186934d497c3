"""The cells of one sheet of a workbook as text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from operations.readers.refusal import ManifestRefused
from operations.readers.sheet import (
    MAX_CELL_CHARACTERS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Sheet,
    address,
    clean_text,
    column_index,
)
from operations.readers.xlsx_number import date_text, number_text
from operations.readers.xlsx_parts import NumberStyles, SheetPart, unescaped
from operations.readers.xml_walk import walk

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
# Formatted cells without a value take no memory, but time.
_MAX_ELEMENTS = 2_000_000

NO_VALUE = "The formula has no value. Open the list in Excel, let it calculate, and save it."


@dataclass(frozen=True, slots=True)
class WorkbookWords:
    """What the cells of all sheets refer to."""

    texts: Sequence[str]
    styles: NumberStyles
    is_1904: bool


def read_sheet(about: SheetPart, xml: bytes, words: WorkbookWords, *, room: int) -> Sheet:
    """Read a sheet: values as they were last calculated, never formulas.

    `room`: how many cells it may have. Raises ManifestRefused when it is damaged, or has cells
    beyond the limits.
    """
    cells = _Cells(about.name, words, room)
    walk(xml, start=cells.start, end=cells.end, text=cells.text)
    cells.fill_merged()
    return Sheet(
        name=about.name,
        rows=cells.rows,
        flaws=cells.flaws,
        is_hidden=about.is_hidden,
        hidden_row_count=cells.hidden_row_count,
    )


class _Cells:
    def __init__(self, name: str, words: WorkbookWords, room: int) -> None:
        self.rows: list[list[str]] = []
        self.flaws: dict[tuple[int, int], str] = {}
        self.hidden_row_count = 0
        self.room = room
        self._name = name
        self._words = words
        self._merged: list[tuple[int, int, int]] = []
        self._row, self._column = -1, -1
        self._attributes: Mapping[str, str] = {}
        self._has_formula = False
        self._inside: list[str] = []
        self._value: list[str] = []
        self._element_count = 0

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        self._inside.append(element)
        if element == "c":
            self._start_cell(attributes)
        elif element == "row":
            self._start_row(attributes)
        elif element == "f":
            self._has_formula = True
        elif element == "mergeCell":
            self._note_merged(attributes.get("ref", ""))

    def end(self, element: str) -> None:
        self._inside.pop()
        if element == "c":
            self._end_cell()

    def text(self, text: str) -> None:
        # `v` is the value, `t` a piece of a text written in place; `rPh` is how to read it aloud.
        if self._inside[-1] in {"v", "t"} and "rPh" not in self._inside:
            self._value.append(text)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self._row += 1
        elif _ROW_NUMBER.fullmatch(number):
            self._row = int(number) - 1
        else:
            raise self._damaged(number)
        self._column = -1
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_row_count += 1

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._element_count += 1
        if self._element_count > _MAX_ELEMENTS:
            raise ManifestRefused("The workbook has millions of formatted cells. Keep the cargo.")
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = self._place(reference)
        self._attributes = attributes
        self._has_formula = False
        self._value = []

    def _end_cell(self) -> None:
        text, flaw = self._read()
        if not text and not flaw:
            return
        if self._row >= MAX_ROWS or self._column >= MAX_COLUMNS:
            raise ManifestRefused(
                f"There is something in cell {address(self._row, self._column)} of sheet "
                f"“{self._name}”; {MAX_ROWS:,} rows and {MAX_COLUMNS} columns is the most. "
                "Delete what is there."
            )
        self._write(self._row, self._column, clean_text(text[:MAX_CELL_CHARACTERS]))
        if flaw:
            self.flaws[self._row, self._column] = flaw

    def _read(self) -> tuple[str, str]:
        """Return the text of the cell that ends, and what is doubtful about it."""
        raw = "".join(self._value)
        kind, style = self._attributes.get("t", "n"), self._attributes.get("s", "")
        styles = self._words.styles
        text, flaw = "", ""
        if not raw.strip():
            flaw = NO_VALUE if self._has_formula else ""
        elif kind == "n" and style in styles.dates:
            text, flaw = date_text(raw.strip(), is_1904=self._words.is_1904)
        elif kind == "n":
            text, flaw = number_text(raw.strip(), digits=styles.digits.get(style, 0))
        elif kind == "s":
            text = self._shared_text(raw.strip())
        elif kind == "b":
            text = "TRUE" if raw.strip() == "1" else "FALSE"
        elif kind == "e":
            flaw = f"Excel shows the error {raw[:20]} here."
        else:
            text = unescaped(raw)
        return text, flaw

    def _shared_text(self, number: str) -> str:
        if not (number.isascii() and number.isdecimal() and len(number) < len("10000000")):
            raise self._damaged(number)
        if int(number) >= len(self._words.texts):
            raise self._damaged(number)
        return self._words.texts[int(number)]

    def _write(self, row: int, column: int, text: str) -> None:
        """Write a text, and blanks up to it; what all sheets hold together is bounded."""
        new_rows = max(0, row + 1 - len(self.rows))
        self.rows += [[] for _ in range(new_rows)]
        new_cells = max(0, column + 1 - len(self.rows[row]))
        self.rows[row] += [""] * new_cells
        self.rows[row][column] = text
        self.room -= new_rows + new_cells
        if self.room < 0:
            raise ManifestRefused(f"The workbook has more than {MAX_CELLS:,} cells.")

    def _place(self, reference: str) -> tuple[int, int]:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise self._damaged(reference)
        return int(match[2]) - 1, column_index(match[1])

    def _note_merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        if last and _REFERENCE.fullmatch(first) and _REFERENCE.fullmatch(last):
            (top, left), (bottom, right) = self._place(first), self._place(last)
            if left == right:
                self._merged.append((left, top, bottom))

    def fill_merged(self) -> None:
        """Write the value of cells merged downwards, such as a port for many cars, into each."""
        for column, top, bottom in self._merged:
            if top >= len(self.rows) or column >= len(self.rows[top]):
                continue
            text = self.rows[top][column]
            for row in range(top + 1, min(bottom + 1, len(self.rows))) if text else ():
                # Filled already: ranges that overlap, which only hostile files have.
                if column < len(self.rows[row]) and self.rows[row][column]:
                    break
                self._write(row, column, text)

    def _damaged(self, what: str) -> ManifestRefused:
        return ManifestRefused(
            f"The workbook is damaged: sheet “{self._name}” refers to “{what[:20]}”."
        )
