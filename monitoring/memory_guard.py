"""Keeps the container below its memory limit: collects, tells, and lets the biggest worker go."""

import ctypes
import gc
import logging
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from monitoring.between_workers.turn import Turn
from monitoring.memory import MB, MemoryReading, child_bytes, own_bytes

logger = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
# A collection stops all threads for some tens of milliseconds.
COLLECT_AGAIN_AFTER_SECONDS = 60.0
# Less than that is no leak, but a worker that is warm: its successor would soon hold as much.
LEAST_GAIN_BYTES = 16 * MB


class Tightness(IntEnum):
    """How tight memory is."""

    NORMAL = 0
    TIGHT = 1
    CRITICAL = 2


RISES_AT = {Tightness.TIGHT: 0.75, Tightness.CRITICAL: 0.85}
# Lower than where it rose, or a fill that wavers would be told again and again.
FALLS_BELOW = {Tightness.TIGHT: 0.70, Tightness.CRITICAL: 0.80}


@dataclass(frozen=True, slots=True)
class Advice:
    """What one reading asks for."""

    level: Tightness
    is_news: bool
    collects: bool


class GuardRule:
    """Readings in, advice out."""

    def __init__(self) -> None:
        self._level = Tightness.NORMAL
        self._collected_at = float("-inf")

    def advise(self, *, fill_ratio: float, now: float) -> Advice:
        """Return what to do; `now` is in seconds, of a clock that never goes back."""
        before, self._level = self._level, next_level(self._level, fill_ratio)
        is_due = now - self._collected_at >= COLLECT_AGAIN_AFTER_SECONDS
        collects = self._level > before or (self._level > Tightness.NORMAL and is_due)
        if collects:
            self._collected_at = now
        return Advice(self._level, is_news=self._level is not before, collects=collects)


def next_level(before: Tightness, fill_ratio: float) -> Tightness:
    """Return the level after a reading."""
    for level in (Tightness.CRITICAL, Tightness.TIGHT):
        bound = FALLS_BELOW[level] if before >= level else RISES_AT[level]
        if fill_ratio >= bound:
            return level
    return Tightness.NORMAL


def should_leave(*, began_with: int, has: int, others_have: Iterable[int]) -> bool:
    """Return whether a worker's end would help, and no other's would help more; all in bytes."""
    return has - began_with >= LEAST_GAIN_BYTES and has >= max(others_have, default=0)


class Worker(Protocol):
    """What the guard needs of a worker of gunicorn."""

    alive: bool
    ppid: int


class MemoryGuard:
    """Makes its round in each worker.

    A worker leaves as gunicorn itself sends one away that answered enough requests: those under way
    are finished, and the master forks a fresh one from what it has loaded. There is never a second
    master, and never more than one worker away because of memory.
    """

    def __init__(
        self, worker: Worker, *, turn: Turn, read: Callable[[], MemoryReading | None]
    ) -> None:
        self._worker = worker
        self._turn = turn
        self._read = read
        self._rule = GuardRule()
        self._began_with = own_bytes(os.getpid())
        self._is_leaving = False
        self._has_said_that_it_rests = False

    def walk(self) -> None:
        """Read once, and do what is due."""
        now = time.monotonic()
        if self._is_leaving:
            self._turn.keep(now=now)
            return
        reading = self._read()
        if reading is None:
            self._rest()
            return
        advice = self._rule.advise(fill_ratio=reading.fill_ratio, now=now)
        if advice.is_news:
            _tell(advice.level, reading)
        if advice.collects:
            give_back()
        if advice.level is Tightness.CRITICAL and self._is_still_critical():
            self._leave_if_it_helps(now)

    def _is_still_critical(self) -> bool:
        """Read again: what was collected may have been enough."""
        reading = self._read()
        if reading is None:
            return False
        return next_level(Tightness.CRITICAL, reading.fill_ratio) is Tightness.CRITICAL

    def _leave_if_it_helps(self, now: float) -> None:
        has = child_bytes(self._worker.ppid)
        mine = has.pop(os.getpid(), 0)
        if not should_leave(began_with=self._began_with, has=mine, others_have=has.values()):
            return
        if self._turn.take(now=now):
            logger.error(
                "this worker leaves for a fresh one: it has %d MB, and began with %d MB",
                mine // MB,
                self._began_with // MB,
            )
            self._is_leaving = True
            self._worker.alive = False

    def _rest(self) -> None:
        if not self._has_said_that_it_rests:
            self._has_said_that_it_rests = True
            logger.info("no memory limit is known, so nobody guards it; MEMORY_LIMIT_MB sets one")


def give_back() -> None:
    """Collect garbage, and hand what is free then from the allocator to the system."""
    gc.collect()
    # Only glibc has it; and only glibc keeps an arena of freed memory for each thread.
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def _tell(level: Tightness, reading: MemoryReading) -> None:
    if level is Tightness.CRITICAL:
        logger.error("memory is critical: %s", reading)
    elif level is Tightness.TIGHT:
        logger.warning("memory is tight: %s", reading)
    else:
        logger.warning("memory is back to normal: %s", reading)
