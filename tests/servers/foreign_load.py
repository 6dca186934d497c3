"""Figures of what was measured, and how much of the machine others used meanwhile."""

import os
import time
from collections.abc import Iterable, Sequence

import psutil
import psycopg

# Above this much of a core, a time that was missed says nothing; below it, it says something.
TOLERABLE_CORES = 0.3


class ForeignLoad:
    """Begins to watch when it is made; `roots` are processes of ours that are no children of ours.

    What ours use is theirs, and that of all their children, those that ended included.
    """

    def __init__(self, roots: Iterable[int] = ()) -> None:
        self._roots = [os.getpid(), *roots]
        self._began_at = time.monotonic()
        self._busy, self._own = _busy_seconds(), self._own_seconds()

    def cores(self) -> float:
        """Return how many cores others kept busy since it was made, on average."""
        seconds = time.monotonic() - self._began_at
        foreign = (_busy_seconds() - self._busy) - (self._own_seconds() - self._own)
        return max(foreign / seconds, 0.0)

    def _own_seconds(self) -> float:
        return sum(_seconds_of(process) for process in _family(self._roots))


def postmaster_of(database_url: str) -> int:
    """Return the process id of the PostgreSQL on this machine that serves a database."""
    with psycopg.connect(database_url) as connection:
        return int(psutil.Process(connection.info.backend_pid).ppid())


def _family(roots: Iterable[int]) -> set[psutil.Process]:
    family = set()
    for pid in roots:
        if psutil.pid_exists(pid):
            root = psutil.Process(pid)
            family |= {root, *root.children(recursive=True)}
    return family


def _seconds_of(process: psutil.Process) -> float:
    try:
        used = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(used.user + used.system + used.children_user + used.children_system)


def _busy_seconds() -> float:
    # What the hypervisor gave to others counts too: "steal".
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq + times.steal)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of them, such as 0.95, does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
