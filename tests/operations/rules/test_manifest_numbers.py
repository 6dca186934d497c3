import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.rules.manifest_numbers import is_scientific, read_weight_kg, read_whole_number


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("1", 1),
        ("24", 24),
        ("24.0", 24),
        ("24,00", 24),
        ("1,485", 1485),
        ("1.485", 1485),
        ("1 485", 1485),
        ("1'485", 1485),
        ("1\xa0485", 1485),
        ("1.234.567", 1234567),
        ("12 pcs", 12),
        ("12 units", 12),
        ("7 Stk.", 7),
    ],
)
def test_a_quantity_is_read_as_people_write_it(text: str, quantity: int) -> None:
    assert read_whole_number(text) == quantity


@pytest.mark.parametrize(
    "text",
    ["", "0", "-3", "1.5", "1,75", "many", "12 kg", "1,48,5", "0x10", "1e3", "½", "٣", "12 13"],
)
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert read_whole_number(text) is None


@pytest.mark.parametrize(
    ("text", "in_tonnes", "weight_kg"),
    [
        ("1485", False, 1485),
        ("1.485", False, 1485),
        ("1,485.50", False, 1486),
        ("1.485,50", False, 1486),
        ("1485.4 kg", False, 1485),
        ("1.485", True, 1485),
        ("1,485", True, 1485),
        ("24.5", True, 24500),
        ("1 234,5", True, 1234500),
        ("24.5 t", False, 24500),
        ("900 kg", True, 900),
        ("2 MT", False, 2000),
        ("heavy", False, None),
        ("12 lbs", False, None),
        ("0", False, None),
        ("0.0001", True, None),
    ],
)
def test_a_weight_is_read_in_kg(*, text: str, in_tonnes: bool, weight_kg: int | None) -> None:
    assert read_weight_kg(text, in_tonnes=in_tonnes) == weight_kg


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("1.23457E+16", True),
        ("1,23457e+16", True),
        ("5E-3", True),
        ("1E5", False),
        ("12E4X", False),
    ],
)
def test_a_number_that_a_spreadsheet_shortened_is_noticed(*, text: str, shortened: bool) -> None:
    assert is_scientific(text) is shortened


@given(text=st.text(max_size=30), in_tonnes=st.booleans())
def test_no_text_breaks_the_reading_of_numbers(*, text: str, in_tonnes: bool) -> None:
    quantity, weight = read_whole_number(text), read_weight_kg(text, in_tonnes=in_tonnes)

    assert quantity is None or quantity >= 1
    assert weight is None or weight >= 1
