import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.rules import vin

VIN_CHARACTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
vins = st.text(VIN_CHARACTERS, min_size=17, max_size=17)


@pytest.mark.parametrize(
    "right", ["1M8GDM9AXKP042788", "11111111111111111", "1HGCM82633A004352", "5GZCZ43D13S812715"]
)
def test_a_published_vin_has_a_right_check_digit(right: str) -> None:
    assert vin.has_right_check_digit(right)


def test_a_european_vin_may_fail_the_check() -> None:
    european = "WVWZZZ1JZXW000001"

    assert not vin.has_right_check_digit(european)
    assert not vin.must_have_check_digit(european)


@pytest.mark.parametrize(("start", "must"), [("1", True), ("5", True), ("L", True), ("J", False)])
def test_the_check_digit_is_a_duty_in_north_america_and_china(*, start: str, must: bool) -> None:
    assert vin.must_have_check_digit(start + "A" * 16) is must


@given(text=vins, at=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_a_right_check_digit_rules_out_a_mistyped_digit(text: str, at: int, digit: str) -> None:
    right = text[:8] + vin.check_digit(text) + text[9:]
    if at == 8 or not right[at].isdecimal() or right[at] == digit:
        return

    assert not vin.has_right_check_digit(right[:at] + digit + right[at + 1 :])


@pytest.mark.parametrize(
    ("shape", "is_vin"),
    [
        ("WVWZZZ1JZXW000001", True),
        ("WVWZZZ1JZXW00000", False),
        ("WVWZZZ1JZXW0000O1", False),
        ("wvwzzz1jzxw000001", False),
        ("", False),
    ],
)
def test_a_vin_has_seventeen_characters_without_i_o_and_q(*, shape: str, is_vin: bool) -> None:
    assert vin.is_vin_shaped(shape) is is_vin


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("WVWZZZ1JZXW000001", "WVWZZZ1JZXW000001"),
        (" wvwzzz1jzxw000001 ", "WVWZZZ1JZXW000001"),
        ("WVW ZZZ 1JZ XW000001", "WVWZZZ1JZXW000001"),
        ("*WVWZZZ1JZXW000001*", "WVWZZZ1JZXW000001"),
        ("WVW-ZZZ1JZ-XW000001", "WVWZZZ1JZXW000001"),
        ("IWVWZZZ1JZXW000001", "WVWZZZ1JZXW000001"),
        ("*IWVWZZZ1JZXW000001*", "WVWZZZ1JZXW000001"),
        ("\uff37VWZZZ1JZXW000001", "WVWZZZ1JZXW000001"),
        # What is not a VIN is not made one.
        ("WVWZZZ1JZXW0000O1", "WVWZZZ1JZXW0000O1"),
        ("I12345", "I12345"),
        ("CAT-0320-D", "CAT-0320-D"),
        ("AB/12.3", "AB-12-3"),
        ("0012345", "0012345"),
    ],
)
def test_an_identifier_is_kept_as_tablets_type_it(typed: str, kept: str) -> None:
    assert vin.normalised_identifier(typed) == kept


@given(text=st.text(max_size=40) | st.text("IW*-/ 01", max_size=24))
def test_keeping_an_identifier_again_changes_nothing(text: str) -> None:
    kept = vin.normalised_identifier(text)

    # What no tablet can type is refused, whatever becomes of it.
    assert vin.normalised_identifier(kept) == kept or not kept.isascii()
