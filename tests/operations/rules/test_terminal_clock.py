from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from operations.rules.terminal_clock import (
    TimeNotReadable,
    hours_between,
    next_hour,
    read_wall_time,
)
from operations.rules.terminal_hours import hour_start

BRUSSELS, KOLKATA = ZoneInfo("Europe/Brussels"), ZoneInfo("Asia/Kolkata")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
ZONES = (BRUSSELS, KOLKATA, LORD_HOWE, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"))
START = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def wall(zone: ZoneInfo, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone).astimezone(UTC)  # type: ignore[arg-type, misc]  # year to minute


def labels(first: datetime, last: datetime, zone: ZoneInfo) -> list[str]:
    return [f"{hour.astimezone(zone):%H:%M}" for hour in hours_between(first, last, zone)]


def test_the_hour_that_comes_twice_comes_twice() -> None:
    night = labels(wall(BRUSSELS, 2026, 10, 25, 1), wall(BRUSSELS, 2026, 10, 25, 4), BRUSSELS)

    assert night == ["01:00", "02:00", "02:00", "03:00", "04:00"]


def test_the_hour_that_is_skipped_never_comes() -> None:
    night = labels(wall(BRUSSELS, 2026, 3, 29, 1), wall(BRUSSELS, 2026, 3, 29, 4), BRUSSELS)

    assert night == ["01:00", "03:00", "04:00"]


def test_hours_of_a_half_hour_zone_are_cut_on_its_own_clock() -> None:
    hours = [*hours_between(wall(KOLKATA, 2026, 11, 25, 9, 40), LATER, KOLKATA)]

    assert hours[0] == datetime(2026, 11, 25, 3, 30, tzinfo=UTC)


@given(
    st.integers(0, 15 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    st.sampled_from(ZONES),
)
# Lord Howe Island, where an hour of the wall clock then lasts 90 minutes, or 30.
@example(datetime(2026, 4, 4, 15, 10, tzinfo=UTC), LORD_HOWE)
@example(datetime(2026, 10, 3, 15, 40, tzinfo=UTC), LORD_HOWE)
def test_every_instant_lies_in_exactly_one_hour(instant: datetime, zone: ZoneInfo) -> None:
    hour = hour_start(instant, zone)

    assert hour <= instant < next_hour(hour, zone)
    assert hour_start(next_hour(hour, zone) - timedelta(microseconds=1), zone) == hour


def test_a_typed_time_is_the_terminals() -> None:
    read = read_wall_time("2026-11-25T09:40", zone=KOLKATA, now=LATER)

    assert read == datetime(2026, 11, 25, 4, 10, tzinfo=UTC)


def test_a_time_that_came_twice_is_the_later_one_once_it_was() -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    text = "2026-10-25T02:30"

    assert read_wall_time(text, zone=BRUSSELS, now=first) == first
    assert read_wall_time(text, zone=BRUSSELS, now=second) == second


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-29T02:30",
        "2026-13-01T00:00",
        "tomorrow",
        "",
        "2026-11-25T09:40Z",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "2026-11-25T09:40\x00",
    ],
)
def test_what_no_clock_shows_is_refused(text: str) -> None:
    with pytest.raises(TimeNotReadable):
        read_wall_time(text, zone=BRUSSELS, now=LATER)
