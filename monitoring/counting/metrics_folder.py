"""The folder in which all processes of one site count together; it lives as long as their master.

Standard library only: gunicorn's configuration opens it, before the library that counts is loaded.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

# In the environment, where the library looks once, when it is imported.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108  # ours in it is mkdtemp's: only this user may enter
_PREFIX = "site-metrics-"
_LOCK = "lock"
# A worker writes less than 1 MB. One that finds no room is killed by the kernel, not told.
_LEAST_FREE_BYTES = 16 * 1024 * 1024
# Younger ones may belong to a master that has not locked its own yet.
_LEFT_OVER_AFTER_SECONDS = 60


class Folder(NamedTuple):
    """Where the files are, and the process id of the master whose they are."""

    path: Path
    master_pid: int
    lock: int


_opened: list[Folder] = []


def open_folder(within: Path = MEMORY_FOLDER) -> Folder:
    """Make the folder of this master, empty; a configuration that is read again gets the same.

    It is removed when the master ends. One whose master was killed goes when the next one starts.
    """
    if not _opened:
        parent = within if _has_room(within) else Path(tempfile.gettempdir())
        _remove_left_over(parent)
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        folder = Folder(path, os.getpid(), _lock(path / _LOCK, os.O_CREAT))
        atexit.register(_remove, folder)
        _opened.append(folder)
    return _opened[0]


def folder_in_use() -> Folder | None:
    """Return the folder that this process counts in, or None where each counts by itself."""
    return _opened[0] if _opened else None


def _has_room(folder: Path) -> bool:
    try:
        room = os.statvfs(folder)
    except OSError:
        return False
    return os.access(folder, os.W_OK) and room.f_bavail * room.f_frsize >= _LEAST_FREE_BYTES


def _lock(file: Path, flags: int = 0) -> int:
    """Hold a lock for as long as this process or one that it forked lives."""
    descriptor = os.open(file, os.O_RDWR | flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _remove_left_over(parent: Path) -> None:
    for path in parent.glob(f"{_PREFIX}*"):
        # Somebody else's, removed meanwhile, or still in use.
        with suppress(OSError):
            if path.stat().st_mtime < time.time() - _LEFT_OVER_AFTER_SECONDS:
                os.close(_lock(path / _LOCK))
                shutil.rmtree(path)


def _remove(folder: Folder) -> None:
    # Workers inherit what is to be done at the end of their master.
    if os.getpid() == folder.master_pid:
        shutil.rmtree(folder.path, ignore_errors=True)
