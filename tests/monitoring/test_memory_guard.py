import logging
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.between_workers.turn import Turn
from monitoring.memory import MB, MemoryReading
from monitoring.memory_guard import (
    COLLECT_AGAIN_AFTER_SECONDS,
    GuardRule,
    MemoryGuard,
    Tightness,
    next_level,
    should_leave,
)

NORMAL, TIGHT, CRITICAL = Tightness


def levels_of(*fill_ratios: float) -> list[Tightness]:
    rule = GuardRule()
    return [rule.advise(fill_ratio=ratio, now=0).level for ratio in fill_ratios]


def test_memory_is_tight_at_75_and_critical_at_85_percent() -> None:
    assert levels_of(0.749, 0.75, 0.849, 0.85, 2.0) == [NORMAL, TIGHT, TIGHT, CRITICAL, CRITICAL]


def test_a_fill_that_wavers_is_not_told_again_and_again() -> None:
    assert levels_of(0.86, 0.81, 0.86) == [CRITICAL] * 3
    assert levels_of(0.76, 0.71, 0.76) == [TIGHT] * 3


def test_memory_is_normal_again_below_70_percent() -> None:
    assert levels_of(0.86, 0.79, 0.69) == [CRITICAL, TIGHT, NORMAL]
    assert levels_of(0.86, 0.5) == [CRITICAL, NORMAL]


@given(st.lists(st.floats(min_value=0, max_value=2), min_size=1))
def test_news_are_told_exactly_when_the_level_changes(fill_ratios: list[float]) -> None:
    rule = GuardRule()

    advice = [rule.advise(fill_ratio=ratio, now=0) for ratio in fill_ratios]

    levels = [NORMAL, *(each.level for each in advice)]
    assert [each.is_news for each in advice] == [a is not b for a, b in pairwise(levels)]


@given(st.sampled_from(Tightness), st.floats(min_value=0, max_value=2))
def test_a_level_is_that_of_the_fill_or_the_one_that_lingers(
    before: Tightness, ratio: float
) -> None:
    fresh = next_level(NORMAL, ratio)

    assert fresh <= next_level(before, ratio) <= max(before, fresh)


def test_garbage_is_collected_once_a_minute_while_memory_is_tight() -> None:
    rule = GuardRule()
    after = COLLECT_AGAIN_AFTER_SECONDS

    collects = [
        rule.advise(fill_ratio=ratio, now=now).collects
        for ratio, now in [
            (0.5, 0),
            (0.8, 1),
            (0.8, 2),
            (0.9, 3),
            (0.9, after + 2),
            (0.9, after + 3),
        ]
    ]

    assert collects == [False, True, False, True, False, True]


@pytest.mark.parametrize(
    ("has_mb", "others_have_mb", "expected"),
    [(100, [], "leaves"), (100, [40, 90], "leaves"), (100, [101], "stays"), (45, [20], "stays")],
    ids=["the only one", "the biggest", "not the biggest", "one that grew by little"],
)
def test_only_the_biggest_leaves_and_only_when_that_helps(
    has_mb: int, others_have_mb: list[int], expected: str
) -> None:
    others = [each * MB for each in others_have_mb]

    leaves = should_leave(began_with=30 * MB, has=has_mb * MB, others_have=others)

    assert ("leaves" if leaves else "stays") == expected


@dataclass
class Gunicorns:
    """The part of gunicorn's worker that the guard sees."""

    alive: bool = True
    ppid: int = 1  # whose children this process does not know


@pytest.fixture
def turn() -> Turn:
    return Turn(pause_seconds=0)


@dataclass
class Scale:
    """Says what is to be read."""

    fill_percent: int | None

    def read(self) -> MemoryReading | None:
        if self.fill_percent is None:
            return None
        return MemoryReading(self.fill_percent * MB, 100 * MB, "the test")


def test_what_happens_to_memory_is_told(turn: Turn, caplog: pytest.LogCaptureFixture) -> None:
    scale, worker = Scale(50), Gunicorns()
    guard = MemoryGuard(worker, turn=turn, read=scale.read)

    for fill in (50, 76, 90, 60):
        scale.fill_percent = fill
        guard.walk()

    assert [(each.levelname, each.getMessage().split(":")[0]) for each in caplog.records] == [
        ("WARNING", "memory is tight"),
        ("ERROR", "memory is critical"),
        ("WARNING", "memory is back to normal"),
    ]
    assert worker.alive, "one that did not grow stays"


def test_without_a_limit_the_guard_says_once_that_it_rests(
    turn: Turn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    worker = Gunicorns()
    guard = MemoryGuard(worker, turn=turn, read=Scale(None).read)

    guard.walk()
    guard.walk()

    assert caplog.text.count("no memory limit is known") == 1
    assert worker.alive
