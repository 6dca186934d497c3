"""Excel workbooks made by hand, down to the parts that spreadsheet programs would never write."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from operations.readers.sheet import address

Value = str | int | float | None
Rows = Iterable[Sequence[Value]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def a_workbook(
    sheets: Mapping[str, Rows | str],
    *,
    parts: Mapping[str, str | bytes] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """Return a workbook; a sheet is rows of values, or the XML within its ``sheetData``.

    `parts` replaces parts by name, or adds them.
    """
    names = list(sheets)
    all_parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(len(names)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(names, hidden),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{number + 1}.xml") for number in range(len(names))]
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, rows in enumerate(sheets.values()):
        data = rows if isinstance(rows, str) else _rows(rows)
        all_parts[f"xl/worksheets/sheet{number + 1}.xml"] = a_sheet(data)
    return an_archive({**all_parts, **(parts or {})})


def a_sheet(data: str, *, after: str = "") -> str:
    """Return the XML of a sheet around its rows."""
    return f'{XML}<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>'


def an_archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def a_cell(row: int, column: int, value: Value) -> str:
    """Return the XML of a cell; blank for None."""
    where = address(row, column)
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return (
            f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        )
    return f'<c r="{where}"><v>{value!r}</v></c>'


def _rows(rows: Rows) -> str:
    return "".join(
        f'<row r="{row + 1}">'
        + "".join(a_cell(row, column, value) for column, value in enumerate(values))
        + "</row>"
        for row, values in enumerate(rows)
    )


def _content_types(sheet_count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number + 1}.xml" '
        f'ContentType="{_TYPE}.worksheet+xml"/>'
        for number in range(sheet_count)
    )
    return (
        f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{sheets}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number + 1}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _workbook(names: Sequence[str], hidden: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number + 1}" r:id="rId{number + 1}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for number, name in enumerate(names)
    )
    return (
        f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    )


#: Style 1 is a date, style 2 shows seven digits with leading zeros.
_STYLES = (
    f'{XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="0000000"/></numFmts><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)
