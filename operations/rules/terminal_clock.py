"""Reading and cutting time as the clock on the terminal's wall shows it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from operations.rules.terminal_hours import hour_start

# Lord Howe Island moves its clocks by half an hour: no step of a wall clock is smaller.
_SMALLEST_STEP = timedelta(minutes=30)


# As a browser's date-and-time field writes it; Python's own reader takes more than that.
_WALL_TIME = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


class TimeNotReadable(ValueError):
    """A text that is no date and time of this century, or one that the clocks jumped over."""


def hours_between(first: datetime, last: datetime, zone: tzinfo) -> Iterator[datetime]:
    """Yield the start of every hour of the terminal's clock from one instant to another, in UTC.

    The hour that is repeated when summer time ends comes twice, the one that is skipped never.
    """
    hour = hour_start(first, zone)
    while hour <= last:
        yield hour
        hour = next_hour(hour, zone)


def next_hour(hour_at: datetime, zone: tzinfo) -> datetime:
    """Return the start of the hour that follows on the terminal's clock, as an instant in UTC."""
    later = hour_at + timedelta(hours=1)
    while (start := hour_start(later, zone)) <= hour_at:
        later += _SMALLEST_STEP
    return start


def read_wall_time(text: str, *, zone: tzinfo, now: datetime) -> datetime:
    """Return the instant of a time as a browser's date-and-time field writes it.

    A time that comes twice when summer time ends is the later one that is not in the future.
    Raises TimeNotReadable.
    """
    if not _WALL_TIME.fullmatch(text):
        raise TimeNotReadable(text)
    try:
        naive = datetime.fromisoformat(text)
    except ValueError as error:
        raise TimeNotReadable(text) from error
    early, late = (naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early.astimezone(zone).replace(tzinfo=None) != naive:
        raise TimeNotReadable(text)
    return late if late <= now else early
