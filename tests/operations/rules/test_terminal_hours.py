from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from operations.rules.terminal_hours import hour_start

ZONES = (
    "Europe/Paris",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
)


@given(
    instant=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis wants naive bounds
    zone=st.sampled_from(ZONES).map(ZoneInfo),
)
def test_an_hour_begins_on_the_full_local_hour_and_holds_its_instant(
    instant: datetime, zone: ZoneInfo
) -> None:
    start = hour_start(instant, zone)

    # Where clocks are set back by half an hour, one hour of the day has ninety minutes.
    assert timedelta(0) <= instant - start < timedelta(minutes=90)
    local, local_start = instant.astimezone(zone), start.astimezone(zone)
    assert local_start.hour == local.hour
    assert local_start.minute == 0 or local_start.utcoffset() != local.utcoffset()


def test_the_hour_that_comes_twice_in_autumn_is_two_hours() -> None:
    paris = ZoneInfo("Europe/Paris")
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    starts = [hour_start(before, paris), hour_start(before + timedelta(hours=1), paris)]

    assert starts[1] - starts[0] == timedelta(hours=1)
