"""What a person corrects on the preview of a cargo list, from its form.

Each field is named after what it corrects (``column:C:Sheet1``); a blank field leaves the guess.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from operations.readers.corrections import SHEET_NAME, LayoutCorrections
from operations.readers.sheet import MAX_ROWS
from operations.vocabulary import ColumnMeaning, Direction

_COLUMN, _NAME, _HEADER, _SHEET, _PORT = "column", "name", "header", "sheet", "port"
_READ, _LEFT = "read", "left"
#: What a word for a port is settled as when it is none.
NO_PORT = "NONE"


def column_field(sheet: str, letter: str) -> str:
    """Return the name of the field for the meaning of a column."""
    return f"{_COLUMN}:{letter}:{sheet}"


def name_field(sheet: str) -> str:
    """Return the name of the field for what a sheet's own name says."""
    return f"{_NAME}:{sheet}"


def header_field(sheet: str) -> str:
    """Return the name of the field for the row with the names of the columns."""
    return f"{_HEADER}:{sheet}"


def sheet_field(sheet: str) -> str:
    """Return the name of the field for whether a sheet is read."""
    return f"{_SHEET}:{sheet}"


def port_field(word: str) -> str:
    """Return the name of the field for which port a word means."""
    return f"{_PORT}:{word}"


def corrections_of(answers: Mapping[str, Any]) -> LayoutCorrections:
    """Read the form; what is not understood is left as it was guessed."""
    columns: dict[tuple[str, str], ColumnMeaning] = {}
    header_rows: dict[str, int] = {}
    sheets: dict[str, bool] = {}
    ports: dict[str, str] = {}
    for field, answer in _answers(answers):
        kind, _, rest = field.partition(":")
        if kind == _COLUMN and answer in ColumnMeaning.__members__:
            letter, _, sheet = rest.partition(":")
            columns[sheet, letter] = ColumnMeaning(answer)
        elif kind == _NAME and answer in ColumnMeaning.__members__:
            columns[rest, SHEET_NAME] = ColumnMeaning(answer)
        elif kind == _HEADER and answer.isascii() and answer.isdecimal():
            header_rows[rest] = min(int(answer[:6]), MAX_ROWS)
        elif kind == _SHEET and answer in {_READ, _LEFT}:
            sheets[rest] = answer == _READ
        elif kind == _PORT:
            code = "".join(answer.upper().split())
            ports[rest] = "" if code == NO_PORT else code
    direction = str(answers.get("direction", ""))
    return LayoutCorrections(
        columns=columns,
        header_rows=header_rows,
        sheets=sheets,
        direction=Direction(direction) if direction in Direction.__members__ else None,
        ports=ports,
        cargo_class=str(answers.get("class", "")),
        leaves_out_refused_rows=answers.get("refused") == _LEFT,
        is_addition=answers.get("adds") == "yes",
    )


def _answers(answers: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for field in answers:
        answer = str(answers[field]).strip()
        if answer:
            yield field, answer
