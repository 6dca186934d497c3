"""Text with separators into one sheet."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from operations.readers.csv_text import decode
from operations.readers.refusal import ManifestRefused
from operations.readers.sheet import (
    MAX_CELL_CHARACTERS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    ManifestFile,
    Sheet,
    clean_text,
)

_SEPARATORS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "bars"}
_SAMPLE_ROWS = 60


def read_csv(content: bytes, *, name: str) -> ManifestFile:
    """Read text with separators; the one sheet is called by `name`.

    Raises ManifestRefused.
    """
    text, encoding = decode(content)
    separator, text = _separator(text)
    rows: list[list[str]] = []
    cell_count = 0
    for number, raw in enumerate(_rows(text, separator), start=1):
        cells = [clean_text(cell) for cell in raw]
        if not any(cells):
            continue
        cell_count += len(cells)
        _check_bounds(number, len(cells), cell_count)
        # Blank rows keep their numbers, but those after the last cargo are not kept at all.
        rows += [[]] * (number - 1 - len(rows))
        rows.append(cells)
    form = f"Text in {encoding}, cells between {_SEPARATORS[separator]}"
    return ManifestFile(form=form, sheets=[Sheet(name=name, rows=rows)])


def _separator(text: str) -> tuple[str, str]:
    """Return the separator and the text without Excel's line that names it."""
    first_line, _, rest = text.partition("\n")
    declared = first_line.strip().lower().removeprefix("sep=")
    if first_line.lower().startswith("sep=") and declared in _SEPARATORS:
        return declared, rest
    return max(_SEPARATORS, key=lambda each: _evidence(text, each)), text


def _evidence(text: str, separator: str) -> tuple[float, int]:
    """Return how well the first rows agree on a number of cells, and on how many."""
    widths: Counter[int] = Counter()
    # A quotation mark that is never closed ends the sample, not the search.
    with suppress(ManifestRefused):
        for cells in _rows(text, separator):
            if any(cells):
                widths[len(cells)] += 1
            if widths.total() >= _SAMPLE_ROWS:
                break
    widths.pop(1, None)
    if not widths:
        return 0.0, 0
    # The header and the cargo agree, titles and remarks around them do not.
    width, row_count = max(widths.items(), key=lambda each: (each[1], each[0]))
    return row_count * (1 + width / MAX_COLUMNS), width


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    cells: list[str] = []
    try:
        for cells in reader:
            number += 1
            if any(len(cell) > MAX_CELL_CHARACTERS for cell in cells):
                raise _never_closed(number)
            yield cells
    except csv.Error:
        raise _never_closed(number + 1) from None
    if any("\n" in cell for cell in cells) and text.count('"') % 2:
        raise _never_closed(number)


def _never_closed(row: int) -> ManifestRefused:
    return ManifestRefused(
        f"A cell of row {row} goes on over the rows below it. Probably a quotation mark is opened "
        "there and never closed."
    )


def _check_bounds(row: int, width: int, cell_count: int) -> None:
    if width > MAX_COLUMNS:
        raise ManifestRefused(f"Row {row} has {width:,} cells; {MAX_COLUMNS} is the most.")
    if row > MAX_ROWS:
        raise ManifestRefused(f"The list has more than {MAX_ROWS:,} rows.")
    if cell_count > MAX_CELLS:
        raise ManifestRefused(f"The list has more than {MAX_CELLS:,} cells.")
