import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from operations.readers.manifest_file import read_manifest_file
from operations.readers.refusal import ManifestRefused
from tests.workbooks import XML, a_sheet, a_workbook, an_archive

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    f'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
    '<c r="A1" t="str"><v>&c;</v></c></row></sheetData></worksheet>'
)
MANY_CELLS = "".join(
    f"<row>{''.join(f'<c><v>{row * 99 + column}</v></c>' for column in range(99))}</row>"
    for row in range(2_600)
)
SHEET = "xl/worksheets/sheet1.xml"


def a_list() -> bytes:
    return a_workbook({"List": [["VIN"], ["WVWZZZ1JZXW000001"]]})


def with_a_lie_about_its_size() -> bytes:
    """Return a workbook whose sheet unpacks to 5 MB and is declared to have a hundred bytes."""
    honest = a_workbook({"List": ""}, parts={SHEET: a_sheet("") + " " * 5_000_000})
    size = len(a_sheet("") + " " * 5_000_000).to_bytes(4, "little")
    return honest.replace(size, (100).to_bytes(4, "little"))


def encrypted() -> bytes:
    content = bytearray(a_list())
    start = content.find(b"PK\x01\x02")
    while start >= 0:
        content[start + 8] |= 1
        start = content.find(b"PK\x01\x02", start + 1)
    return bytes(content)


def with_a_huge_directory() -> bytes:
    """Return an archive of nothing but a directory; read, its entries take 200 MB."""
    entry = b"PK\x01\x02" + bytes(24) + b"\x01\0" + bytes(16) + b"x"
    size = len(entry) * 200_000
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + struct.pack("<II", size, 4) + bytes(2)
    return b"PK\x03\x04" + entry * 200_000 + end


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "100 MB": ("list.csv", lambda: b"VIN;Port\n" * 11_200_000, "101 MB; 10 MB is the most"),
    "empty": ("list.csv", lambda: b"", "The file is empty"),
    "blank": ("list.csv", lambda: b"\n;;;\n \n", "no cell holds anything"),
    "no sheet": ("list.xlsx", lambda: a_workbook({}), "no sheet with cells"),
    "empty sheet": ("list.xlsx", lambda: a_workbook({"List": ""}), "no cell holds anything"),
    "zip bomb": (
        "list.xlsx",
        lambda: a_workbook({"List": ""}, parts={SHEET: a_sheet("") + " " * 60_000_000}),
        "Unpacked, the workbook would have 60 MB",
    ),
    "a lie about its size": ("list.xlsx", with_a_lie_about_its_size, "damaged"),
    "1,000 sheets": (
        "list.xlsx",
        lambda: a_workbook({f"S{number}": "" for number in range(1_000)}),
        "The workbook has 1,000 sheets; 50 is the most",
    ),
    "200,000 parts": ("list.xlsx", with_a_huge_directory, "200,000 parts; 200 is the most"),
    "300 parts": (
        "list.xlsx",
        lambda: a_workbook({"List": ""}, parts={f"xl/media/{n}": b"" for n in range(300)}),
        "parts; 200 is the most",
    ),
    "password": ("list.xlsx", encrypted, "protected with a password"),
    "encrypted by Excel": ("list.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x", "password"),
    "cut off": ("list.xlsx", lambda: a_list()[:-300], "cut off on its way"),
    "cell at the far end": (
        "list.xlsx",
        lambda: a_workbook({"List": FAR}),
        "in cell XFD1048576 of sheet “List”; 20,000 rows and 100 columns is the most",
    ),
    "cell that cannot be": (
        "list.xlsx",
        lambda: a_workbook({"List": '<row r="1"><c r="ZZZZZZZ9999999999"><v>1</v></c></row>'}),
        "damaged: sheet “List” refers to “ZZZZZZZ9999999999”",
    ),
    "wild claims": (
        "list.xlsx",
        lambda: a_workbook(
            {"List": '<row r="1"><c r="A1" t="s"><v>4294967294</v></c></row>'},
            parts={"xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}" uniqueCount="4294967295"/>'},
        ),
        "damaged",
    ),
    "billion laughs": (
        "list.xlsx",
        lambda: a_workbook({"List": ""}, parts={SHEET: LAUGHS}),
        "declares XML entities",
    ),
    "broken XML": ("list.xlsx", lambda: a_workbook({"List": "<row><c></row>"}), "damaged"),
    "another archive": ("list.xlsx", lambda: an_archive({"word/document.xml": "<a/>"}), "no Excel"),
    "wrong extension": ("list.csv", a_list, "this is an Excel workbook"),
    "text as workbook": ("list.xlsx", lambda: b"VIN;Port\n", "this is not an Excel workbook"),
    "program": ("list.csv", lambda: b"\x7fELF\x02\x01\x01" + bytes(100), "a program"),
    "binary": ("list.csv", lambda: bytes(range(256)) * 10, "bytes that no text has"),
    "UTF-16 without mark": ("list.csv", lambda: "VIN;Port\n".encode("utf-16-le"), "bytes that no"),
    "half UTF-16": ("list.csv", lambda: b"\xff\xfeV\x00I", "says it is UTF-16"),
    "web page": ("list.csv", lambda: b"\n <HTML><body>", "a web page"),
    "old Excel": ("list.xls", lambda: b"x", "Excel format of before 2007"),
    "macros": ("list.XLSM", lambda: b"x", "can hold macros"),
    "OpenDocument": ("list.ods", lambda: b"x", "OpenDocument"),
    "PDF": ("list.pdf", lambda: b"%PDF-1.7", "A PDF cannot be read"),
    "no extension": ("list", lambda: b"VIN\nA\n", "Save the list as .xlsx or .csv"),
    "500 columns": ("list.csv", lambda: b"a," * 500 + b"\n", "501 cells; 100 is the most"),
    "30,000 rows": ("list.csv", lambda: b"VIN,Port\n" * 30_000, "more than 20,000 rows"),
    "half a million cells": (
        "list.xlsx",
        lambda: a_workbook(dict.fromkeys("AB", MANY_CELLS)),
        "more than 500,000 cells",
    ),
}
PEAK_MB_PROGRAM = """
import pathlib, re, sys
from tests.operations.readers import test_hostile_files as these
def peak_mb():
    # Not getrusage: its peak begins with that of the process that started this one.
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s+([0-9]+) kB", status)[1]) / 1024
name, content, _ = these.HOSTILE[sys.argv[1]]
content = content()
before = peak_mb()
try:
    these.read_manifest_file(name, content)
except these.ManifestRefused:
    print(peak_mb() - before)
"""


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(what: str) -> None:
    name, content, reason = HOSTILE[what]

    with pytest.raises(ManifestRefused, match=reason):
        read_manifest_file(name, content())


@pytest.mark.parametrize(
    "what",
    ["cell at the far end", "wild claims", "billion laughs", "200,000 parts", "1,000 sheets"],
)
def test_a_small_file_never_takes_much_memory(what: str) -> None:
    project = Path(__file__).parents[3]

    told = subprocess.run(
        [sys.executable, "-c", PEAK_MB_PROGRAM, what],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert float(told.stdout) < 30
