"""A cargo list as cells of text that know where they stood."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# Bounds on what is held in memory at once. A car carrier takes some 8,000 cars.
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELLS = 500_000  # blank ones before the last of a row counted
MAX_CELL_CHARACTERS = 2_000

_LETTERS = 26
# Control characters, line breaks of all kinds and the blanks that nobody sees.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\xad]")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200a\u2028\u2029\u202f\u3000]+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of texts, and by (row index, column index) why a text may be wrong.

    Row index 0 is the row that spreadsheet programs call 1.
    """

    name: str
    rows: Sequence[Sequence[str]]
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_hidden: bool = False
    hidden_row_count: int = 0

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell; blank beyond the end of its row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    @property
    def width(self) -> int:
        """How many columns there are, the longest row counting."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """All sheets of a file; `form` says how it was read, such as its encoding."""

    form: str
    sheets: Sequence[Sheet]


def clean_text(text: str) -> str:
    """Return a text on one line, without what cannot be seen."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def column_letter(index: int) -> str:
    """Return what spreadsheet programs call a column; 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the index of a column by its letters; A is 0."""
    index = 0
    for letter in letters:
        index = index * _LETTERS + ord(letter) - ord("A") + 1
    return index - 1


def address(row: int, column: int) -> str:
    """Return what spreadsheet programs call a cell, such as C14."""
    return f"{column_letter(column)}{row + 1}"
