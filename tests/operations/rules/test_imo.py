import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.rules.imo import is_valid_imo_number

six_digits = st.text("0123456789", min_size=6, max_size=6)


def with_check_digit(six: str) -> str:
    return six + str(sum(int(d) * w for d, w in zip(six, (7, 6, 5, 4, 3, 2), strict=True)) % 10)


def test_the_published_example_is_valid() -> None:
    assert is_valid_imo_number("9074729")


@given(six_digits)
def test_every_six_digits_have_exactly_one_check_digit(six: str) -> None:
    valid = [digit for digit in "0123456789" if is_valid_imo_number(six + digit)]

    assert [six + digit for digit in valid] == [with_check_digit(six)]


@given(six_digits, st.integers(0, 5))
def test_two_neighbours_that_were_swapped_are_noticed(six: str, place: int) -> None:
    number = with_check_digit(six)
    left, right = number[place], number[place + 1]
    swapped = number[:place] + right + left + number[place + 2 :]

    # Each weight is one above its neighbour's, so a swap moves the sum by the digits' difference.
    assert is_valid_imo_number(swapped) == (left == right) or place == 5


@pytest.mark.parametrize(
    "text",
    ["", "907472", "90747290", "IMO9074729", " 9074729", "9074729\n", "907472x", "\uff19074729"],
)
def test_anything_but_seven_plain_digits_is_not_valid(text: str) -> None:
    assert not is_valid_imo_number(text)


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert is_valid_imo_number(text) in {True, False}
