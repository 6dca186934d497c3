"""The log of a command whose results are read at a terminal."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import MemoryHandler

_MOST_HELD = 1000  # lines; beyond it they are written all the same
# No level is as high: nothing is urgent enough to stand among the results.
_NEVER = logging.CRITICAL + 1


@contextmanager
def log_afterwards() -> Iterator[None]:
    """Hold back what this process logs, and write it at the end: results stay in one piece."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    held = [MemoryHandler(_MOST_HELD, _NEVER, target=handler) for handler in handlers]
    root.handlers[:] = held
    try:
        yield
    finally:
        root.handlers[:] = handlers
        for each in held:
            each.close()
