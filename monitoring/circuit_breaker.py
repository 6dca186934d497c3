"""Stops asking a service that fails, and finds out by itself when it is back.

Ours, because no library keeps all of it: no lock is held while a call is under way, of all threads
exactly one asks first after a pause, and answers from before a trip count for nothing.
"""

import os
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

FAILURES_THAT_OPEN = 5
PAUSE_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 300.0  # after which somebody who mended the service has waited enough


class State(StrEnum):
    """Closed lets calls through; open does not; half-open lets one through, as a probe."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True, slots=True)
class Change:
    """The breaker became this, because of that error."""

    name: str
    before: State
    after: State
    error: BaseException | None


class CircuitBreaker:
    """Asked for a permit before each call, and told afterwards what came of it.

    A permit is a number; None means: do without the service now. Whoever took one says `succeeded`
    or `failed`, and gives it back in any case; a probe that never comes back is given up after a
    pause.
    `on_change` is called under the lock: it must be quick and ask the breaker nothing.
    """

    def __init__(
        self,
        name: str,
        *,
        pause_seconds: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        on_change: Callable[[Change], None] | None = None,
    ) -> None:
        self.name = name
        self._pause_seconds = pause_seconds
        self._clock = clock
        self._on_change = on_change
        self.start_anew()
        _forget_in_children(self)

    def start_anew(self) -> None:
        """Know nothing: closed, and no call under way."""
        self._lock = threading.Lock()
        self._state = State.CLOSED
        self._failures = 0
        self._pauses = 0
        self._opened_at = 0.0
        self._probed_at: float | None = None
        self._generation = 0

    @property
    def state(self) -> State:
        """Return the state as it is now."""
        return self._state

    @property
    def retry_in_seconds(self) -> float:
        """Return how long it stays open without anybody asking the service; 0 when not open."""
        with self._lock:
            if self._state is not State.OPEN:
                return 0.0
            return max(self._opened_at + self._current_pause() - self._clock(), 0.0)

    def permit(self) -> int | None:
        """Return a permit to call the service, or None."""
        # Read before the state: should it open in between, this number is worth nothing already.
        generation = self._generation
        if self._state is State.CLOSED:
            return generation
        with self._lock:
            if self.state is State.CLOSED:
                return self._generation
            return self._generation if self._may_probe() else None

    def succeeded(self, permit: int) -> None:
        """Tell that the service answered."""
        if self._state is State.CLOSED and not self._failures:
            return
        with self._lock:
            if permit == self._generation:
                self._failures, self._pauses, self._probed_at = 0, 0, None
                self._become(State.CLOSED, None)

    def failed(self, permit: int, error: BaseException) -> None:
        """Tell that the service did not answer."""
        with self._lock:
            if permit != self._generation:
                return
            self._failures += 1
            if self._state is State.HALF_OPEN or self._failures >= FAILURES_THAT_OPEN:
                self._open(error)

    def give_back(self, permit: int) -> None:
        """End the call, whatever was told: a probe of which nothing was leaves its place."""
        if self._state is not State.HALF_OPEN:
            return
        with self._lock:
            if permit == self._generation:
                self._probed_at = None

    def _may_probe(self) -> bool:
        now = self._clock()
        if self._state is State.OPEN:
            if now - self._opened_at < self._current_pause():
                return False
            self._become(State.HALF_OPEN, None)
        elif self._probed_at is not None and now - self._probed_at < self._pause_seconds:
            return False
        self._probed_at = now
        self._generation += 1
        return True

    def _open(self, error: BaseException) -> None:
        if self._state is State.HALF_OPEN:
            self._pauses += 1
        self._opened_at, self._probed_at, self._failures = self._clock(), None, 0
        # What calls under way will say is of the time before.
        self._generation += 1
        self._become(State.OPEN, error)

    def _current_pause(self) -> float:
        """Twice as long after each probe that failed."""
        return min(self._pause_seconds * 2.0**self._pauses, LONGEST_PAUSE_SECONDS)

    def _become(self, after: State, error: BaseException | None) -> None:
        before, self._state = self._state, after
        if before is not after and self._on_change:
            self._on_change(Change(self.name, before, after, error))


_breakers: weakref.WeakSet[CircuitBreaker] = weakref.WeakSet()


def _forget_in_children(breaker: CircuitBreaker) -> None:
    """A worker inherits neither a lock that a thread of the master held, nor what that one saw."""
    _breakers.add(breaker)


def _start_all_anew() -> None:
    for breaker in _breakers:
        breaker.start_anew()


os.register_at_fork(after_in_child=_start_all_anew)
