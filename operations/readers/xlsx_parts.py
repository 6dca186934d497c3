"""What stands around the sheets of a workbook: their names, shared texts and number formats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from operations.readers.refusal import ManifestRefused
from operations.readers.sheet import MAX_CELL_CHARACTERS, clean_text
from operations.readers.xlsx_archive import (
    MAX_SHEETS,
    WorkbookArchive,
    normal_name,
    too_many_sheets,
)
from operations.readers.xml_walk import walk

# ECMA-376 part 1, 18.8.30: the built-in formats that show dates and times.
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
# "00000" and the like, also with further sections for negative numbers and text.
_ZEROS = re.compile(r"(0{2,20})(;.*)?")
# Colours, conditions and literal text in a format; what remains tells a date by its letters.
# A bracket ends at the next one of either kind: else a row of open ones takes quadratic time.
_NOT_A_LETTER_OF_DATES = re.compile(r'"[^"]*"|\[[^\[\]]*\]|\\.|_.|\*.')
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
# How XML-unfit characters are written in texts: _x000D_ is a carriage return (22.4.2.4).
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet of cells as the workbook names it, and the part that holds it."""

    name: str
    part: str
    is_hidden: bool


@dataclass(slots=True)
class NumberStyles:
    """By the number that cells write: which styles show dates, and which so many digits."""

    dates: set[str] = field(default_factory=set)
    digits: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Workbook:
    """The sheets in their order, and whether days are counted from 1904."""

    sheets: list[SheetPart] = field(default_factory=list)
    is_1904: bool = False


def read_workbook(archive: WorkbookArchive) -> Workbook:
    """Return what the workbook says of its sheets. Raises ManifestRefused."""
    name = next(iter(archive.names_ending("workbook.xml")), "")
    folder = PurePosixPath(name).parent
    relations = f"{folder}/_rels/workbook.xml.rels"
    if not name or relations not in archive:
        raise ManifestRefused(
            "The name says .xlsx, but there is no Excel workbook inside. Save it as .xlsx or .csv."
        )
    targets: dict[str, str] = {}
    workbook = Workbook()

    def relation(element: str, attributes: Mapping[str, str]) -> None:
        # Charts are sheets too, but have no cells.
        if element == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = normal_name(attributes.get("Target", ""))
            is_whole = attributes.get("Target", "").startswith("/")
            targets[attributes.get("Id", "")] = target if is_whole else f"{folder}/{target}"

    def sheet(element: str, attributes: Mapping[str, str]) -> None:
        if element == "workbookPr":
            workbook.is_1904 = attributes.get("date1904") in {"1", "true"}
        if element != "sheet":
            return
        ids = (value for key, value in attributes.items() if key.rpartition(":")[2] == "id")
        part = targets.get(next(ids, ""))
        if part is not None:
            is_hidden = attributes.get("state", "visible") != "visible"
            title = clean_text(attributes.get("name", ""))[:MAX_CELL_CHARACTERS]
            workbook.sheets.append(SheetPart(title, part, is_hidden))

    walk(archive.read(relations), start=relation)
    walk(archive.read(name), start=sheet)
    if len(workbook.sheets) > MAX_SHEETS:
        raise too_many_sheets(len(workbook.sheets))
    return workbook


def read_shared_texts(archive: WorkbookArchive) -> list[str]:
    """Return the texts that cells name by number; without the readings of Japanese ones."""
    texts: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(element: str, _: Mapping[str, str]) -> None:
        inside.append(element)
        if element == "si":
            pieces.clear()

    def end(element: str) -> None:
        inside.pop()
        if element == "si":
            texts.append(unescaped("".join(pieces)))

    def text(piece: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:
            pieces.append(piece)

    for name in archive.names_ending("sharedstrings.xml"):
        walk(archive.read(name), start=start, end=end, text=text)
    return texts


def read_number_styles(archive: WorkbookArchive) -> NumberStyles:
    """Return which styles of cells make a number something else for the eye."""
    styles = NumberStyles()
    formats: dict[str, str] = {}
    inside = ""
    count = 0

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside, count
        if element == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif element in {"cellXfs", "cellStyleXfs"}:
            inside = element
        elif element == "xf" and inside == "cellXfs":
            _add_style(styles, str(count), attributes.get("numFmtId", ""), formats)
            count += 1

    for name in archive.names_ending("/styles.xml"):
        walk(archive.read(name), start=start)
    return styles


def unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold.

    Half of a pair, and the character nothing, become the sign for what cannot be read: no database
    keeps them.
    """
    if "_x" not in text:
        return text
    units = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    whole = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _add_style(
    styles: NumberStyles, style: str, format_id: str, formats: Mapping[str, str]
) -> None:
    code = formats.get(format_id)
    if code is None:
        if format_id.isascii() and format_id.isdecimal() and int(format_id[:6]) in _BUILT_IN_DATES:
            styles.dates.add(style)
    elif match := _ZEROS.fullmatch(code):
        styles.digits[style] = len(match[1])
    elif _DATE_LETTERS.search(_NOT_A_LETTER_OF_DATES.sub("", code)):
        styles.dates.add(style)
