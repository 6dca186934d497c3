import pytest

from operations.readers.manifest_file import read_manifest_file
from operations.readers.sheet import Sheet
from operations.readers.xlsx_number import A_DATE, ROUNDED
from operations.readers.xlsx_sheet import NO_VALUE
from tests.workbooks import XML, a_sheet, a_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def the_sheet(content: bytes) -> Sheet:
    (sheet,) = read_manifest_file("list.xlsx", content).sheets
    return sheet


def the_cell(xml: str) -> tuple[str, str]:
    """Return text and flaw of the one cell, A1."""
    sheet = the_sheet(a_workbook({"List": f'<row r="1">{xml}<c r="B1"><v>1</v></c></row>'}))
    return sheet.text(0, 0), sheet.flaws.get((0, 0), "")


@pytest.mark.parametrize(
    ("xml", "text", "flaw"),
    [
        ('<c r="A1"><v>1.0</v></c>', "1", ""),
        ('<c r="A1"><v>1485</v></c>', "1485", ""),
        ('<c r="A1"><v>1.1000000000000001</v></c>', "1.1", ""),
        ('<c r="A1"><v>-3</v></c>', "-3", ""),
        ('<c r="A1"><v>123456789012345</v></c>', "123456789012345", ""),
        ('<c r="A1"><v>12345678901234567</v></c>', "1.23456789012346e+16", ROUNDED),
        ('<c r="A1"><v>1.23E+16</v></c>', "1.23e+16", ROUNDED),
        ('<c r="A1"><v>1e999</v></c>', "inf", ROUNDED),
        ('<c r="A1" s="2"><v>12345</v></c>', "0012345", ""),
        ('<c r="A1" s="1"><v>46351</v></c>', "2026-11-25", A_DATE),
        ('<c r="A1" s="1"><v>46351.5</v></c>', "2026-11-25 12:00:00", A_DATE),
        ('<c r="A1" s="1"><v>99999999999</v></c>', "99999999999", A_DATE),
        ('<c r="A1" t="d"><v>2026-11-25</v></c>', "2026-11-25", ""),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE", ""),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "", "Excel shows the error #N/A here."),
        ('<c r="A1" t="str"><f>B1</f><v>00123</v></c>', "00123", ""),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', "2", ""),
        ('<c r="A1"><f>[1]Sheet1!A1</f></c>', "", NO_VALUE),
        ('<c r="A1"><v>0x10</v></c>', "0x10", ""),
    ],
)
def test_a_cell_is_kept_as_it_was_sent(xml: str, text: str, flaw: str) -> None:
    assert the_cell(xml) == (text, flaw)


def test_a_text_in_pieces_is_put_together_without_its_reading() -> None:
    pieces = '<r><t>車台</t></r><r><t xml:space="preserve">番号 </t></r>'
    reading = '<rPh sb="0" eb="2"><t>シャダイ</t></rPh>'

    assert the_cell(f'<c r="A1" t="inlineStr"><is>{pieces}{reading}</is></c>') == ("車台番号", "")


def test_shared_texts_are_looked_up() -> None:
    shared = f'{XML}<sst xmlns="{MAIN}"><si><t>VIN</t></si><si><t>a_x000D_b</t></si></sst>'
    data = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'

    sheet = the_sheet(a_workbook({"List": data}, parts={"xl/sharedStrings.xml": shared}))

    assert list(sheet.rows[0]) == ["VIN", "a b"]


@pytest.mark.parametrize(
    ("escaped", "read"),
    [
        ("_xD83D__xDE00_", "\N{GRINNING FACE}"),
        ("a_xD800_", "a\N{REPLACEMENT CHARACTER}"),
        ("_xDFFF_b", "\N{REPLACEMENT CHARACTER}b"),
        ("_x0000_", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_what_no_database_keeps_is_no_text(escaped: str, read: str) -> None:
    text, _ = the_cell(f'<c r="A1" t="inlineStr"><is><t>{escaped}</t></is></c>')

    assert text == read


def test_cells_stand_where_the_workbook_says() -> None:
    data = '<row r="3"><c r="C3"><v>1</v></c></row><row><c><v>2</v></c><c><v>3</v></c></row>'

    sheet = the_sheet(a_workbook({"List": data}))

    assert [list(row) for row in sheet.rows] == [[], [], ["", "", "1"], ["2", "3"]]


def test_a_port_merged_over_many_cars_is_the_port_of_each() -> None:
    rows = '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>1</v></c></row>' + "".join(
        f'<row r="{row}"><c r="B{row}"><v>{row}</v></c></row>' for row in (2, 3, 4)
    )
    merged = a_sheet(rows, after='<mergeCells><mergeCell ref="A1:A3"/></mergeCells>')

    sheet = the_sheet(a_workbook({"List": ""}, parts={"xl/worksheets/sheet1.xml": merged}))

    assert [sheet.text(row, 0) for row in range(4)] == ["7", "7", "7", ""]


def test_hidden_sheets_and_rows_are_told() -> None:
    data = (
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    )

    seen, unseen = read_manifest_file(
        "list.xlsx", a_workbook({"Seen": data, "Unseen": data}, hidden=["Unseen"])
    ).sheets

    assert (seen.is_hidden, seen.hidden_row_count) == (False, 1)
    assert unseen.is_hidden


def test_names_of_parts_may_be_absolute_and_in_capitals() -> None:
    relations = (
        f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://x/worksheet" Target="/xl/Worksheets/Sheet1.xml"/>'
        "</Relationships>"
    )
    content = a_workbook({"List": [["VIN"]]}, parts={"xl/_rels/workbook.xml.rels": relations})

    assert the_sheet(content).text(0, 0) == "VIN"
