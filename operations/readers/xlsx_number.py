"""Numbers of a workbook as text, kept as their sender saw them or told to be doubtful."""

import datetime as dt
import math
import re

_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?")
# Excel keeps 15 digits of a number and writes zeros for the rest.
_FIRST_INEXACT = 10**15
# Day 0 of Excel's calendar, which takes 1900 for a leap year, and of the old Macintosh one.
_DAY_ZERO, _DAY_ZERO_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001  # Excel knows no zones
_SECONDS_A_DAY = 24 * 60 * 60

ROUNDED = "Excel took this for a number and kept 15 digits of it; the last ones are lost."
A_DATE = "Excel took this for a date."


def number_text(raw: str, *, digits: int = 0) -> tuple[str, str]:
    """Return a number as text, and why it may not be what the sender meant.

    1.0 is "1". `digits`: how many the cell shows at least, with zeros before.
    """
    if not _NUMBER.fullmatch(raw):
        return raw, ""
    value = float(raw)
    if not math.isfinite(value) or abs(value) >= _FIRST_INEXACT:
        return f"{value:.15g}", ROUNDED
    text = str(int(value)) if value == int(value) else f"{value:.15g}"
    return text.zfill(digits), ""


def date_text(raw: str, *, is_1904: bool) -> tuple[str, str]:
    """Return a number that a cell shows as a date, in ISO 8601, and that Excel took it for one."""
    if not _NUMBER.fullmatch(raw):
        return raw, A_DATE
    try:
        since = dt.timedelta(seconds=round(float(raw) * _SECONDS_A_DAY))
        moment = (_DAY_ZERO_1904 if is_1904 else _DAY_ZERO) + since
    except OverflowError:
        return number_text(raw)[0], A_DATE
    return str(moment if moment.time() != dt.time() else moment.date()), A_DATE
