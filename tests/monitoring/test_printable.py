import pytest
from hypothesis import given
from hypothesis import strategies as some

from monitoring.printable import printable


@pytest.mark.parametrize("text", ["operator", "Zoë Łukasz 北京 김철수", "a b-c_d'e"])
def test_what_is_seen_as_itself_stays(text: str) -> None:
    assert printable(text) == text


def test_a_name_whose_accent_stands_apart_is_not_shown_as_the_one_that_an_account_has() -> None:
    assert printable("Jose\u0301") == r"Jose\u0301"


@given(some.text() | some.text("\\ux202e\u202e\x02\n"))
def test_what_is_shown_tells_which_text_it_was(text: str) -> None:
    shown = printable(text).encode("ascii", "backslashreplace")

    assert shown.decode("unicode_escape") == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("op\u202eerator", r"op\u202eerator"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("two\nlines", r"two\nlines"),
        ("nothing\u200b", r"nothing\u200b"),
        ("no\u00a0blank", r"no\xa0blank"),
    ],
)
def test_what_is_not_is_spelled_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("blank", "\u034f\u115f\u1160\u17b4\u2800\u3164\ufe0f\uffa0\U000e0100")
def test_nothing_that_is_blank_hides_behind_a_name(blank: str) -> None:
    shown = printable(f"admin{blank}")

    assert shown.startswith("admin\\")
    assert shown.isascii()


@pytest.mark.parametrize("mark", ["\u0336", "\u20dd"])
def test_no_mark_strikes_out_or_rings_the_letter_before_it(mark: str) -> None:
    assert printable(f"a{mark}") == f"a\\u{ord(mark):04x}"


def test_an_escape_that_was_typed_is_told_from_one_that_stands_for_a_character() -> None:
    assert printable(r"op\u202eerator") == r"op\\u202eerator"
