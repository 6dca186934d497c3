"""Checked Excel workbooks into sheets of text."""

import datetime as dt
import io
import math
from collections.abc import Sequence

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from operations.readers.refusal import ManifestRefused
from operations.readers.sheet import MAX_CELL_CHARACTERS, ManifestFile, Sheet, clean_text
from operations.readers.xlsx_package import MAX_SHEETS, pack, too_many_sheets, unpack_workbook
from operations.readers.xlsx_parts import sheet_parts, zero_padded_styles
from operations.readers.xlsx_scan import SheetScan, scan_part

# Excel keeps 15 digits of a number and writes zeros for the rest.
_FIRST_INEXACT = 10**15
ROUNDED = "Excel took this for a number and kept 15 digits of it; the last ones are lost."
A_DATE = "Excel took this for a date."

_Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_xlsx(content: bytes) -> ManifestFile:
    """Read the sheets of a workbook: values as they were last calculated, never formulas.

    Raises ManifestRefused before anything is parsed that could take more than some megabytes.
    """
    parts = unpack_workbook(content)
    part_names = sheet_parts(parts)
    if len(part_names) > MAX_SHEETS:
        raise too_many_sheets(len(part_names))
    padded_styles = zero_padded_styles(parts)
    sheet_names = {part: f"sheet “{name}”" for name, part in part_names.items()}
    # All parts, not only sheets: whichever the reader below takes for a sheet was looked over.
    scans = {
        name: scan_part(sheet_names.get(name, name), xml, padded_styles)
        for name, xml in parts.items()
    }
    packed = pack(parts)
    del parts
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(packed)) as workbook:
            sheets = [
                _sheet(
                    workbook.get_sheet_by_name(about.name),
                    scan=scans.get(part_names.get(about.name, ""), SheetScan()),
                    is_hidden=about.visible != SheetVisibleEnum.Visible,
                )
                for about in workbook.sheets_metadata
                if about.typ == SheetTypeEnum.WorkSheet
            ]
    except CalamineError:
        raise ManifestRefused(
            "The workbook cannot be read. Open it in Excel and save it anew as .xlsx."
        ) from None
    if not sheets:
        raise ManifestRefused("The workbook has no sheet with cells.")
    return ManifestFile(form="Excel workbook", sheets=sheets)


def _sheet(source: CalamineSheet, *, scan: SheetScan, is_hidden: bool) -> Sheet:
    flaws = dict(scan.flaws)
    rows = []
    for row, values in enumerate(source.to_python(skip_empty_area=False)):
        texts = []
        for column, value in enumerate(values):
            text, flaw = _text(value)
            if width := scan.padded.get((row, column)):
                text = text.zfill(width)
            if flaw:
                flaws.setdefault((row, column), flaw)
            texts.append(text)
        rows.append(texts)
    _fill_merged(rows, source.merged_cell_ranges or ())
    return Sheet(
        name=clean_text(source.name),
        rows=rows,
        flaws=flaws,
        is_hidden=is_hidden,
        hidden_row_count=scan.hidden_row_count,
    )


def _text(value: _Value) -> tuple[str, str]:
    """Return a value as text, and why it may not be what the sender meant."""
    if isinstance(value, str):
        return clean_text(value[:MAX_CELL_CHARACTERS]), ""
    if isinstance(value, bool):
        return str(value).upper(), ""
    if isinstance(value, int | float):
        return _number(value)
    return str(value), A_DATE


def _number(value: float) -> tuple[str, str]:
    if not math.isfinite(value) or abs(value) >= _FIRST_INEXACT:
        return f"{value:.15g}", ROUNDED
    if value == int(value):
        return str(int(value)), ""
    return f"{value:.15g}", ""


def _fill_merged(
    rows: list[list[str]],
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    """Write the value of cells merged downwards, such as one port for many cars, into each row."""
    for (first_row, first_column), (last_row, last_column) in ranges:
        if first_column != last_column or first_row >= len(rows):
            continue
        text = rows[first_row][first_column] if first_column < len(rows[first_row]) else ""
        if not text:
            continue
        for row in range(first_row + 1, min(last_row + 1, len(rows))):
            # Filled already: ranges that overlap, which only hostile files have.
            if rows[row][first_column]:
                break
            rows[row][first_column] = text
