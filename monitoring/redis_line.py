"""What all threads of a process know together of one Redis."""

import logging
import os
import threading
import time
from collections.abc import Iterator

from monitoring.circuit_breaker import Change, CircuitBreaker, State
from monitoring.unsettled_keys import UnsettledKeys

logger = logging.getLogger(__name__)

# A thread that waited for Redis in vain does without it for so long: a request asks several times,
# and its person would wait as many times.
_PATIENCE_SECONDS = 1.0
_waits = threading.local()


class Line:
    """The breaker before one Redis, what that Redis was not told, and how often it was missed."""

    def __init__(self, name: str, *, pause_seconds: float, keeps_counters: bool) -> None:
        self._server = name.partition(":")[2]
        self.breaker = CircuitBreaker(name, pause_seconds=pause_seconds, on_change=self._note)
        self.unsettled = UnsettledKeys()
        self.keeps_counters = keeps_counters
        self.fallback_count = 0

    def start_anew(self) -> None:
        """Owe nothing, in a process of its own; the breaker does so by itself."""
        self.unsettled = UnsettledKeys()
        self.fallback_count = 0

    def permit(self) -> int | None:
        """Return the breaker's permit, or None, also where this thread just waited in vain."""
        if time.monotonic() < getattr(_waits, self._server, 0.0):
            return None
        return self.breaker.permit()

    def waited_in_vain(self) -> None:
        """Spare this thread another wait for the same Redis."""
        setattr(_waits, self._server, time.monotonic() + _PATIENCE_SECONDS)

    def _note(self, change: Change) -> None:
        logger.warning(
            "the breaker %s is %s, was %s (%r)",
            change.name,
            change.after,
            change.before,
            change.error,
        )
        if change.after is State.OPEN and not self.keeps_counters:
            self.unsettled.add_everything()


_lines: dict[str, Line] = {}
_lines_lock = threading.Lock()


def _start_all_anew() -> None:
    for line in lines():
        line.start_anew()


# A thread of the master may have been at the debts when a worker was made.
os.register_at_fork(after_in_child=_start_all_anew)


def lines() -> Iterator[Line]:
    """Yield what is known of each Redis that this process has talked to."""
    yield from list(_lines.values())


def line_to(name: str, *, pause_seconds: float, keeps_counters: bool) -> Line:
    """Return what this process knows of a Redis, by name: Django makes a cache for each thread."""
    with _lines_lock:
        if name not in _lines:
            _lines[name] = Line(name, pause_seconds=pause_seconds, keeps_counters=keeps_counters)
        return _lines[name]
