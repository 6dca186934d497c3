"""How full the memory is that the server may use: each limit beside what it bounds."""

from collections.abc import Iterator
from dataclasses import dataclass

import psutil

from monitoring.container import Container

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MemoryReading:
    """What is used of a limit, in bytes, and by whom: the container, or the server's processes."""

    used_bytes: int
    limit_bytes: int
    whose: str

    @property
    def fill_ratio(self) -> float:
        """Return used / limit."""
        return self.used_bytes / self.limit_bytes

    def __str__(self) -> str:
        return (
            f"{self.whose} uses {self.used_bytes // MB:,} of {self.limit_bytes // MB:,} MB"
            f" ({self.fill_ratio:.0%})"
        )


def read_memory(
    *, said_bytes: int, server_pid: int | None, container: Container | None = None
) -> MemoryReading | None:
    """Return the fuller one of two readings, or None where nobody set a limit.

    The limit of a control group bounds all that runs in it: it stands beside the group's working
    set. MEMORY_LIMIT_MB (`said_bytes`; 0 for unset) bounds this server where it is the lower one:
    it stands beside what gunicorn's master (`server_pid`) and its workers use. So a machine with no
    group, or with others in its group, is judged by the server alone. What the whole machine has is
    no limit here: others use it too.
    """
    here = container or Container()
    group_limit = here.group_limit_bytes()
    readings = [*_of_container(here, group_limit)]
    if said_bytes and server_pid and said_bytes < (group_limit or said_bytes + 1):
        readings.append(MemoryReading(server_bytes(server_pid), said_bytes, "the server"))
    return max(readings, key=lambda reading: reading.fill_ratio, default=None)


def server_bytes(master_pid: int) -> int:
    """Return what a process and all below it use together, each page counted once."""
    return sum(pss for pss, _ in _bytes_of(_family(master_pid)))


def own_bytes(pid: int) -> int:
    """Return what only this process uses: what its end gives back."""
    return max((uss for _, uss in _bytes_of([_process(pid)])), default=0)


def child_bytes(master_pid: int) -> dict[int, int]:
    """Return what only each child of a process uses, by process id."""
    master = _process(master_pid)
    children = master.children() if master else []
    return {child.pid: own_bytes(child.pid) for child in children}


def _of_container(container: Container, limit: int | None) -> Iterator[MemoryReading]:
    use = container.memory_use()
    if limit and use:
        yield MemoryReading(use.working_set_bytes, limit, "the container")


def _family(pid: int) -> list[psutil.Process | None]:
    head = _process(pid)
    return [head, *head.children(recursive=True)] if head else []


def _process(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def _bytes_of(processes: list[psutil.Process | None]) -> Iterator[tuple[int, int]]:
    """Yield the proportional and the unshared bytes of those that are still there."""
    for process in filter(None, processes):
        try:
            memory = process.memory_full_info()
        except psutil.AccessDenied:
            # Some containers close it. What is resident counts shared pages again in each worker.
            yield (resident := _resident(process)), resident
        except psutil.NoSuchProcess:
            continue
        else:
            yield memory.pss if hasattr(memory, "pss") else memory.uss, memory.uss


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0
