"""No cell takes longer to read than its length explains, whatever its words repeat."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from operations.readers import column_evidence, column_words
from operations.readers.corrections import NO_CORRECTIONS
from operations.readers.layout import guess_layout
from operations.readers.manifest_rows import rows_of
from operations.readers.sheet import MAX_CELL_CHARACTERS, Sheet, clean_text
from operations.readers.xlsx_number import number_text
from operations.readers.xlsx_parts import _NOT_A_LETTER_OF_DATES, _ZEROS
from operations.rules import manifest_numbers, manifest_words, vin
from operations.vocabulary import ColumnMeaning

REPEATED = [
    "sub ",
    "total ",
    "sub total ",
    "grand sub ",
    "sous",
    "zwischen",
    "gesamt ",
    "a ",
    "1 ",
    "1,",
    "1.485 ",
    "'000",
    "0",
    "A",
    "E1",
    "e+",
    "/.",
    "-",
    "[",
    '"',
    "[a",
    "_x",
    "\\",
    "*",
    "_",
    "0;",
    " ",
    "\xa0",
    "\x00",
    ".",
    "units ",
    "x ",
]
ENDS = ("", "x", "1x", "!", "\xdf")
# A hundred times what the slowest takes, and nothing beside the minutes of a pattern that explodes.
PATIENCE_SECONDS = 0.5
PORTS = manifest_words.KnownPorts({"DEBRV": "Bremerhaven", "USSSI": "Brunswick"})

repeated = st.builds(
    lambda words, count, end: (words * count)[:MAX_CELL_CHARACTERS] + end,
    st.sampled_from(REPEATED) | st.text(min_size=1, max_size=4),
    st.integers(0, 400),
    st.sampled_from(ENDS),
)


def rows_with(text: str) -> int:
    header = ["VIN", "Make", "POD", "Qty"]
    rows = [header, ["WVWZZZ1JZXW000001", "VW", "DEBRV", "1"], ["", text, text, text], [text]]
    layout = guess_layout(
        Sheet("List", rows),
        is_port=lambda word: bool(PORTS.find(word)),
        corrections=NO_CORRECTIONS,
    )
    kept, skipped = rows_of(layout)
    return len(kept) + len(skipped)


READINGS: tuple[Callable[[str], object], ...] = (
    clean_text,
    rows_with,
    number_text,
    _ZEROS.fullmatch,
    lambda text: _NOT_A_LETTER_OF_DATES.sub("", text * 20),
    column_words.header_match,
    column_evidence.looks_like_vin,
    lambda text: [
        column_evidence.agreement(each, [text], lambda word: bool(PORTS.find(word)))
        for each in ColumnMeaning
    ],
    manifest_numbers.is_scientific,
    manifest_numbers.read_whole_number,
    lambda text: manifest_numbers.read_weight_kg(text, in_tonnes=True),
    lambda text: [PORTS.find(text) for _ in range(100)],
    PORTS.suggestion,
    manifest_words.KnownClasses({"CAR": "Cars"}).find,
    manifest_words.direction_of,
    manifest_words.hold_reason_of,
    vin.normalised_identifier,
)


@pytest.mark.parametrize("words", REPEATED)
def test_no_cell_takes_longer_than_its_length_explains(words: str) -> None:
    for end in ENDS:
        text = (words * MAX_CELL_CHARACTERS)[:MAX_CELL_CHARACTERS] + end
        for reading in READINGS:
            begun = time.perf_counter()

            reading(text)

            assert time.perf_counter() - begun < PATIENCE_SECONDS, (reading, words, end)


@settings(max_examples=200, deadline=1_000)
@given(text=repeated)
def test_no_words_break_the_reading_of_rows(text: str) -> None:
    assert rows_with(text) <= 4
