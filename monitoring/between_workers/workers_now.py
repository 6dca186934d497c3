"""How many workers share what one of them cannot see: a number that all processes have in common.

Standard library only: the master of gunicorn writes it.
"""

import mmap
import sys

# Made before the workers are, so that all of them look at the same few bytes.
_shared = mmap.mmap(-1, 8)


def note_workers(count: int) -> None:
    """Write down how many workers there are to be from now on."""
    _shared[:8] = count.to_bytes(8, sys.byteorder)


def workers_now() -> int:
    """Return how many workers there are: one where nobody wrote it down, as in a command."""
    return max(int.from_bytes(_shared[:8], sys.byteorder), 1)
