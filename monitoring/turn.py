"""One at a time, and not one right after the other: a turn that processes take.

Standard library only: gunicorn makes it before it starts its workers.
"""

import fcntl
import struct
import tempfile

_STAMP = struct.Struct("d")


class Turn:
    """Shared by a process and all that it forks.

    The kernel gives a lock back when its process ends, however that was; so nobody who dies holds
    up the others. The time is that of the machine's monotonic clock, the same in each process.
    """

    def __init__(self, *, pause_seconds: float, folder: str | None = None) -> None:
        self._pause_seconds = pause_seconds
        # Without a name: nothing is left behind, and no other server can come between.
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115  # open while the server runs

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
        self._file.seek(0)
        self._file.write(_STAMP.pack(now))

    def close(self) -> None:
        """Forget it in this process."""
        self._file.close()

    def _last_seen_at(self) -> float:
        self._file.seek(0)
        stamp = self._file.read(_STAMP.size)
        return float(_STAMP.unpack(stamp)[0]) if len(stamp) == _STAMP.size else float("-inf")
