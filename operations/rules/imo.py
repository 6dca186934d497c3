"""The ship identification number of the IMO; Resolution A.1117(30)."""

import re

_SEVEN_DIGITS = re.compile(r"[0-9]{7}")


def is_valid_imo_number(number: str) -> bool:
    """Return whether a text is seven digits whose last one is right.

    The check digit is weak: about one single-digit slip in nine passes, so people confirm the
    ship by its name as well. Source: IMO Resolution A.1117(30).
    """
    if not _SEVEN_DIGITS.fullmatch(number):
        return False
    weighted = sum(
        int(digit) * weight for digit, weight in zip(number, range(7, 1, -1), strict=False)
    )
    return weighted % 10 == int(number[6])
