from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.rules.completion_estimate import CompletionEstimate, estimate_completion

SEVEN = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
Stop = tuple[datetime, datetime | None]


def estimate(
    counts: list[int],
    *,
    remaining: int = 600,
    stoppages: list[Stop] | None = None,
    started_at: datetime | None = SEVEN,
    now: datetime | None = None,
) -> CompletionEstimate | None:
    return estimate_completion(
        remaining_units=remaining,
        hourly_counts=[(SEVEN + n * HOUR, units) for n, units in enumerate(counts) if units],
        stoppages=stoppages or [],
        work_started_at=started_at,
        now=now or SEVEN + len(counts) * HOUR,
    )


def estimated(counts: list[int], **around: object) -> CompletionEstimate:
    result = estimate(counts, **around)  # type: ignore[arg-type]  # each by its name
    assert result is not None
    return result


def test_it_goes_on_at_the_mean_of_the_last_three_worked_hours() -> None:
    told = estimated([30, 90, 100, 110], remaining=200)

    assert told.units_per_hour == 100
    assert told.completes_at == SEVEN + 6 * HOUR
    assert told.basis == "at 100 units an hour, the mean of the last 3 worked hours"


@pytest.mark.parametrize(
    ("counts", "started_at", "now"),
    [
        pytest.param([], SEVEN, SEVEN + HOUR, id="nothing counted"),
        pytest.param([100], None, SEVEN + HOUR, id="work not started"),
        pytest.param([20], SEVEN, SEVEN + 10 * MINUTE, id="ten minutes of work"),
        pytest.param([9], SEVEN, SEVEN + HOUR, id="nine units"),
        pytest.param([100, 0, 0, 0], SEVEN, SEVEN + 4 * HOUR, id="nothing for three hours"),
    ],
)
def test_nothing_is_told_without_data(
    counts: list[int], started_at: datetime | None, now: datetime
) -> None:
    assert estimate(counts, started_at=started_at, now=now) is None


def test_a_stopped_hour_is_left_out() -> None:
    stop = (SEVEN + 2 * HOUR, SEVEN + 3 * HOUR)
    told = estimated([100, 100, 0, 100], stoppages=[stop])

    assert told.units_per_hour == 100


def test_half_an_hour_of_rain_is_left_out_of_its_hour() -> None:
    stop = (SEVEN + 1.5 * HOUR, SEVEN + 2 * HOUR)
    told = estimated([100, 50, 100], stoppages=[stop])

    assert told.units_per_hour == 100
    assert told.basis == "at 100 units an hour, the mean of the last 2 h 30 min worked"


def test_an_idle_hour_that_nobody_called_a_stoppage_is_not_left_out() -> None:
    assert estimated([120, 120, 0]).units_per_hour == 80


@given(st.integers(16, 59))
def test_the_hour_that_is_not_over_weighs_by_how_much_of_it_was_worked(minute: int) -> None:
    now = SEVEN + 2 * HOUR + minute * MINUTE
    told = estimated([120, 120, 2 * minute], now=now)

    assert told.units_per_hour == pytest.approx(120)


def test_work_that_stands_still_is_said_to_resume_now() -> None:
    stop = (SEVEN + 2 * HOUR, None)
    told = estimated([100, 100, 0], stoppages=[stop])

    assert told.units_per_hour == 100
    assert told.basis.endswith("the mean of the last 2 worked hours, if work resumes now")


def test_the_first_quarter_of_an_hour_is_told_as_such() -> None:
    told = estimated([30], now=SEVEN + 20 * MINUTE)

    assert told.basis == "at 90 units an hour, the mean of the 20 minutes worked"


def test_when_all_is_counted_it_is_done() -> None:
    now = SEVEN + 2 * HOUR
    told = estimated([100, 100], remaining=0)

    assert (told.earliest_at, told.completes_at, told.latest_at) == (now, now, now)


def test_half_hour_zones_cut_their_hours_elsewhere() -> None:
    half_past = SEVEN + 30 * MINUTE
    told = estimate_completion(
        remaining_units=100,
        hourly_counts=[(half_past, 100), (half_past + HOUR, 50)],
        stoppages=[],
        work_started_at=half_past,
        now=half_past + 1.5 * HOUR,
    )

    assert told is not None
    assert told.units_per_hour == 100


@given(
    st.lists(st.integers(0, 9_999), max_size=30),
    st.integers(-10, 1_000_000_000),
    st.lists(st.tuples(st.integers(0, 1_800), st.none() | st.integers(0, 600)), max_size=5),
    st.integers(0, 2_000),
)
def test_whatever_happened_the_band_holds_the_estimate(
    counts: list[int], remaining: int, stops: list[tuple[int, int | None]], passed: int
) -> None:
    now = SEVEN + passed * MINUTE
    stoppages: list[Stop] = [
        (SEVEN + begin * MINUTE, None if lasts is None else SEVEN + (begin + lasts) * MINUTE)
        for begin, lasts in stops
    ]
    told = estimate(counts, remaining=remaining, stoppages=stoppages, now=now)

    if told is not None:
        assert now <= told.earliest_at <= told.completes_at <= told.latest_at
        assert told.units_per_hour > 0


@given(st.lists(st.integers(20, 200), min_size=3, max_size=8), st.integers(1, 7))
def test_a_whole_hour_of_rain_only_moves_the_end(counts: list[int], rained_in: int) -> None:
    place = min(rained_in, len(counts) - 1)
    dry = estimated(counts)
    wet = estimated(
        [*counts[:place], 0, *counts[place:]],
        stoppages=[(SEVEN + place * HOUR, SEVEN + (place + 1) * HOUR)],
    )

    assert wet.completes_at - dry.completes_at == HOUR
    assert wet.units_per_hour == dry.units_per_hour


def test_four_of_five_ships_end_within_the_band() -> None:
    chance = Random(20261125)
    held = ships = 0
    for _ in range(400):
        counts = [max(0, round(chance.gauss(120, 25))) for _ in range(24)]
        known = chance.randrange(4, 8)
        remaining = sum(counts[known : known + chance.randrange(2, 12)])
        told = estimated(counts[:known], remaining=remaining)
        ended_at = _end_of(counts[known:], remaining, SEVEN + known * HOUR)
        held += told.earliest_at <= ended_at <= told.latest_at
        ships += 1

    assert 0.65 <= held / ships <= 0.9


def _end_of(counts: list[int], remaining: int, from_at: datetime) -> datetime:
    for hour, units in enumerate(counts):
        if remaining <= units:
            return from_at + (hour + remaining / units) * HOUR
        remaining -= units
    raise AssertionError("the ship has more cargo than hours")
