"""How each sheet was understood, as the preview shows it: columns to look at and to correct."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from operations.admin import manifest_import_form as form
from operations.queries.manifest_reading import ManifestReading, SheetReading
from operations.readers.corrections import SHEET_NAME, LayoutCorrections
from operations.readers.layout import ColumnReading
from operations.vocabulary import ColumnMeaning

_SURE, _DOUBTFUL = 0.8, 0.6
# Django refuses forms of more fields than a person could look at.
_MOST_SELECTS = 1_000
_OF_A_NAME = (
    ColumnMeaning.PORT_OF_DISCHARGE,
    ColumnMeaning.PORT_OF_LOADING,
    ColumnMeaning.DIRECTION,
    ColumnMeaning.IGNORED,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select."""

    value: str
    text: str
    is_chosen: bool = False


def sheets_of(reading: ManifestReading, corrections: LayoutCorrections) -> list[dict[str, Any]]:
    """Return what the preview tells of each sheet."""
    sheets = []
    left = _MOST_SELECTS
    for sheet in reading.sheets:
        left -= len(sheet.layout.columns)
        sheets.append(_sheet(sheet, corrections, is_cut=left < 0))
    return sheets


def _sheet(sheet: SheetReading, corrections: LayoutCorrections, *, is_cut: bool) -> dict[str, Any]:
    columns = () if is_cut else sheet.layout.columns
    return {
        "reading": sheet,
        "row_count": f"{sheet.row_count:,}",
        "is_doubtful": any(0 < each.confidence < _SURE for each in sheet.layout.columns),
        "is_cut": is_cut,
        "columns": [_column(sheet.name, column, corrections) for column in columns],
        "header": {
            "field": form.header_field(sheet.name),
            "value": corrections.header_rows.get(sheet.name, ""),
        },
        "name": {
            "field": form.name_field(sheet.name),
            "means": _what_name_means(sheet),
            "choices": _meaning_choices(
                corrections.columns.get((sheet.name, SHEET_NAME)), _OF_A_NAME
            ),
        },
        "read": {
            "field": form.sheet_field(sheet.name),
            "choices": _read_choices(chosen=corrections.sheets.get(sheet.name)),
        },
    }


def _column(
    sheet_name: str, column: ColumnReading, corrections: LayoutCorrections
) -> dict[str, Any]:
    return {
        "reading": column,
        "percent": round(column.confidence * 100),
        "badge": _confidence_badge(column.confidence),
        "is_read": column.meaning != ColumnMeaning.IGNORED,
        "field": form.column_field(sheet_name, column.letter),
        "choices": _meaning_choices(
            corrections.columns.get((sheet_name, column.letter)), ColumnMeaning
        ),
    }


def _what_name_means(sheet: SheetReading) -> str:
    is_read = sheet.name_means != ColumnMeaning.IGNORED
    return sheet.name_means.label.lower() if is_read else "nothing"


def _confidence_badge(confidence: float) -> str:
    if confidence >= _SURE:
        return "good"
    return "attention" if confidence >= _DOUBTFUL else "trouble"


def _meaning_choices(
    chosen: ColumnMeaning | None, meanings: Iterable[ColumnMeaning]
) -> list[Choice]:
    guessed = Choice("", "As guessed", chosen is None)
    return [guessed, *(Choice(each, each.label, each == chosen) for each in meanings)]


def _read_choices(*, chosen: bool | None) -> list[Choice]:
    return [
        Choice("", "As guessed", chosen is None),
        Choice("read", "Read it", chosen is True),
        Choice("left", "Leave it out", chosen is False),
    ]
