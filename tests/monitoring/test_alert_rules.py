from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.alert_rules import Level, Point, Rule, Unit, points_of, stands
from monitoring.alerting import site_rules
from operations import port_rules

ALL = (*site_rules.RULES, *port_rules.RULES)
BY_NAME = {rule.name: rule for rule in ALL}
FULL = Rule(
    name="full",
    level=Level.ATTENTION,
    sentence="A tank is full.",
    figure="fill_ratio",
    unit=Unit.RATIO,
    raise_at=0.75,
    clear_below=0.70,
    minutes=3,
    per_container=True,
)
ratios = st.floats(min_value=0, max_value=1)
between = st.floats(min_value=FULL.clear_below, max_value=FULL.raise_at, exclude_max=True)


def changes(rule: Rule, values: Sequence[float]) -> list[bool]:
    """Return each change of a rule while figures come in, minute by minute."""
    found, was = [], False
    for end in range(1, len(values) + 1):
        now = stands(rule, [Point(value) for value in values[:end]], was_standing=was)
        if now is not was:
            found.append(now)
        was = now
    return found


@given(st.lists(between, max_size=40), st.lists(between, max_size=40))
def test_flapping_between_the_bounds_tells_nothing_new(
    before: list[float], after: list[float]
) -> None:
    raised = [*before, *[0.9] * FULL.minutes]

    assert changes(FULL, raised + after) == [True]


@given(st.lists(st.sampled_from([0.69, 0.76]), max_size=60))
def test_flapping_across_both_bounds_is_told_only_when_it_stays(values: list[float]) -> None:
    told = changes(FULL, values)

    assert len(told) <= len(values) // FULL.minutes
    assert told == [number % 2 == 0 for number in range(len(told))]


@given(st.lists(ratios, max_size=40))
def test_it_is_raised_only_by_minutes_in_a_row_and_cleared_so_too(values: list[float]) -> None:
    was = False
    for end in range(1, len(values) + 1):
        recent = values[max(end - FULL.minutes, 0) : end]
        now = stands(FULL, [Point(value) for value in values[:end]], was_standing=was)
        if now and not was:
            assert len(recent) == FULL.minutes
            assert min(recent) >= FULL.raise_at
        if was and not now:
            assert max(recent) < FULL.clear_below
        was = now


@given(values=st.lists(ratios, max_size=2), was=st.booleans())
def test_of_too_few_minutes_nothing_is_known(*, values: list[float], was: bool) -> None:
    points = [Point(value) for value in values]

    assert stands(FULL, points, was_standing=was) is was


def test_a_few_errors_among_few_requests_raise_nothing() -> None:
    few = {"web-1": {"requests": 5.0, "errors": 1.0}}
    many = {"web-1": {"requests": 500.0, "errors": 6.0}}
    rule = BY_NAME["errors"]

    assert not stands(rule, points_of(rule, [few] * 3)[""], was_standing=False)
    assert stands(rule, points_of(rule, [many] * 3)[""], was_standing=False)


def test_errors_are_those_of_the_whole_site() -> None:
    minute = {
        "web-1": {"requests": 300.0, "errors": 0.0},
        "web-2": {"requests": 100.0, "errors": 8.0},
    }

    assert points_of(BY_NAME["errors"], [minute]) == {"": [Point(0.02, 400)]}


def test_what_each_container_reads_from_the_one_database_is_not_added_up() -> None:
    minute = {"web-1": {"port_failed_sign_ins": 20.0}, "web-2": {"port_failed_sign_ins": 21.0}}

    assert points_of(BY_NAME["failed-sign-ins"], [minute]) == {"": [Point(21)]}


def test_memory_is_that_of_each_container() -> None:
    minute = {"web-1": {"memory_ratio": 0.4}, "web-2": {"memory_ratio": 0.9}}

    assert points_of(BY_NAME["memory-high"], [minute]) == {
        "web-1": [Point(0.4)],
        "web-2": [Point(0.9)],
    }


def test_nobody_waits_while_nobody_asks() -> None:
    slow = {"web-1": {"requests": 60.0, "p95_seconds": 0.9}}
    quiet = {"web-1": {"requests": 0.0}}
    rule = BY_NAME["slow-answers"]

    assert stands(rule, points_of(rule, [slow] * 5)[""], was_standing=False)
    assert not stands(rule, points_of(rule, [quiet] * 5)[""], was_standing=True)


def test_figures_from_before_a_gap_count_for_nothing() -> None:
    full = {"web-1": {"fill_ratio": 0.9}}

    found = points_of(FULL, [full, full, {}, {}, full])

    assert found == {"web-1": [Point(0.9), Point(0.9)]}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_each_rule_clears_no_higher_than_it_is_raised(rule: Rule) -> None:
    assert rule.clear_below <= rule.raise_at
    assert rule.minutes >= 1
    assert rule.sentence.endswith(".")


def test_each_rule_has_a_name_of_its_own() -> None:
    assert len(BY_NAME) == len(ALL)


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        (Unit.RATIO, 0.815, "81.5 %"),
        (Unit.RATIO, 0.01, "1 %"),
        (Unit.RATIO, 0.00275, "0.3 %"),
        (Unit.RATIO, 0.0002, "< 0.1 %"),
        (Unit.RATIO, 0, "0 %"),
        (Unit.SECONDS, 0.2, "200 ms"),
        (Unit.SECONDS, 2.54, "2.54 s"),
        (Unit.SECONDS, 3600, "1.0 h"),
        (Unit.SECONDS, 300, "5 min"),
        (Unit.COUNT, 12_345, "12,345"),
        (Unit.STATE, 1, "yes"),
    ],
)
def test_figures_are_written_as_people_read_them(unit: Unit, value: float, words: str) -> None:
    assert unit.write(value) == words
