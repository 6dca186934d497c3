"""Quantities and weights as people in many countries write them."""

import re
from decimal import Decimal

_PLAIN = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,6}))?")
# 1,485 · 1.485 · 1 485 · 1'485, with decimals after another sign or without.
_GROUPED = re.compile(
    r"(?P<whole>[0-9]{1,3}(?P<group>[., '’])[0-9]{3}(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))[.,](?P<decimals>[0-9]{1,6}))?"
)
_UNIT = re.compile(r"(?i)(?<=[0-9.,])\s*([a-z]{1,6})\.?$")
_PIECES = frozenset({"pcs", "pc", "unit", "units", "stk", "st", "ea", "pieces"})
_KG = frozenset({"kg", "kgs", "kilo", "kilos"})
_TONNES = frozenset({"t", "to", "mt", "ton", "tons", "tonne", "tonnes", "tonnen"})
_SCIENTIFIC = re.compile(r"[0-9]+([.,][0-9]+)?E[+-][0-9]+")
_KG_IN_TONNE = 1000


def is_scientific(text: str) -> bool:
    """Return whether a text is a number that a spreadsheet shortened, such as 1,23457E+16."""
    return bool(_SCIENTIFIC.fullmatch(text.upper()))


def read_whole_number(text: str) -> int | None:
    """Return a whole number above zero, as people write it; None for 1.5 and for words.

    A single sign before three digits is taken to group them: 1.485 and 1,485 are 1485, since
    cargo is counted in whole units.
    """
    number, unit = _split(text)
    value = _number(number, groups=True)
    if value is None or (unit and unit not in _PIECES) or value != int(value) or value < 1:
        return None
    return int(value)


def read_weight_kg(text: str, *, in_tonnes: bool) -> int | None:
    """Return a weight in whole kg; None when it is no number above zero.

    A unit within the text decides over the column. In tonnes three digits after a single sign
    are kilograms, so 1.485 is 1485 kg either way.
    """
    number, unit = _split(text)
    if unit and unit not in _KG | _TONNES:
        return None
    is_tonnes = unit in _TONNES if unit else in_tonnes
    value = _number(number, groups=not is_tonnes)
    if value is None:
        return None
    weight_kg = round(value * _KG_IN_TONNE if is_tonnes else value)
    return weight_kg if weight_kg > 0 else None


def _split(text: str) -> tuple[str, str]:
    """Return the number and the unit behind it, in lower case."""
    text = text.replace("\xa0", " ").strip()
    match = _UNIT.search(text)
    return (text[: match.start()], match[1].lower()) if match else (text, "")


def _number(text: str, *, groups: bool) -> Decimal | None:
    plain = _PLAIN.fullmatch(text)
    grouped = _GROUPED.fullmatch(text)
    if grouped and (groups or not plain):
        digits = re.sub(r"[^0-9]", "", grouped["whole"])
        return Decimal(f"{digits}.{grouped['decimals'] or 0}")
    return Decimal(f"{plain[1]}.{plain[2] or 0}") if plain else None
