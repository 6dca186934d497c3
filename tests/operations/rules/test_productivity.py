from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from operations.rules.productivity import (
    gross_units_per_hour,
    net_units_per_hour,
    stopped_time,
)

SEVEN = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
minutes = st.integers(0, 600).map(lambda count: timedelta(minutes=count))


def test_gross_is_over_all_the_time() -> None:
    rate = gross_units_per_hour(unit_count=300, work_started_at=SEVEN, until=SEVEN + 3 * HOUR)

    assert rate == 100


def test_net_leaves_stopped_time_out() -> None:
    rate = net_units_per_hour(
        unit_count=300, work_started_at=SEVEN, until=SEVEN + 3 * HOUR, stopped=HOUR
    )

    assert rate == 150


def test_there_is_no_rate_before_work_started() -> None:
    assert gross_units_per_hour(unit_count=0, work_started_at=None, until=SEVEN) is None
    assert gross_units_per_hour(unit_count=0, work_started_at=SEVEN, until=SEVEN) is None


def test_there_is_no_net_rate_when_all_the_time_was_stopped() -> None:
    rate = net_units_per_hour(unit_count=5, work_started_at=SEVEN, until=SEVEN + HOUR, stopped=HOUR)

    assert rate is None


@given(st.integers(0, 10_000), minutes, minutes)
def test_net_is_never_below_gross(units: int, worked: timedelta, stopped: timedelta) -> None:
    until = SEVEN + worked + stopped
    gross = gross_units_per_hour(unit_count=units, work_started_at=SEVEN, until=until)
    net = net_units_per_hour(unit_count=units, work_started_at=SEVEN, until=until, stopped=stopped)

    assert net is None or (gross is not None and net >= gross)


def test_a_stoppage_that_lasts_counts_until_now() -> None:
    stopped = stopped_time(
        stoppages=[(SEVEN + HOUR, None)], work_started_at=SEVEN, until=SEVEN + 3 * HOUR
    )

    assert stopped == 2 * HOUR


@given(st.lists(st.tuples(minutes, st.none() | minutes), max_size=6), minutes, minutes)
def test_stopped_time_is_what_a_watch_would_show(
    stops: list[tuple[timedelta, timedelta | None]], start: timedelta, length: timedelta
) -> None:
    stoppages = [
        (SEVEN + begin, None if lasts is None else SEVEN + begin + lasts) for begin, lasts in stops
    ]
    until = SEVEN + start + length

    stopped = stopped_time(stoppages=stoppages, work_started_at=SEVEN + start, until=until)

    watched = 0
    for minute in range(length // timedelta(minutes=1)):
        instant = SEVEN + start + timedelta(minutes=minute)
        watched += any(b <= instant and (e is None or instant < e) for b, e in stoppages)
    assert stopped == timedelta(minutes=watched)
