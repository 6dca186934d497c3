"""What all threads of a process know together of one Redis."""

import logging
import os
import threading
import time
from collections.abc import Iterator

from monitoring.circuit_breaker import Change, CircuitBreaker, State
from monitoring.redis.unsettled_keys import UnsettledKeys

logger = logging.getLogger(__name__)

# A thread that waited for Redis in vain does without it for so long: a request asks several times,
# and its person would wait as many times.
_PATIENCE_SECONDS = 1.0
# A full Redis still answers reads, and has nothing of what it did not take: everybody would make
# anew what lies ready in the stand-in. So it is not asked at all for a moment.
_REFUSED_SECONDS = 1.0
_waits = threading.local()
# The servers for which some thread has ever waited: for all others, no thread's own need be asked.
_waited_for: set[str] = set()


class Line:
    """The breaker before one Redis, what that Redis was not told, and how often it was missed.

    Caches on the same server share the breaker: a page that asks several of them must not find
    out one after the other that it hangs.
    """

    def __init__(self, name: str, *, breaker: CircuitBreaker, keeps_counters: bool) -> None:
        self.name = name
        self.breaker = breaker
        self.unsettled = UnsettledKeys()
        self.keeps_counters = keeps_counters
        self.fallback_count = 0
        self._refused_until = 0.0

    def start_anew(self) -> None:
        """Owe nothing, in a process of its own; the breaker does so by itself."""
        self.unsettled = UnsettledKeys()
        self.fallback_count = 0

    def permit(self) -> int | None:
        """Return the breaker's permit; None where Redis refused or this thread waited just now."""
        if time.monotonic() < self._refused_until:
            return None
        breaker = self.breaker
        if breaker.name in _waited_for and time.monotonic() < getattr(_waits, breaker.name, 0.0):
            return None
        return breaker.permit()

    def refused(self) -> None:
        """Leave Redis alone for a moment: it is there, and did not take what it was given."""
        self._refused_until = time.monotonic() + _REFUSED_SECONDS

    def waited_in_vain(self) -> None:
        """Spare this thread another wait for the same server."""
        _waited_for.add(self.breaker.name)
        setattr(_waits, self.breaker.name, time.monotonic() + _PATIENCE_SECONDS)


_lines: dict[str, Line] = {}
_breakers: dict[str, CircuitBreaker] = {}
_lines_lock = threading.Lock()


def _start_all_anew() -> None:
    for line in lines():
        line.start_anew()


# A thread of the master may have been at the debts when a worker was made.
os.register_at_fork(after_in_child=_start_all_anew)


def lines() -> Iterator[Line]:
    """Yield what is known of each cache on a Redis that this process has talked to."""
    yield from list(_lines.values())


def line_to(name: str, *, server: str, pause_seconds: float, keeps_counters: bool) -> Line:
    """Return what this process knows of a cache, by name: Django makes one for each thread.

    `server` is where it lies, without a password; the first to come sets the pause for all there.
    """
    with _lines_lock:
        if server not in _breakers:
            _breakers[server] = CircuitBreaker(server, pause_seconds=pause_seconds, on_change=_note)
        if name not in _lines:
            breaker = _breakers[server]
            _lines[name] = Line(name, breaker=breaker, keeps_counters=keeps_counters)
        return _lines[name]


def _note(change: Change) -> None:
    logger.warning(
        "the breaker %s is %s, was %s (%r)", change.name, change.after, change.before, change.error
    )
    if change.after is not State.OPEN:
        return
    for line in lines():
        if line.breaker.name == change.name and not line.keeps_counters:
            line.unsettled.add_everything()
