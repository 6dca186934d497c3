"""Whatever the bytes are, the reader reads them or refuses them; it never breaks."""

import io
import re
import zipfile
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from operations.readers.corrections import NO_CORRECTIONS
from operations.readers.layout import guess_layout
from operations.readers.manifest_file import read_manifest_file
from operations.readers.manifest_rows import rows_of
from operations.readers.refusal import ManifestRefused
from tests.workbooks import a_workbook, an_archive

WORKBOOK = a_workbook(
    {
        "List": [["VIN", "Port"], ["WVWZZZ1JZXW000001", "DEBRV"], [1.5, None]],
        "More": '<row r="1"><c r="A1" s="1"><v>46351</v></c><c r="B1" t="s"><v>0</v></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1" t="e"><v>#N/A</v></c></row>',
    },
    parts={"xl/sharedStrings.xml": '<sst count="1" uniqueCount="1"><si><t>a</t></si></sst>'},
)
with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
    PARTS = {name: archive.read(name) for name in archive.namelist()}
PIECES = (
    b'r="XFD1048576" r="ZZZ99999999999" t="s" t="b" t="e" t="d" t="inlineStr" <v> </v> <c <row /> '
    b'99999999999999999999 -1 1e999 nan <mergeCell/> <mergeCell/ref="A1:XFD1048576"/> &amp; &#0; '
    b'uniqueCount="18446744073709551615" \xff \x00 date1904="1" UTF-16 UTF-20000 <!DOCTYPE/a>'
).split(b" ")
NUMBERS = (b"0", b"-5", b"20000", b"1048577", b"4294967295", b"99999999999999999999")


@st.composite
def mutations(draw: st.DrawFn, content: bytes) -> bytes:
    """Return the content with a few bytes, pieces or numbers in it changed."""
    mutated = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(mutated)))
        until = min(len(mutated), at + draw(st.integers(0, 20)))
        numbers = [number.span() for number in re.finditer(rb"[0-9]+", mutated)]
        is_number = draw(st.booleans())
        if numbers and is_number:
            at, until = draw(st.sampled_from(numbers))
            piece = draw(st.sampled_from(NUMBERS))
        else:
            piece = draw(st.sampled_from(PIECES) | st.binary(max_size=3))
        mutated[at:until] = piece
    return bytes(mutated)


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """Return an archive in order, of which a part or two are not."""
    changed = draw(st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=2, unique=True))
    return an_archive(PARTS | {name: draw(mutations(PARTS[name])) for name in changed})


def read_rows(name: str, content: bytes) -> None:
    for sheet in read_manifest_file(name, content).sheets:
        rows_of(guess_layout(sheet, is_port={"DEBRV"}.__contains__, corrections=NO_CORRECTIONS))


@settings(max_examples=300, deadline=None)
@given(content=workbooks() | mutations(WORKBOOK) | st.binary(max_size=200).map(b"PK\3\4".__add__))
def test_no_workbook_breaks_the_reader(content: bytes) -> None:
    with suppress(ManifestRefused):
        read_rows("list.xlsx", content)


@settings(max_examples=300, deadline=None)
@given(
    content=st.binary(max_size=300)
    | mutations(b'VIN;Port\n"WVW\nX";Br\xfccke\n')
    | st.text(max_size=200).map(lambda text: text.encode("utf-8"))
    | st.text(max_size=200).map(lambda text: text.encode("utf-16"))
)
def test_no_text_breaks_the_reader(content: bytes) -> None:
    with suppress(ManifestRefused):
        read_rows("list.csv", content)


@given(name=st.text(max_size=20))
def test_no_file_name_breaks_the_reader(name: str) -> None:
    with suppress(ManifestRefused):
        read_rows(name, b"VIN;Port\nA;B\n")
