import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.rules.tally_report import (
    Malformed,
    TallyReport,
    Unreadable,
    as_raw_text,
    parse_report,
    read_report,
)
from tests.cast import NOON
from tests.ledger_cast import an_id

GOOD: dict[str, object] = {
    "event_id": str(an_id()),
    "device_sequence": 1,
    "kind": "COUNT",
    "call": 12,
    "direction": "LOAD",
    "identifier": "WVWZZZ1JZXW000001",
    "line": None,
    "description": "",
    "quantity": 1,
    "deck": "5",
    "gang": "Gang 3",
    "reverses": None,
    "reason": "",
    "counted_at": "2026-11-25T10:42:07.123+05:30",
    "clock_offset_ms": None,
    "shift_token": "token",
}
UNDO = GOOD | {"kind": "REVERSAL", "identifier": "", "reverses": str(an_id())}
ON_LINE = GOOD | {"identifier": "", "line": 31}
IN_WORDS = GOOD | {"identifier": "", "description": "a boat"}

WRONG_VALUES: list[tuple[str, object]] = [
    *[("event_id", value) for value in (None, 7, "", str(UUID(int=1)), str(an_id()).upper())],
    *[("device_sequence", value) for value in (0, -1, 1.0, True, "1", None, 2**31)],
    *[("kind", value) for value in ("count", "RECOUNT", None, 7)],
    ("kind", []),
    *[("call", value) for value in (0, "12", True, None, 2**63)],
    *[("direction", value) for value in ("BOTH", "load", None)],
    *[("identifier", value) for value in ("wvw", "A B", "A" * 33, None, 7, "VIN\n", "Ä")],
    *[("line", value) for value in (0, "31", 31.0, False)],
    *[("description", value) for value in (None, 7, "a" * 201, "\ud800", "a\x00b", " a")],
    *[("quantity", value) for value in (0, -1, 1.9, 1.0, True, "1", None, 2)],
    *[("deck", value) for value in (None, 5, "d" * 41, "5 ", "5\t6", "\u2028")],
    *[("gang", value) for value in (None, 3, "g" * 41)],
    *[("reverses", value) for value in ("", 7, str(an_id()))],
    *[("reason", value) for value in (None, "r" * 201, "\x85")],
    *[("counted_at", value) for value in (None, 0, "", "2026-11-25T10:42:07", "9999-01-01T00Z")],
    *[("counted_at", value) for value in ("1999-12-31T23:00Z", "2101-01-01T00:00Z", "yesterday")],
    *[("clock_offset_ms", value) for value in (0.5, True, "0", 10**12)],
    *[("shift_token", value) for value in (None, 7, "t" * 2001)],
]

INVISIBLE = [
    *"\u061c\u200b\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u2069\ufeff",
]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("raw", [GOOD, UNDO, ON_LINE, IN_WORDS])
def test_what_the_protocol_describes_is_read(raw: dict[str, object]) -> None:
    assert isinstance(read_report(raw), TallyReport)


@pytest.mark.parametrize(("field", "value"), WRONG_VALUES)
def test_a_wrong_value_is_refused_by_the_name_of_its_field(field: str, value: object) -> None:
    with pytest.raises(Malformed) as refused:
        parse_report(GOOD | {field: value})

    assert refused.value.field in {field, "identifier" if field in {"line", "description"} else ""}


@pytest.mark.parametrize("letter", INVISIBLE)
@pytest.mark.parametrize("field", ["deck", "gang", "reason"])
def test_text_that_reads_as_another_than_it_is_is_refused(field: str, letter: str) -> None:
    with pytest.raises(Malformed, match=field):
        parse_report(GOOD | {field: f"Gang {letter}3"})


@pytest.mark.parametrize("field", list(GOOD))
def test_a_field_that_is_missing_is_named(field: str) -> None:
    raw = {name: value for name, value in GOOD.items() if name != field}

    assert str(read_report(raw)).count(f"malformed: {field}") == 1


def test_a_field_that_is_unknown_is_named_in_print() -> None:
    read = read_report(GOOD | {"sur\ud800prise": 1})

    assert isinstance(read, Unreadable)
    assert read.reason == "malformed: sur?prise"


@pytest.mark.parametrize(
    "raw",
    [
        GOOD | {"line": 31},
        GOOD | {"description": "a boat"},
        GOOD | {"identifier": ""},
        UNDO | {"identifier": "A"},
        UNDO | {"reverses": None},
        UNDO | {"reverses": UNDO["event_id"]},
        UNDO | {"quantity": 2},
        IN_WORDS | {"quantity": 10_000},
    ],
)
def test_an_event_that_contradicts_itself_is_refused(raw: dict[str, object]) -> None:
    assert isinstance(read_report(raw), Unreadable)


def test_a_wrong_event_keeps_the_id_and_the_number_that_could_be_read() -> None:
    read = read_report(GOOD | {"quantity": 1.9})

    assert read == Unreadable(UUID(str(GOOD["event_id"])), 1, "malformed: quantity")


@given(raw=anything)
def test_whatever_is_sent_is_answered_and_can_be_kept(raw: object) -> None:
    assert isinstance(read_report(raw), Unreadable)
    assert as_raw_text(raw).isascii()


@given(field=st.sampled_from(list(GOOD)), value=anything)
def test_whatever_stands_in_a_field_is_read_or_refused(field: str, value: object) -> None:
    assert read_report(GOOD | {field: value})


def test_what_is_kept_of_an_event_does_not_hold_its_token() -> None:
    assert "shift_token" not in json.loads(as_raw_text(GOOD))


def test_what_is_nested_too_deep_to_be_written_is_kept_flat() -> None:
    deep: object = []
    for _ in range(100_000):
        deep = [deep]

    kept = json.loads(as_raw_text(GOOD | {"deck": deep}))

    assert kept["deck"] == "nested too deep to keep"
    assert kept["event_id"] == GOOD["event_id"]


def test_times_are_read_with_their_offset() -> None:
    read = parse_report(GOOD | {"counted_at": NOON.isoformat()})

    assert read.counted_at == NOON
