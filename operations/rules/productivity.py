"""How fast a ship is worked: gross over all the time, net over the time without stoppages.

Source: TIC4.0 definitions of vessel productivity; gross is over all hours from the first move on,
net over the hours in which work was possible.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

_HOUR = timedelta(hours=1)

#: When a stoppage began, and when it ended; None while it lasts.
Stopped = tuple[datetime, datetime | None]


def gross_units_per_hour(
    *, unit_count: int, work_started_at: datetime | None, until: datetime
) -> float | None:
    """Return units an hour since work started, or None before any time has passed."""
    return net_units_per_hour(
        unit_count=unit_count, work_started_at=work_started_at, until=until, stopped=timedelta()
    )


def net_units_per_hour(
    *, unit_count: int, work_started_at: datetime | None, until: datetime, stopped: timedelta
) -> float | None:
    """Return units an hour without the stopped time, or None when none was worked."""
    if work_started_at is None or until - work_started_at <= stopped:
        return None
    return unit_count / ((until - work_started_at - stopped) / _HOUR)


def stopped_time(
    *, stoppages: Iterable[Stopped], work_started_at: datetime, until: datetime
) -> timedelta:
    """Return how long work stood still between two instants; what overlaps counts once."""
    stopped, covered_until = timedelta(), work_started_at
    for starts_at, ends_at in sorted(stoppages, key=lambda each: each[0]):
        begins = max(starts_at, covered_until)
        ends = min(ends_at or until, until)
        if begins < ends:
            stopped += ends - begins
            covered_until = ends
    return stopped


def in_whole_minutes(stoppages: Iterable[Stopped]) -> list[Stopped]:
    """Return stoppages as a clock without seconds shows them, so that lengths shown add up."""
    return [
        (_minute(starts_at), None if ends_at is None else _minute(ends_at))
        for starts_at, ends_at in stoppages
    ]


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
