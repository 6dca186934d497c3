"""A real control group with a memory limit, for a server that is to be short of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BASE = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class MemoryGroup:
    """One group; its folder is where processes are put and figures are read."""

    folder: Path
    version: int

    def used_bytes(self) -> int:
        """Return what is charged to it."""
        file = "memory.usage_in_bytes" if self.version == 1 else "memory.current"
        return int((self.folder / file).read_text(encoding="ascii"))

    def oom_kill_count(self) -> int:
        """Return how many of its processes the kernel ended for want of memory."""
        file = self.folder / ("memory.oom_control" if self.version == 1 else "memory.events")
        figures = dict(line.split() for line in file.read_text(encoding="ascii").splitlines())
        return int(figures["oom_kill"])


@contextmanager
def a_memory_group(limit_mb: int) -> Iterator[MemoryGroup | None]:
    """Lend a group with a limit, or None where this machine lets us make none."""
    version = 1 if (BASE / "memory").is_dir() else 2
    folder = (BASE / "memory" if version == 1 else BASE) / f"stevedores-tests-{os.getpid()}"
    limit = folder / ("memory.limit_in_bytes" if version == 1 else "memory.max")
    try:
        folder.mkdir()
        limit.write_text(str(limit_mb * 1024 * 1024), encoding="ascii")
    except OSError:
        yield None
    else:
        yield MemoryGroup(folder, version)
    finally:
        if folder.is_dir():
            folder.rmdir()
