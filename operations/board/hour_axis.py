from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from operations.board import wording
from operations.rules.terminal_clock import hours_between, next_hour

_LEAST_SLOTS = 8  # the first hours of a call are no barn doors


class HourAxis:
    """The hours of the terminal's clock that a chart has, and where an instant lies among them."""

    def __init__(
        self, hours: Sequence[datetime], zone: tzinfo, now: datetime, *, is_over: bool
    ) -> None:
        self.hours = hours
        self.zone = zone
        self.now = now
        self._is_over = is_over
        self.slot = 100 / max(len(hours), _LEAST_SLOTS)
        self.end = next_hour(hours[-1], zone)

    def x_of(self, instant: datetime) -> float:
        """Percent from the left; outside of the hours it is the edge that is nearer."""
        for place, hour in enumerate(self.hours):
            after = self.after(hour)
            if instant < after:
                return (place + max((instant - hour) / (after - hour), 0)) * self.slot
        return len(self.hours) * self.slot

    def after(self, hour: datetime) -> datetime:
        """Return when an hour ends."""
        return next_hour(hour, self.zone)

    def is_running(self, hour: datetime) -> bool:
        """Whether more may be worked in this hour."""
        return not self._is_over and hour <= self.now < self.after(hour)

    def words(self, instant: datetime, *, is_document: bool = False) -> str:
        """Return an instant as people read it; in a document with its day."""
        return wording.clock(instant, zone=self.zone, now=None if is_document else self.now)


def hour_axis(
    *,
    first_at: datetime,
    last_at: datetime,
    zone: tzinfo,
    now: datetime,
    most_hours: int,
    is_over: bool = False,
) -> HourAxis:
    """Return the axis of the hours up to the last one; of work that is over, none is running.

    A tablet's clock may have been years off, so only so many hours are walked through.
    """
    earliest = max(first_at, last_at - timedelta(hours=most_hours - 1))
    hours = [*hours_between(earliest, last_at, zone)]
    return HourAxis(hours[-most_hours:], zone, now, is_over=is_over)
