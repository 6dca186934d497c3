"""Adding up what the processes of the site have counted, those that ended among them."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

# In place of a process id, for all that ended.
_THE_DEAD = "dead"
_LOCK = "adding.lock"
# A file grows by doubling; without room the kernel would kill the master, not tell it.
_LEAST_FREE_BYTES = 8 * 1024 * 1024


def add_up(folder: Path) -> Iterable[Metric]:
    """Return every figure, summed over all processes that ever counted in the folder."""
    with _locked(folder, fcntl.LOCK_SH):
        # A process that has only just made its file has nothing in it, and cannot be read.
        files = [str(path) for path in folder.glob("*.db") if _size(path)]
        return list(MultiProcessCollector.merge(files))


def settle_the_dead(folder: Path, *, alive: Iterable[int]) -> None:
    """Keep what ended processes counted, in one file, and forget what they measured.

    Without it each worker that was ever replaced would leave two files behind. While somebody adds
    up, nothing is done: the next one to end takes these along.
    """
    names = {str(pid) for pid in alive}
    with suppress(BlockingIOError), _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
        for path in sorted(folder.glob("*.db")):
            kind, _, whose = path.stem.rpartition("_")
            if whose in names or whose == _THE_DEAD:
                continue
            if kind.startswith("gauge"):
                mark_process_dead(int(whose), str(folder))
            elif _has_room(folder):
                _move(path, folder / f"{kind}_{_THE_DEAD}.db")


def _move(source: Path, target: Path) -> None:
    """Add the figures of one file to those of another, and remove it."""
    if _size(source):
        sums = MmapedDict(str(target))
        try:
            for key, value, *_ in MmapedDict.read_all_values_from_file(str(source)):
                sums.write_value(key, sums.read_value(key)[0] + value, 0.0)
        finally:
            sums.close()
    source.unlink()


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    """Nobody adds up while a file goes over into another: its figures would count twice."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _size(path: Path) -> int:
    # The gauges of a worker that has just ended are gone.
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _has_room(folder: Path) -> bool:
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize >= _LEAST_FREE_BYTES
