"""Quantities and weights of a row: how much it is, or why nobody can say."""

from operations.rules.manifest_numbers import read_weight_kg, read_whole_number
from operations.rules.tally_report import MAX_WEIGHT_KG

# More than any ship carries; what is typed at once on a tablet has a lower bound of its own.
MAX_LISTED_UNITS = 9_999_999


def judge_quantity(text: str) -> tuple[int, str]:
    """Return a quantity in units, and in a sentence why it is none; 0 then."""
    quantity = read_whole_number(text)
    if quantity is None:
        return 0, f"“{text}” is not a whole number of units."
    if quantity > MAX_LISTED_UNITS:
        return 0, f"{quantity:,} units is more than a ship carries."
    return quantity, ""


def judge_weight(text: str, *, in_tonnes: bool) -> tuple[int, str]:
    """Return a weight in kg, and in a sentence why it is none; 0 then."""
    weight_kg = read_weight_kg(text, in_tonnes=in_tonnes)
    if weight_kg is None:
        return 0, f"“{text}” is not a weight."
    if weight_kg > MAX_WEIGHT_KG:
        return 0, f"{weight_kg:,} kg is more than a ship carries."
    return weight_kg, ""


def says_no_amount(text: str) -> bool:
    """Return whether a cell is as good as blank: nothing, a dash, or a plain nought."""
    return not text.strip("0.,- ")
