import pytest

from operations.readers.corrections import NO_CORRECTIONS, LayoutCorrections
from operations.readers.layout import SheetLayout, guess_layout
from operations.readers.manifest_rows import (
    ManifestRow,
    SkippedRow,
    rows_of,
    sheets_to_read,
)
from operations.readers.sheet import Sheet
from operations.vocabulary import ColumnMeaning

Is = ColumnMeaning
HEADER = ["VIN", "Make", "POD", "Qty"]
CAR = ["WVWZZZ1JZXW000001", "Audi", "DEBRV", "1"]


def a_layout(rows: list[list[str]], **about: object) -> SheetLayout:
    sheet = Sheet(**{"name": "List", "rows": rows, **about})  # type: ignore[arg-type]  # of many types
    return guess_layout(sheet, is_port=frozenset[str]().__contains__, corrections=NO_CORRECTIONS)


def read(*rows: list[str]) -> tuple[list[ManifestRow], list[SkippedRow]]:
    return rows_of(a_layout([HEADER, CAR, *rows]))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "Total", "", "1485"], "A total."),
        (["Grand total:", "", "", "1,485"], "A total."),
        (["", "Gesamtsumme", "", "1485"], "A total."),
        (["Sous-total Zeebrugge", "", "", "12"], "A total."),
        (["", "TOTAL UNITS", "", "1485"], "A total."),
        (HEADER, "The header again."),
        (["", "", "Bremerhaven", ""], "A title or remark: only one cell is filled."),
    ],
)
def test_a_row_that_is_no_cargo_is_skipped_and_said_so(row: list[str], reason: str) -> None:
    rows, skipped = read(row)

    assert [(each.number, each.reason) for each in skipped] == [(3, reason)]
    assert len(rows) == 1


@pytest.mark.parametrize("said", ["31 units", "31units", "1,485 cars", "31", "all of them"])
def test_a_total_in_the_column_of_vins_is_no_unit(said: str) -> None:
    layout = a_layout([["No", "VIN", "POD"], ["1", CAR[0], "DEBRV"], ["Total", said]])

    rows, skipped = rows_of(layout)

    assert len(rows) == 1
    assert [(each.number, each.reason) for each in skipped] == [(3, "A total.")]


@pytest.mark.parametrize("vin", ["WVWZZZ1JZXW000002", "WVW ZZZ1JZXW 000002", "CAT0320D"])
def test_a_unit_of_a_make_called_total_is_kept(vin: str) -> None:
    rows, _ = rows_of(a_layout([["Make", "VIN", "POD"], ["VW", CAR[0], ""], ["Total", vin, ""]]))

    assert len(rows) == 2


@pytest.mark.parametrize(
    "row",
    [
        ["WVWZZZ1JZXW000002", "", "", ""],
        ["WVWZZZ1JZXW000002", "Total", "DEBRV", "1"],
        ["", "Audi", "DEBRV", ""],
        ["", "", "", "12"],
    ],
)
def test_a_row_that_may_be_cargo_is_kept(row: list[str]) -> None:
    rows, skipped = read(row)

    assert len(rows) == 2
    assert skipped == []


def test_blank_rows_are_passed_over_in_silence() -> None:
    rows, skipped = read([], ["", ""], CAR)

    assert [row.number for row in rows] == [2, 5]
    assert skipped == []


def test_each_text_knows_where_it_stood() -> None:
    layout = a_layout([["Loading list"], HEADER, CAR], flaws={(2, 3): "doubtful"})

    ((row,), _) = rows_of(layout)

    assert row.texts[Is.IDENTIFIER] == "WVWZZZ1JZXW000001"
    assert row.flaws == {Is.QUANTITY: "doubtful"}
    assert [row.address(each) for each in (Is.QUANTITY, Is.COLOUR)] == ["D3", "row 3"]


def test_the_name_of_a_sheet_may_say_the_port_of_its_rows() -> None:
    layout = a_layout([["VIN", "Make"], CAR[:2]], name="DEBRV")

    rows, _ = rows_of(layout, name_means=Is.PORT_OF_DISCHARGE)

    assert rows[0].texts[Is.PORT_OF_DISCHARGE] == "DEBRV"


def test_a_sheet_that_sums_up_the_others_is_not_read_twice() -> None:
    cars = a_layout([HEADER, CAR], name="Cars")
    summary = a_layout([["Port", "Units"], ["Bremerhaven", "400"]], name="Summary")
    static = a_layout([["B/L", "Goods", "Qty"], ["BB1", "Cases", "24"]], name="Static")

    read_or_not = sheets_to_read([cars, summary, static], NO_CORRECTIONS)

    assert [name for name, (is_read, _) in read_or_not.items() if is_read] == ["Cars", "Static"]
    assert read_or_not["Summary"][1].startswith("It seems to sum up")


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"rows": [["", ""]]}, "It is empty."),
        ({"rows": [["Dear agent", "please find"]]}, "No column holds VINs, quantities or weights."),
        ({"rows": [HEADER, CAR], "is_hidden": True}, "It is hidden in the workbook."),
    ],
)
def test_a_sheet_without_cargo_says_why_it_is_not_read(
    about: dict[str, object], reason: str
) -> None:
    layout = a_layout(**about)  # type: ignore[arg-type]  # of many types

    assert sheets_to_read([layout], NO_CORRECTIONS) == {"List": (False, reason)}


def test_a_person_decides_which_sheets_are_read() -> None:
    hidden = a_layout([HEADER, CAR], name="Old", is_hidden=True)
    shown = a_layout([HEADER, CAR], name="New")

    answers = sheets_to_read([hidden, shown], LayoutCorrections(sheets={"Old": True, "New": False}))

    assert answers == {"Old": (True, "You said so."), "New": (False, "You said so.")}
