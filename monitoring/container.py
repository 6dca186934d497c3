"""What this container may use and what it uses, as the kernel's control groups tell it.

Standard library only: gunicorn reads its settings from here before Django starts. Every answer is
read anew from files, about 150 µs; whoever asks often keeps it for a second.
Source: the Linux kernel's documentation, "Control Group v2" and "Memory Resource Controller" (v1).
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Version 1 says "no limit" with the highest number of whole pages below 2^63.
_NO_LIMIT = 1 << 60
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """What all processes of the container use together, in bytes.

    The working set is what the kernel cannot take back at once: all that is charged, without files
    that nobody looked at lately. Anonymous memory is what only the end of a process gives back.
    """

    working_set_bytes: int
    anonymous_bytes: int


class Container:
    """Reads both versions of control groups, and the machine where there is none."""

    def __init__(
        self, *, groups: Path = Path("/sys/fs/cgroup"), processes: Path = Path("/proc")
    ) -> None:
        self._groups = groups
        self._processes = processes

    def memory_limit_bytes(self) -> int | None:
        """Return what the container may use: the tightest limit of its group and those around it.

        Without one, what the machine has; None where even that cannot be read.
        """
        limits = [*self._limits_v2(), *self._limits_v1(), *self._machine_bytes()]
        return min((limit for limit in limits if limit < _NO_LIMIT), default=None)

    def group_limit_bytes(self) -> int | None:
        """Return the tightest limit of the groups alone; None where they set none.

        One that is above what the machine has bounds nothing.
        """
        machine = min(self._machine_bytes(), default=_NO_LIMIT)
        limits = [*self._limits_v2(), *self._limits_v1()]
        return min((limit for limit in limits if limit < min(machine, _NO_LIMIT)), default=None)

    def no_limit_words(self) -> str:
        """Return what is said everywhere where no group sets a limit; "" where one does."""
        if self.group_limit_bytes() is not None:
            return ""
        machine = next(self._machine_bytes(), None)
        if machine is None:
            return "no container limit; what the machine has is not known"
        return f"no container limit; the machine's {machine // _MB:,} MB"

    def memory_use(self) -> MemoryUse | None:
        """Return what the container uses, or None outside of any group that counts memory."""
        for folder in self._folders_v2():
            if (used := _number(folder / "memory.current")) is not None:
                return _use(used, folder, inactive="inactive_file", anonymous="anon")
        for folder in self._folders_v1("memory"):
            if (used := _number(folder / "memory.usage_in_bytes")) is not None:
                return _use(used, folder, inactive="total_inactive_file", anonymous="total_rss")
        return None

    def cpu_count(self) -> float:
        """Return how many processors' worth of time the container may use, such as 0.5.

        Python's own counts know which processors a process may run on, and no quota.
        """
        mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        return min([float(mine or 1), *self._quotas_v2(), *self._quotas_v1()])

    def _limits_v2(self) -> Iterator[int]:
        for folder in self._folders_v2():
            if (limit := _number(folder / "memory.max")) is not None:
                yield limit

    def _limits_v1(self) -> Iterator[int]:
        for folder in self._folders_v1("memory"):
            if (limit := _number(folder / "memory.limit_in_bytes")) is not None:
                yield limit

    def _machine_bytes(self) -> Iterator[int]:
        for line in _text(self._processes / "meminfo").splitlines():
            name, _, rest = line.partition(":")
            if name == "MemTotal":
                yield int(rest.split()[0]) * 1024

    def _quotas_v2(self) -> Iterator[float]:
        for folder in self._folders_v2():
            quota, _, period = _text(folder / "cpu.max").partition(" ")
            if quota.isdecimal() and period.isdecimal():
                yield int(quota) / int(period)

    def _quotas_v1(self) -> Iterator[float]:
        for folder in self._folders_v1("cpu"):
            quota = _number(folder / "cpu.cfs_quota_us")
            period = _number(folder / "cpu.cfs_period_us")
            if quota and period:
                yield quota / period

    def _folders_v2(self) -> Iterator[Path]:
        return _upwards(self._groups, self._group_of(""))

    def _folders_v1(self, controller: str) -> Iterator[Path]:
        return _upwards(self._groups / controller, self._group_of(controller))

    def _group_of(self, controller: str) -> str:
        for line in _text(self._processes / "self" / "cgroup").splitlines():
            _, controllers, path = line.split(":", 2)
            if controller in controllers.split(","):
                return path
        return "/"


def _upwards(base: Path, group: str) -> Iterator[Path]:
    """The group, then those around it, up to the base.

    A container may be told the machine's name of its group, and see that group as the base.
    """
    folder = base / group.strip("/")
    for each in (folder, *folder.parents):
        if each.is_dir():
            yield each
        if each == base:
            return


def _use(used: int, folder: Path, *, inactive: str, anonymous: str) -> MemoryUse:
    figures = dict(_pairs(_text(folder / "memory.stat").splitlines()))
    return MemoryUse(
        working_set_bytes=max(used - figures.get(inactive, 0), 0),
        anonymous_bytes=figures.get(anonymous, 0),
    )


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    for line in lines:
        name, _, figure = line.partition(" ")
        if figure.isdecimal():
            yield name, int(figure)


def _number(file: Path) -> int | None:
    """Return the number in a file; None for "max", for -1, and where there is no such file."""
    text = _text(file)
    return int(text) if text.isdecimal() else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:
        return ""
