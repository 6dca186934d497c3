"""Figures and times as people read them on the board: in the terminal's zone, never guessed."""

from datetime import datetime, timedelta, tzinfo

NO_DATA = "no data yet"
_KG_IN_A_TONNE = 1000
# Below this, people at the scale speak of kg.
_SMALL_WEIGHT_KG = 10 * _KG_IN_A_TONNE
_MINUTES_IN_AN_HOUR = 60
_FEW_PER_HOUR = 10


def count(number: float) -> str:
    """Return a whole number with its thousands apart."""
    return f"{number:,.0f}"


def weight(kg: int, *, beside_kg: int = 0) -> str:
    """Return a weight in tonnes, or in kg when it and what stands beside it are small."""
    if max(abs(kg), abs(beside_kg)) < _SMALL_WEIGHT_KG:
        return f"{kg:,} kg"
    return f"{kg / _KG_IN_A_TONNE:,.1f} t"


def counted(number: int, one: str, many: str) -> str:
    """Return "1 tablet" or "3 tablets"."""
    return f"{count(number)} {one if number == 1 else many}"


def rate(per_hour: float | None) -> str:
    """Return units per hour, with a tenth while they are few, or that there are none to tell."""
    if per_hour is None:
        return NO_DATA
    return f"{per_hour:.1f}" if 0 < per_hour < _FEW_PER_HOUR else count(per_hour)


def clock(instant: datetime | None, *, zone: tzinfo, now: datetime | None) -> str:
    """Return the time of today, or the day as well; "" for None.

    Without `now` it has the day and the year whenever it was, as documents need it. In the hour
    that comes twice when summer time ends, the zone's short name tells which.
    """
    if instant is None:
        return ""
    local = instant.astimezone(zone)
    today = now.astimezone(zone).date() if now else None
    time = f"{local:%H:%M}"
    if is_told_twice(local):
        time += f" {local.tzname()}"
    if local.date() == today:
        return time
    year = "" if today and local.year == today.year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year}, {time}"


def is_told_twice(local: datetime) -> bool:
    """Return whether clocks show this local time a second time that day."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def zone_name(zone: tzinfo, *, now: datetime) -> str:
    """Return a zone by its name and its offset now: "America/New_York (UTC−05:00)"."""
    offset = now.astimezone(zone).strftime("%z")
    sign = "−" if offset[0] == "-" else "+"
    return f"{zone} (UTC{sign}{offset[1:3]}:{offset[3:5]})"


def duration(length: timedelta) -> str:
    """Return a length of time in the two units that matter."""
    minutes = int(abs(length).total_seconds() // _MINUTES_IN_AN_HOUR)
    hours, minutes = divmod(minutes, _MINUTES_IN_AN_HOUR)
    days, day_hours = divmod(hours, 24)
    if days:
        return f"{days} d {day_hours} h"
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min" if minutes else "under 1 min"


def ago(instant: datetime, *, now: datetime) -> str:
    """Return how long ago something was; what lies in this very minute is just now."""
    passed = now - instant
    return "just now" if passed < timedelta(minutes=1) else f"{duration(passed)} ago"
