"""Where the sheets of a workbook are, and which of its number formats show leading zeros."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from operations.readers.xml_walk import walk

# "00000" and the like, also with further sections for negative numbers and text.
_ZEROS = re.compile(r"0{2,20}(;.*)?")


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return sheet name → name of its part, as the workbook relates them."""
    by_lower_name = {_norm(name): name for name in parts}
    workbook = next(
        (name for name in by_lower_name if PurePosixPath(name).name == "workbook.xml"), ""
    )
    folder = PurePosixPath(workbook).parent
    relations = by_lower_name.get(_norm(str(folder / "_rels/workbook.xml.rels")))
    if relations is None:
        return {}
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(element: str, attributes: Mapping[str, str]) -> None:
        if element == "sheet":
            ids = (value for name, value in attributes.items() if name.rpartition(":")[2] == "id")
            target = targets.get(next(ids, ""), "")
            part = by_lower_name.get(_norm(str(folder / target)))
            if part is not None:
                sheets[attributes.get("name", "")] = part

    walk(parts[relations], start=relation)
    walk(parts[by_lower_name[workbook]], start=sheet)
    return sheets


def zero_padded_styles(parts: Mapping[str, bytes]) -> dict[str, int]:
    """Return style number, as cells write it, → how many digits it shows at least."""
    styles = next((xml for name, xml in parts.items() if _norm(name).endswith("styles.xml")), None)
    if styles is None:
        return {}
    digits: dict[str, int] = {}
    padded: dict[str, int] = {}
    inside = ""
    count = 0

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside, count
        if element == "numFmt" and _ZEROS.fullmatch(attributes.get("formatCode", "")):
            digits[attributes.get("numFmtId", "")] = (
                attributes["formatCode"].split(";")[0].count("0")
            )
        elif element in {"cellXfs", "cellStyleXfs"}:
            inside = element
        elif element == "xf" and inside == "cellXfs":
            if width := digits.get(attributes.get("numFmtId", "")):
                padded[str(count)] = width
            count += 1

    walk(styles, start=start)
    return padded


def _norm(name: str) -> str:
    """Return a part's name as it is looked up: some programs write backslashes and capitals."""
    return name.replace("\\", "/").lstrip("/").lower()
