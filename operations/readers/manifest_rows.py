"""The rows of a sheet that hold cargo, and those that do not, each with its reason."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from operations.readers.column_evidence import looks_like_vin
from operations.readers.column_words import folded
from operations.readers.corrections import SHEET_NAME, LayoutCorrections
from operations.readers.layout import SheetLayout
from operations.readers.sheet import address
from operations.vocabulary import ColumnMeaning

# No text can be read as these words in two ways, and they repeat a few times only: what is matched
# here is whatever stands in a cell.
_TOTAL = re.compile(
    r"((grand|sub|sous|zwischen|total) ?){0,3}"
    r"(total|totals|totale|totaal|totales|sum|summe|somme|suma|gesamt|gesamtsumme|subtotal|gokei)"
    r"( [a-z]{1,20}){0,3}[ 0-9]*"
)
# What stands in the column of VINs when a list counts itself: 31, 1,485, 31 units, 31cars.
_COUNT = re.compile(
    r"[0-9]{1,3}([ .,']?[0-9]{3})?( ?(units?|cars?|pcs|pieces?|vehicles?|stk|stuck|unites?|ea))?"
)
_MOST_TOTAL_CELLS = 6  # a row of cargo whose model is "Total" has more


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One row of cargo: texts by what they mean, and where they stood. Flaws as in `Sheet`."""

    sheet_name: str
    number: int
    texts: Mapping[ColumnMeaning, str]
    flaws: Mapping[ColumnMeaning, str]
    columns: Mapping[ColumnMeaning, int]

    def address(self, meaning: ColumnMeaning | None) -> str:
        """Return the cell that holds a meaning; only the row when there is no such cell."""
        column = self.columns.get(meaning) if meaning else None
        return f"row {self.number}" if column is None else address(self.number - 1, column)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """One row that is not cargo, with the beginning of what it holds and why."""

    number: int
    text: str
    reason: str


def rows_of(
    layout: SheetLayout, *, name_means: ColumnMeaning = ColumnMeaning.IGNORED
) -> tuple[list[ManifestRow], list[SkippedRow]]:
    """Return the rows of cargo and the rows that were skipped; blank rows are in neither.

    `name_means`: what the name of the sheet itself says of each of its rows.
    """
    rows, skipped = [], []
    columns = layout.meanings
    by_name = {} if name_means == ColumnMeaning.IGNORED else {name_means: layout.sheet.name}
    headers = {column.index: folded(column.header) for column in layout.columns if column.header}
    for index in range(layout.first_row_index, len(layout.sheet.rows)):
        cells = layout.sheet.rows[index]
        if not any(cells):
            continue
        reason = _why_skipped(cells, columns, headers)
        if reason:
            text = " ".join(cell for cell in cells if cell)[:80]
            skipped.append(SkippedRow(index + 1, text, reason))
            continue
        texts = {meaning: layout.sheet.text(index, at) for meaning, at in columns.items()}
        flaws = {
            meaning: layout.sheet.flaws[index, at]
            for meaning, at in columns.items()
            if (index, at) in layout.sheet.flaws
        }
        rows.append(ManifestRow(layout.sheet.name, index + 1, by_name | texts, flaws, columns))
    return rows, skipped


def sheets_to_read(
    layouts: Sequence[SheetLayout], corrections: LayoutCorrections
) -> dict[str, tuple[bool, str]]:
    """Return for each sheet whether it is read, and why or why not."""
    lists_units = any(
        ColumnMeaning.IDENTIFIER in layout.meanings and not layout.sheet.is_hidden
        for layout in layouts
    )
    answers = {}
    for layout in layouts:
        reason = _why_not_read(layout, lists_units=lists_units)
        wanted = corrections.sheets.get(layout.sheet.name)
        if not layout.has_cargo or wanted is None:
            answers[layout.sheet.name] = (not reason, reason)
        else:
            answers[layout.sheet.name] = (wanted, "You said so.")
    return answers


def name_meaning(
    layout: SheetLayout, corrections: LayoutCorrections, *, guess: ColumnMeaning
) -> ColumnMeaning:
    """Return what a sheet's name says: as a person says, else the guess, unless a column tells."""
    corrected = corrections.columns_of(layout.sheet.name).get(SHEET_NAME)
    if corrected is not None:
        return corrected
    return ColumnMeaning.IGNORED if guess in layout.meanings else guess


def _why_not_read(layout: SheetLayout, *, lists_units: bool) -> str:
    if not any(map(any, layout.sheet.rows)):
        return "It is empty."
    if not layout.has_cargo:
        return "No column holds VINs, quantities or weights."
    if layout.sheet.is_hidden:
        return "It is hidden in the workbook."
    meanings = layout.meanings
    names_cargo = {ColumnMeaning.BILL_OF_LADING, ColumnMeaning.DESCRIPTION} & meanings.keys()
    if lists_units and ColumnMeaning.IDENTIFIER not in meanings and not names_cargo:
        return "It seems to sum up the other sheets: quantities without bill of lading."
    return ""


def _why_skipped(
    cells: Sequence[str], columns: Mapping[ColumnMeaning, int], headers: Mapping[int, str]
) -> str:
    identifier = columns.get(ColumnMeaning.IDENTIFIER)
    has_identifier = identifier is not None and identifier < len(cells) and bool(cells[identifier])
    filled = [(index, text) for index, text in enumerate(cells) if text]
    repeated = sum(headers.get(index) == folded(text) for index, text in filled)
    if repeated > 1 and repeated * 2 >= len(filled):
        return "The header again."
    if has_identifier and not _is_total(cells[identifier or 0]):
        sums_up = _is_total(filled[0][1]) and not _may_be_serial(cells[identifier or 0])
        return "A total." if sums_up else ""
    if len(filled) <= _MOST_TOTAL_CELLS and any(_is_total(text) for _, text in filled):
        return "A total."
    read = set(columns.values())
    if not any(index in read for index, _ in filled):
        return "Nothing in the columns that are read."
    if len(filled) == 1 and not _is_key(filled[0][0], columns):
        return "A title or remark: only one cell is filled."
    return ""


def _is_total(text: str) -> bool:
    return bool(_TOTAL.fullmatch(folded(text)))


def _may_be_serial(text: str) -> bool:
    """Return whether beside the word "Total" a text may still be what a label carries."""
    if looks_like_vin(text):
        return True
    return " " not in text and not _COUNT.fullmatch(text.casefold())


def _is_key(index: int, columns: Mapping[ColumnMeaning, int]) -> bool:
    keys: Iterable[ColumnMeaning] = (ColumnMeaning.IDENTIFIER, ColumnMeaning.QUANTITY)
    return any(columns.get(key) == index for key in keys)
