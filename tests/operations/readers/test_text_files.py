import pytest

from operations.readers.manifest_file import read_manifest_file
from operations.readers.refusal import ManifestRefused

LIST = "VIN;Löschhafen;Bemerkung\nWVWZZZ1JZXW000001;DEBRV;a, b\n"


def rows_of(content: bytes, name: str = "list.csv") -> list[list[str]]:
    (sheet,) = read_manifest_file(name, content).sheets
    return [list(row) for row in sheet.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
def test_each_encoding_is_told_by_its_bytes(encoding: str) -> None:
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}

    rows = rows_of(marks.get(encoding, b"") + LIST.encode(encoding))

    assert rows[0] == ["VIN", "Löschhafen", "Bemerkung"]


def test_what_western_windows_never_writes_is_read_as_latin_1() -> None:
    assert rows_of(b"VIN;\x81\xd6l;x\nA1;b;c\n")[0][1] == "Öl"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_told_by_evidence(separator: str) -> None:
    text = "VIN+Port+Weight\nA+B+1\nC+D+2\n".replace("+", separator)

    assert rows_of(text.encode()) == [["VIN", "Port", "Weight"], ["A", "B", "1"], ["C", "D", "2"]]


def test_commas_within_cells_do_not_beat_semicolons_between_them() -> None:
    text = "Ladeliste, Stand heute, vorläufig\nVIN;Gewicht\nA;1,5\nB;2,5\nC;3,5\n"

    assert rows_of(text.encode())[1:3] == [["VIN", "Gewicht"], ["A", "1,5"]]


def test_the_separator_that_excel_names_is_taken() -> None:
    assert rows_of(b"sep=;\r\nA,B;C\r\nD,E;F\r\n") == [["A,B", "C"], ["D,E", "F"]]


def test_quoted_cells_may_hold_separators_and_line_breaks() -> None:
    text = 'VIN,Cargo\nA,"Cases, wet\nand heavy"\nB,"say ""when"""\n'

    assert rows_of(text.encode())[1:] == [["A", "Cases, wet and heavy"], ["B", 'say "when"']]


def test_a_list_of_nothing_but_vins_needs_no_separator() -> None:
    assert rows_of(b"WVWZZZ1JZXW000001\nWVWZZZ1JZXW000002\n", "vins.txt")[1] == [
        "WVWZZZ1JZXW000002"
    ]


def test_blank_rows_keep_their_numbers_and_trailing_ones_are_dropped() -> None:
    assert rows_of(b"VIN;Port\n\n;;\nA;B\n" + b";\n" * 100_000) == [
        ["VIN", "Port"],
        [],
        [],
        ["A", "B"],
    ]


@pytest.mark.parametrize("lost_rows", [2, 500])
def test_a_quotation_mark_that_is_never_closed_is_named(lost_rows: int) -> None:
    text = 'VIN,Cargo\nA,ok\nB,"never closed\n' + "C,lost\n" * lost_rows

    with pytest.raises(ManifestRefused, match=r"row 3 .* quotation mark"):
        rows_of(text.encode())


def test_leading_zeros_and_long_numbers_are_kept() -> None:
    assert rows_of(b"Serial,Port\n0012345,X\n12345678901234567890,Y\n")[1:] == [
        ["0012345", "X"],
        ["12345678901234567890", "Y"],
    ]


def test_invisible_characters_are_taken_out() -> None:
    assert rows_of("VIN,Port\nA\u200bB\u00a0C,\u3000D\n".encode())[1] == ["AB C", "D"]
