"""A file that a process and all that it forks hold open, and nobody else can find.

Standard library only: gunicorn makes one before it starts its workers.
"""

import os
import tempfile
import weakref
from pathlib import Path


def nameless_file(owner: object) -> int:
    """Return the descriptor of an empty file, which is closed with its owner.

    Nothing is left behind, and no other server can come between. It lies in memory, as a disk may
    be full.
    """
    descriptor = _open()
    weakref.finalize(owner, os.close, descriptor)
    return descriptor


def _open() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("nameless")
    # Not Linux: a file whose name is taken away at once.
    descriptor, path = tempfile.mkstemp()
    Path(path).unlink()
    return descriptor
