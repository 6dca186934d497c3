"""Places in the house, and the line of those who wait for one.

Standard library only.
"""

import threading
from collections import deque


class Places:
    """So many may be inside at a time; the others come in by turns, whoever came first.

    A semaphore lets a newcomer in before those whom it has just woken, who then wait anew.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._line: deque[threading.Lock] = deque()
        self._changing = threading.Lock()

    def take(self, *, within_seconds: float = 0) -> bool:
        """Return True as soon as there is a place, False when none came free in time."""
        with self._changing:
            if self._free:
                self._free -= 1
                return True
            if not within_seconds:
                return False
            turn = threading.Lock()
            turn.acquire()
            self._line.append(turn)
        if turn.acquire(timeout=within_seconds):
            return True
        with self._changing:
            if turn in self._line:
                self._line.remove(turn)
                return False
        return True  # it came while we were about to go

    def give_back(self) -> None:
        """Hand a place to whoever is first in the line, if anybody is."""
        with self._changing:
            if self._line:
                self._line.popleft().release()
            else:
                self._free += 1
