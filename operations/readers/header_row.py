"""Finding the row that names the columns of a sheet."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from operations.readers.column_evidence import looks_like_vin, share
from operations.readers.column_words import header_match
from operations.readers.sheet import Sheet
from operations.vocabulary import ColumnMeaning

SEARCHED_ROWS = 20
_ENOUGH = 2  # different meanings; one word alone may be chance


class Header(NamedTuple):
    """The names of columns by index; `row` is counted from 1, 0 when there is none."""

    names: Mapping[int, str]
    row: int
    first_row_index: int


def find_header(sheet: Sheet, corrected_row: int | None) -> Header:
    """Return the header of a sheet: where a person says, else the best of the first 20 rows."""
    if corrected_row is not None:
        row = min(corrected_row, len(sheet.rows))
        return Header(_texts(sheet, row - 1) if row else {}, row, row)
    best, best_score = Header({}, 0, 0), 0.0
    for candidate in _candidates(sheet):
        score = _score(candidate.names)
        if score > best_score:
            best, best_score = candidate, score
    if len(_meanings(best.names)) < _ENOUGH and not _names_a_lone_column(sheet, best):
        return Header({}, 0, 0)
    return best


def _candidates(sheet: Sheet) -> Iterable[Header]:
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        above = _texts(sheet, row)
        yield Header(above, row + 1, row + 1)
        if row + 1 < len(sheet.rows) and not _looks_like_cargo(sheet.rows[row + 1]):
            # A header over two rows: "Port of" above "discharge".
            below = _texts(sheet, row + 1)
            columns = above.keys() | below.keys()
            joined = {each: f"{above.get(each, '')} {below.get(each, '')}" for each in columns}
            names = {column: name.strip() for column, name in joined.items()}
            yield Header(names, row + 2, row + 2)


def _texts(sheet: Sheet, row: int) -> dict[int, str]:
    return {index: text for index, text in enumerate(sheet.rows[row]) if text}


def _score(names: Mapping[int, str]) -> float:
    """Return how much a row names: each meaning once; words that are left alone count a little."""
    left_alone = sum(
        match.meaning == ColumnMeaning.IGNORED
        for match in filter(None, map(header_match, names.values()))
    )
    return sum(_meanings(names).values()) + min(left_alone, 1) / 4


def _meanings(names: Mapping[int, str]) -> dict[ColumnMeaning, float]:
    matches = filter(None, map(header_match, names.values()))
    meanings = {match.meaning: match.confidence for match in matches}
    meanings.pop(ColumnMeaning.IGNORED, None)
    return meanings


def _names_a_lone_column(sheet: Sheet, header: Header) -> bool:
    """Return whether this is a list of VINs whose one telling column is named."""
    if not header.row or _looks_like_cargo(header.names.values()):
        return False
    below = sheet.rows[header.first_row_index : header.first_row_index + SEARCHED_ROWS]
    return share([text for cells in below for text in cells], looks_like_vin) > 0


def _looks_like_cargo(cells: Iterable[str]) -> bool:
    return any(looks_like_vin(text) or text.replace(".", "").isdecimal() for text in cells)
