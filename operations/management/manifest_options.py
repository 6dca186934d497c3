"""The corrections of a cargo list as they are typed in a shell."""

import re

from django.core.management.base import CommandParser

from operations.readers.corrections import ANY_SHEET, SHEET_NAME, LayoutCorrections
from operations.vocabulary import ColumnMeaning, Direction

_SHORT = {
    "VIN": ColumnMeaning.IDENTIFIER,
    "SERIAL": ColumnMeaning.IDENTIFIER,
    "COLOR": ColumnMeaning.COLOUR,
    "CLASS": ColumnMeaning.CARGO_CLASS,
    "BL": ColumnMeaning.BILL_OF_LADING,
    "POL": ColumnMeaning.PORT_OF_LOADING,
    "POD": ColumnMeaning.PORT_OF_DISCHARGE,
    "KG": ColumnMeaning.WEIGHT_KG,
    "T": ColumnMeaning.WEIGHT_T,
    "NONE": ColumnMeaning.IGNORED,
}
_LETTERS = re.compile(r"[A-Z]{1,3}")


class NotUnderstood(ValueError):
    """An option that means nothing; the message says how it is written."""


def add_correction_options(parser: CommandParser) -> None:
    """Add the options that correct how a list is read."""
    add = parser.add_argument
    meanings = ", ".join(meaning.lower() for meaning in ColumnMeaning)
    add(
        "--map",
        dest="column",
        action="append",
        default=[],
        metavar="COLUMN=MEANING",
        help="what a column is, as in C=vin or Sheet1!C=pod; NAME=pod when the name of the sheet "
        f"says it. Meanings: {meanings}; or short: {', '.join(each.lower() for each in _SHORT)}",
    )
    add(
        "--header-row",
        action="append",
        default=[],
        metavar="[SHEET!]ROW",
        help="the row with the names of the columns; 0 when there is none",
    )
    add("--read", action="append", default=[], metavar="SHEET", help="read this sheet too")
    add("--skip", action="append", default=[], metavar="SHEET", help="do not read this sheet")
    add(
        "--port",
        action="append",
        default=[],
        metavar="WORD=LOCODE",
        help="which port a word of the list is; a new code is added to the ports, and nothing "
        "after the = loads those rows without a port",
    )
    add("--direction", type=str.upper, choices=list(Direction), help="for calls that do both")
    add("--class", dest="cargo_class", default="", metavar="CODE", help="of rows that name none")
    add(
        "--add",
        action="store_true",
        help="take nothing off the list that is on it already, and add quantities of lines that "
        "are on it: 10 and 5 are 15",
    )
    add("--skip-bad-rows", action="store_true", help="load the list without rows that cannot be")


def corrections_of(
    *,
    column: list[str],
    header_row: list[str],
    read: list[str],
    skip: list[str],
    port: list[str],
    direction: str | None,
    cargo_class: str,
    add: bool,
    skip_bad_rows: bool,
    **_: object,
) -> LayoutCorrections:
    """Return what the options correct. Raises NotUnderstood."""
    return LayoutCorrections(
        columns=dict(_column(each) for each in column),
        header_rows=dict(_header_row(each) for each in header_row),
        sheets=dict.fromkeys(read, True) | dict.fromkeys(skip, False),
        direction=Direction(direction) if direction else None,
        ports=dict(_port(each) for each in port),
        cargo_class=cargo_class,
        leaves_out_refused_rows=skip_bad_rows,
        is_addition=add,
    )


def _column(option: str) -> tuple[tuple[str, str], ColumnMeaning]:
    place, _, word = option.rpartition("=")
    sheet, letter = _split(place)
    letter = letter.upper()
    name = word.strip().upper().replace("-", "_").replace(" ", "_")
    meaning = _SHORT.get(name) or ColumnMeaning.__members__.get(name)
    is_column = bool(_LETTERS.fullmatch(letter)) or letter == SHEET_NAME.upper()
    if meaning is None or not is_column:
        raise NotUnderstood(f"--map {option}: write a column and its meaning, as in C=vin.")
    return (sheet, SHEET_NAME if letter == SHEET_NAME.upper() else letter), meaning


def _header_row(option: str) -> tuple[str, int]:
    sheet, row = _split(option)
    if not (row.isascii() and row.isdecimal()):
        raise NotUnderstood(f"--header-row {option}: write the number of a row, as in 3.")
    return sheet, int(row)


def _port(option: str) -> tuple[str, str]:
    word, sign, code = option.rpartition("=")
    if not sign or not word.strip():
        raise NotUnderstood(f"--port {option}: write a word and its code, as in Hamburg=DEHAM.")
    return word.strip(), code.strip().upper()


def _split(place: str) -> tuple[str, str]:
    sheet, sign, rest = place.strip().rpartition("!")
    return (sheet if sign else ANY_SHEET), rest.strip()
