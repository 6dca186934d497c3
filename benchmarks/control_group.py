"""A control group with a limit of memory and of processor time, as a container has."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from monitoring.container import Container, MemoryUse
from tests.servers.ports import wait_until

ROOT = Path("/sys/fs/cgroup")
PERIOD_US = 100_000
MB = 1024 * 1024


class ControlGroup:
    """One group of version 1 or 2; programs are started inside of it."""

    def __init__(self, name: str, *, memory_mb: int, cpus: float) -> None:
        self._is_v2 = (ROOT / "cgroup.controllers").is_file()
        rooms = [ROOT] if self._is_v2 else [ROOT / "memory", ROOT / "cpu"]
        self._folders = [room / name for room in rooms]
        limits = _limits_v2(memory_mb, cpus) if self._is_v2 else _limits_v1(memory_mb, cpus)
        if self._is_v2:
            (ROOT / "cgroup.subtree_control").write_text("+memory +cpu")
        for folder in self._folders:
            folder.mkdir()
        for file, value in limits.items():
            for folder in self._folders:
                if (folder / file).exists():
                    (folder / file).write_text(value)

    def inside(self) -> list[str]:
        """Return a program that goes into the group and becomes the one it is told."""
        doors = " ".join(f"{folder}/cgroup.procs" for folder in self._folders)
        return ["sh", "-c", f'for door in {doors}; do echo $$ >"$door"; done; exec "$@"', "sh"]

    def memory_use(self, pid: int) -> MemoryUse:
        """Return what the group of this process uses."""
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "self").symlink_to(f"/proc/{pid}")
            use = Container(processes=Path(folder)).memory_use()
        assert use is not None
        return use

    def oom_kills(self) -> int:
        """Return how often the kernel killed inside for want of memory."""
        file = self._folders[0] / ("memory.events" if self._is_v2 else "memory.oom_control")
        pairs = (line.split() for line in file.read_text().splitlines())
        return sum(int(value) for name, value in pairs if name == "oom_kill")

    def throttled(self) -> str:
        """Return in how many of its periods the group had used up its processor time."""
        lines = (self._folders[-1] / "cpu.stat").read_text().splitlines()
        said = dict(line.split() for line in lines)
        return f"{said.get('nr_throttled', '?')} of {said.get('nr_periods', '?')} periods"

    def remove(self) -> None:
        """Remove it; nothing may run inside any more."""
        for folder in self._folders:
            wait_until(partial(_is_empty, folder), what=f"an empty {folder}")
            folder.rmdir()


def _is_empty(folder: Path) -> bool:
    return not (folder / "cgroup.procs").read_text()


def _limits_v1(memory_mb: int, cpus: float) -> dict[str, str]:
    return {
        "memory.limit_in_bytes": f"{memory_mb * MB}",
        "cpu.cfs_period_us": f"{PERIOD_US}",
        "cpu.cfs_quota_us": f"{int(cpus * PERIOD_US)}",
    }


def _limits_v2(memory_mb: int, cpus: float) -> dict[str, str]:
    return {"memory.max": f"{memory_mb * MB}", "cpu.max": f"{int(cpus * PERIOD_US)} {PERIOD_US}"}


@contextmanager
def a_group(*, memory_mb: int, cpus: float) -> Iterator[ControlGroup]:
    """Lend a group, for which only root may ask."""
    group = ControlGroup(f"stevedores-{os.getpid()}", memory_mb=memory_mb, cpus=cpus)
    try:
        yield group
    finally:
        group.remove()
