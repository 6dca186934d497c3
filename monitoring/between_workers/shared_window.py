"""What a process and all that it forks count together, of the last seconds.

Standard library only.
"""

import fcntl
import mmap
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from monitoring.between_workers.nameless_file import nameless_file

# Which second, how often, and how often it failed.
_SECOND = struct.Struct("qII")
_LAST_FAILURE = struct.Struct("d")


class SharedWindow:
    """Counts good and bad outcomes, second by second; each forked process sees all of them.

    The times are those of the machine's monotonic clock, the same in each process. A process that
    dies while it counts gives the lock back: the kernel does.
    """

    def __init__(self, *, seconds: int) -> None:
        self._seconds = seconds
        size = _LAST_FAILURE.size + seconds * _SECOND.size
        self._shared = mmap.mmap(-1, size)
        self._threads = threading.Lock()
        self._file = nameless_file(self)
        _LAST_FAILURE.pack_into(self._shared, 0, float("-inf"))

    def note(self, *, is_good: bool, now: float) -> None:
        """Count one outcome; some microseconds, however many processes do."""
        second = int(now)
        place = _LAST_FAILURE.size + second % self._seconds * _SECOND.size
        with self._locked():
            then, tried, failed = _SECOND.unpack_from(self._shared, place)
            if then != second:
                tried = failed = 0
            _SECOND.pack_into(self._shared, place, second, tried + 1, failed + (not is_good))
            if not is_good:
                _LAST_FAILURE.pack_into(self._shared, 0, now)

    def counts(self, *, now: float) -> tuple[int, int]:
        """Return how many there were in the window, and how many of them were bad."""
        first = int(now) - self._seconds + 1
        with self._locked():
            rows = list(_SECOND.iter_unpack(self._shared[_LAST_FAILURE.size :]))
        recent = [(tried, failed) for second, tried, failed in rows if second >= first and tried]
        return sum(tried for tried, _ in recent), sum(failed for _, failed in recent)

    def failed_at(self) -> float:
        """Return when the last bad one was; long ago where there was none."""
        with self._locked():
            return float(_LAST_FAILURE.unpack_from(self._shared)[0])

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # A lock of the kernel's belongs to the process: threads of one do not see each other's.
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
