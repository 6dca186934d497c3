import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.minutes.minute_figures import Readings, figures_between, within

INFINITY = float("inf")
NOTHING = Readings({}, {}, {})


def test_counters_tell_what_was_added_and_gauges_how_it_is() -> None:
    before = Readings({"requests": 100.0}, {"memory_ratio": 0.3}, {})
    after = Readings({"requests": 160.0, "errors": 2.0}, {"memory_ratio": 0.4}, {})

    figures = figures_between(before, after, seconds=60)

    assert figures == {"requests": 60, "errors": 2, "memory_ratio": 0.4}


def test_a_container_that_began_anew_counts_from_nothing() -> None:
    before, after = Readings({"requests": 900.0}, {}, {}), Readings({"requests": 7.0}, {}, {})

    assert figures_between(before, after, seconds=60) == {"requests": 7}


def test_processor_time_is_a_part_of_what_the_container_may_use() -> None:
    before = Readings({"cpu_seconds": 10.0}, {"cpu_limit": 0.5}, {})
    after = Readings({"cpu_seconds": 25.0}, {"cpu_limit": 0.5}, {})

    assert figures_between(before, after, seconds=60) == {"cpu_ratio": 0.5}


def test_how_long_most_requests_took_is_that_of_this_minute_alone() -> None:
    before = Readings({}, {}, {0.1: 1000.0, 1.0: 1000.0, INFINITY: 1000.0})
    after = Readings({}, {}, {0.1: 1000.0, 1.0: 1100.0, INFINITY: 1100.0})

    assert figures_between(before, after, seconds=60) == {
        "p95_seconds": pytest.approx(0.1 + 0.9 * 0.95)
    }
    assert figures_between(after, after, seconds=60) == {}


def test_beyond_the_last_bound_nobody_knows_more_than_that_bound() -> None:
    assert within({0.1: 0.0, 10.0: 5.0, INFINITY: 100.0}, 0.95) == 10.0
    assert within({}, 0.95) is None


@given(st.lists(st.floats(min_value=0.001, max_value=0.999), min_size=1, max_size=200))
def test_the_estimate_is_in_the_bucket_of_the_true_one(seconds: list[float]) -> None:
    bounds = [0.05, 0.1, 0.25, 0.5, 1.0, INFINITY]
    waits = {bound: float(sum(each <= bound for each in seconds)) for bound in bounds}
    ranked = sorted(seconds)
    true = ranked[max(-(-95 * len(ranked) // 100), 1) - 1]

    found = within(waits, 0.95)

    assert found is not None
    upper = next(bound for bound in bounds if true <= bound)
    lower = max([0.0, *(bound for bound in bounds if bound < true)])
    assert lower <= found <= upper
