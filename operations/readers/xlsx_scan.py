"""What a sheet's XML says before it is read: where its cells are, and which cannot be trusted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from operations.readers.refusal import ManifestRefused
from operations.readers.sheet import (
    MAX_AREA,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    address,
    column_index,
)
from operations.readers.xml_walk import walk

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
# Excel's own limits. A reader that trusts an address beyond them asks for gigabytes and dies.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
# Formatted cells without a value take no memory, but time.
_MAX_ELEMENTS = 2_000_000

NO_VALUE = "The formula has no value. Open the list in Excel, let it calculate, and save it."


@dataclass(slots=True)
class SheetScan:
    """What was seen of a sheet; cells are (row index, column index)."""

    flaws: dict[tuple[int, int], str] = field(default_factory=dict)
    padded: dict[tuple[int, int], int] = field(default_factory=dict)
    hidden_row_count: int = 0


def scan_part(name: str, xml: bytes, padded_styles: Mapping[str, int]) -> SheetScan:
    """Look over one part of a workbook, whether it is a sheet or not.

    Raises ManifestRefused when it is not well-formed, or has cells beyond the limits.
    """
    scanner = _Scanner(name, padded_styles)
    walk(xml, start=scanner.start, end=scanner.end, text=scanner.text)
    return scanner.scan


class _Scanner:
    def __init__(self, name: str, padded_styles: Mapping[str, int]) -> None:
        self.scan = SheetScan()
        self._name = name
        self._padded_styles = padded_styles
        self._row, self._column = -1, -1
        self._is_addressed: bool | None = None
        self._attributes: Mapping[str, str] = {}
        self._has_formula = self._has_value = self._is_in_value = False
        self._value: list[str] = []
        self._element_count = self._cell_count = 0
        self._last_row = self._last_column = 0

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        if element == "c":
            self._start_cell(attributes)
        elif element == "row":
            self._start_row(attributes)
        elif element == "f":
            self._has_formula = True
        elif element in {"v", "is"}:
            self._has_value = self._is_in_value = True

    def end(self, element: str) -> None:
        if element in {"v", "is"}:
            self._is_in_value = False
        elif element == "c":
            self._end_cell()

    def text(self, text: str) -> None:
        if self._is_in_value:
            self._value.append(text)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self._row += 1
        elif _ROW_NUMBER.fullmatch(number) and int(number) <= _LAST_ROW:
            self._row = int(number) - 1
        else:
            raise self._damaged(number)
        self._column = -1
        if attributes.get("hidden") in {"1", "true"}:
            self.scan.hidden_row_count += 1

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._element_count += 1
        if self._element_count > _MAX_ELEMENTS:
            raise ManifestRefused("The workbook has millions of formatted cells. Keep the cargo.")
        reference = attributes.get("r")
        if self._is_addressed is None:
            self._is_addressed = reference is not None
        elif self._is_addressed != (reference is not None):
            # Readers disagree where the cells without an address are; no program writes both.
            raise self._damaged(reference or "")
        if reference is None:
            self._column += 1
        else:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise self._damaged(reference)
            self._row, self._column = int(match[2]) - 1, column_index(match[1])
        if self._row >= _LAST_ROW or self._column >= _LAST_COLUMN:
            raise self._damaged(reference or "?")
        self._attributes = attributes
        self._has_formula = self._has_value = False
        self._value = []

    def _end_cell(self) -> None:
        if not (self._has_value or self._has_formula):
            return
        self._check_bounds()
        place = self._row, self._column
        value, kind = "".join(self._value).strip(), self._attributes.get("t", "n")
        if kind == "e":
            self.scan.flaws[place] = f"Excel shows the error {value} here."
        elif self._has_formula and not value:
            self.scan.flaws[place] = NO_VALUE
        elif kind == "n" and (width := self._padded_styles.get(self._attributes.get("s", ""))):
            self.scan.padded[place] = width

    def _check_bounds(self) -> None:
        self._cell_count += 1
        self._last_row = max(self._last_row, self._row + 1)
        self._last_column = max(self._last_column, self._column + 1)
        is_out = self._row >= MAX_ROWS or self._column >= MAX_COLUMNS
        if is_out or self._last_row * self._last_column > MAX_AREA:
            where = address(self._row, self._column)
            raise ManifestRefused(
                f"There is something in cell {where} of {self._name}, far from all cargo; "
                f"{MAX_ROWS:,} rows and {MAX_COLUMNS} columns is the most. Delete what is there."
            )
        if self._cell_count > MAX_CELLS:
            raise ManifestRefused(f"A sheet has more than {MAX_CELLS:,} cells.")

    def _damaged(self, reference: str) -> ManifestRefused:
        return ManifestRefused(
            f"The workbook is damaged: {self._name} has a cell called “{reference[:20]}”."
        )
