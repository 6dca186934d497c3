"""A disk that is small enough to be filled."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "300m"


@contextmanager
def a_small_disk() -> Iterator[Path | None]:
    """Lend a disk in memory; None where nobody may mount one: it takes root, and its right to."""
    # Not below pytest's own folders, where PostgreSQL's account may not go.
    folder = Path(tempfile.mkdtemp(prefix="stevedores-disk-"))
    folder.chmod(0o711)
    is_there = os.geteuid() == 0 and _succeeds(
        "mount", "-t", "tmpfs", "-o", _OPTIONS, "tmpfs", folder
    )
    try:
        yield folder if is_there else None
    finally:
        if is_there:
            _succeeds("umount", folder)
        folder.rmdir()


_OPTIONS = f"size={SIZE},mode=711"


def _succeeds(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
