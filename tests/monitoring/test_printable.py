import pytest

from monitoring.printable import printable


@pytest.mark.parametrize("text", ["operator", "Zoë Łukasz 北京", "a b-c_d'e"])
def test_what_is_seen_as_itself_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("op\u202eerator", r"op\u202eerator"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("two\nlines", r"two\nlines"),
        ("nothing\u200b", r"nothing\u200b"),
    ],
)
def test_what_is_not_is_spelled_out(text: str, shown: str) -> None:
    assert printable(text) == shown
