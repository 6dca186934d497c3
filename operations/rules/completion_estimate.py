"""When a ship will be finished, told from what was done so far, or not at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, sqrt

from operations.rules.productivity import Stopped, stopped_time

_HOUR = timedelta(hours=1)
# Long enough to even out one slow lane of cars, short enough to notice a gang that left.
_LOOK_BACK = 3 * _HOUR
# With less, the rate is noise: ten counts alone are uncertain by a third.
_LEAST_WORKED = timedelta(minutes=15)
_LEAST_UNITS = 10
# A shorter piece of an hour says little of how much hours differ.
_LEAST_OF_AN_HOUR = timedelta(minutes=30)
# Four of five ships end within this many standard deviations: the 10th to the 90th percentile.
_DEVIATIONS = 1.28
# Months from now is no forecast; nor is a band a hundred times as late as its middle.
_LONGEST = timedelta(days=60)
_WIDEST = 4.6


@dataclass(frozen=True, slots=True)
class CompletionEstimate:
    """When the last unit is counted if work goes on as it went, and how sure that is.

    Four of five such ships end between `earliest_at` and `latest_at`, as far as the hours so far
    tell how much hours differ. `basis` completes the sentence "done by then …".
    """

    completes_at: datetime
    earliest_at: datetime
    latest_at: datetime
    units_per_hour: float
    basis: str


@dataclass(frozen=True, slots=True)
class _Pace:
    """Units counted in some time, and how much of that time was worked."""

    unit_count: int
    worked: timedelta

    @property
    def units_per_hour(self) -> float:
        return self.unit_count / (self.worked / _HOUR)


def estimate_completion(
    *,
    remaining_units: int,
    hourly_counts: Sequence[tuple[datetime, int]],
    stoppages: Sequence[Stopped],
    work_started_at: datetime | None,
    now: datetime,
) -> CompletionEstimate | None:
    """Return when the remaining units will be counted, or None when nobody can tell yet.

    `hourly_counts` is (start of the hour, units); idle hours may be absent. The pace is the mean
    of the last three worked hours: stopped time is left out, an idle hour is not, and the hour
    that is not over weighs by how much of it was worked. An open stoppage is taken to end now,
    and the basis says so. The band is that of a Poisson process whose spread is measured from
    the hours of this call, and never below what chance alone makes.
    """
    if work_started_at is None or not hourly_counts:
        return None
    hours = list(_hours_back(dict(hourly_counts), stoppages, work_started_at, now))
    recent = _pooled(_most_recent(hours))
    if recent.worked < _LEAST_WORKED or recent.unit_count < _LEAST_UNITS:
        return None
    pace = recent.units_per_hour
    if remaining_units <= 0:
        return CompletionEstimate(now, now, now, pace, "all that is listed is counted")
    hours_left = remaining_units / pace
    if hours_left > _LONGEST / _HOUR:
        return None
    deviation = sqrt(_dispersion(hours) * (1 / recent.unit_count + 1 / remaining_units))
    spread = exp(min(_DEVIATIONS * deviation, _WIDEST))
    is_stopped = any(ends_at is None for _, ends_at in stoppages)
    return CompletionEstimate(
        completes_at=now + hours_left * _HOUR,
        earliest_at=now + hours_left / spread * _HOUR,
        latest_at=now + hours_left * spread * _HOUR,
        units_per_hour=pace,
        basis=_basis(recent) + (", if work resumes now" if is_stopped else ""),
    )


def _hours_back(
    counts: Mapping[datetime, int],
    stoppages: Sequence[Stopped],
    work_started_at: datetime,
    now: datetime,
) -> Iterator[_Pace]:
    """Yield the hours that were worked, the present one first, back to the start of work."""
    hour_at = max(counts)
    while hour_at + _HOUR <= now:
        hour_at += _HOUR
    while hour_at + _HOUR > work_started_at:
        begins, ends = max(hour_at, work_started_at), min(hour_at + _HOUR, now)
        stopped = stopped_time(stoppages=stoppages, work_started_at=begins, until=ends)
        if ends - begins > stopped:
            yield _Pace(counts.get(hour_at, 0), ends - begins - stopped)
        hour_at -= _HOUR


def _most_recent(hours: Iterable[_Pace]) -> Iterator[_Pace]:
    worked = timedelta()
    for hour in hours:
        if worked >= _LOOK_BACK:
            return
        worked += hour.worked
        yield hour


def _pooled(hours: Iterable[_Pace]) -> _Pace:
    pool = _Pace(0, timedelta())
    for hour in hours:
        pool = _Pace(pool.unit_count + hour.unit_count, pool.worked + hour.worked)
    return pool


def _dispersion(hours: Iterable[_Pace]) -> float:
    """Return variance over mean of the hourly counts; 1 is chance alone.

    Source: McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989, §4.5: Pearson's
    statistic over its degrees of freedom.
    """
    whole = [hour for hour in hours if hour.worked >= _LEAST_OF_AN_HOUR]
    pool = _pooled(whole)
    if len(whole) <= 1 or not pool.unit_count:
        return 1
    pearson = 0.0
    for hour in whole:
        expected = pool.units_per_hour * (hour.worked / _HOUR)
        pearson += (hour.unit_count - expected) ** 2 / expected
    return max(1, pearson / (len(whole) - 1))


def _basis(recent: _Pace) -> str:
    minutes = round(recent.worked.total_seconds() / 60)
    whole_hours, rest = divmod(minutes, 60)
    if not whole_hours:
        period = f"{rest} minutes worked"
    elif rest:
        period = f"last {whole_hours} h {rest} min worked"
    else:
        period = "last worked hour" if whole_hours == 1 else f"last {whole_hours} worked hours"
    return f"at {recent.units_per_hour:.0f} units an hour, the mean of the {period}"
