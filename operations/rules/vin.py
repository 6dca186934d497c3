"""The vehicle identification number, and serial numbers as labels carry them.

Sources: ISO 3779:2009 (17 characters, no I, O, Q) and 49 CFR 565.15 (c) (the check digit, a duty
in North America; China has it in GB 16735). Elsewhere makers use position 9 as they like.
"""

import re
import unicodedata

VIN_LENGTH = 17
MAX_IDENTIFIER = 32
_VALUES = dict(
    zip(
        "0123456789ABCDEFGHJKLMNPRSTUVWXYZ",
        map(int, "012345678912345678123457923456789"),
        strict=True,
    )
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_CHECK_POSITION = 8  # the ninth character
# First character of North American makers, and of Chinese ones.
_REGIONS_WITH_CHECK_DIGIT = frozenset("12345L")
_FORBIDDEN = frozenset("IOQ")
_BLANKS = re.compile(r"\s+")
_SIGNS = re.compile(r"[/._\\+]+")


def is_vin_shaped(identifier: str) -> bool:
    """Return whether a text is 17 characters that a VIN may have."""
    return len(identifier) == VIN_LENGTH and all(each in _VALUES for each in identifier)


def forbidden_letters(identifier: str) -> str:
    """Return the letters in a text that no VIN has: I, O and Q look like 1 and 0."""
    return "".join(sorted(_FORBIDDEN & set(identifier)))


def check_digit(vin: str) -> str:
    """Return what the ninth character of a VIN has to be where there is a check digit."""
    total = sum(_VALUES[each] * weight for each, weight in zip(vin, _WEIGHTS, strict=True))
    return "0123456789X"[total % 11]


def has_right_check_digit(vin: str) -> bool:
    """Return whether the check digit fits. One slip in eleven fits by chance."""
    return vin[_CHECK_POSITION] == check_digit(vin)


def must_have_check_digit(vin: str) -> bool:
    """Return whether the maker's region makes the check digit a duty."""
    return vin[0] in _REGIONS_WITH_CHECK_DIGIT


def normalised_identifier(text: str) -> str:
    """Return a VIN or serial number as tablets type it: A-Z, 0-9 and hyphens, if it can be.

    Blanks and the asterisks of a Code 39 label go, and hyphens within a VIN. The letter that
    some labels put before a VIN goes when 17 right characters remain. Slashes, dots and the like
    become hyphens. Nothing else is changed: an O stays an O.
    """
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper().strip("*")
    without_hyphens = plain.replace("-", "")
    if is_vin_shaped(without_hyphens):
        return without_hyphens
    if without_hyphens.startswith("I") and is_vin_shaped(without_hyphens[1:]):
        return without_hyphens[1:]
    return _SIGNS.sub("-", plain).strip("-*")
