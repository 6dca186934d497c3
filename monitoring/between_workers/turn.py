"""One at a time, and not one right after the other: a turn that processes take.

Standard library only: gunicorn makes it before it starts its workers.
"""

import fcntl
import os
import struct

from monitoring.between_workers.nameless_file import nameless_file

_STAMP = struct.Struct("d")


class Turn:
    """Shared by a process and all that it forks.

    The kernel gives a lock back when its process ends, however that was; so nobody who dies holds
    up the others. The time is that of the machine's monotonic clock, the same in each process.
    """

    def __init__(self, *, pause_seconds: float) -> None:
        self._pause_seconds = pause_seconds
        self._file = nameless_file(self)

    def take(self, *, now: float) -> bool:
        """Take the turn until this process ends; return whether it was free.

        It is free when nobody has it, and the last one was seen with it a pause ago.
        """
        try:
            # Not flock: its locks belong to the open file, which all forks share.
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if now - self._last_seen_at() < self._pause_seconds:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
            return False
        self.keep(now=now)
        return True

    def keep(self, *, now: float) -> None:
        """Say that this process still has the turn that it took."""
        os.pwrite(self._file, _STAMP.pack(now), 0)

    def _last_seen_at(self) -> float:
        stamp = os.pread(self._file, _STAMP.size, 0)
        return float(_STAMP.unpack(stamp)[0]) if stamp else float("-inf")
