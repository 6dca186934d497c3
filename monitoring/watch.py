"""What each worker of gunicorn watches over while it serves."""

from collections.abc import Iterable, Iterator
from functools import partial

from django.conf import settings

from monitoring import memory_guard
from monitoring.memory import MB, read_memory
from monitoring.memory_guard import MemoryGuard, Worker
from monitoring.rounds import Round, begin_rounds
from monitoring.turn import Turn


def begin(worker: Worker, *, turn: Turn, more: Iterable[Round] = ()) -> None:
    """Begin the rounds of a worker, and more of them; they end with its process."""
    begin_rounds([*rounds(worker, turn=turn), *more])


def rounds(worker: Worker, *, turn: Turn) -> Iterator[Round]:
    """Yield what is done by the clock."""
    read = partial(read_memory, said_bytes=settings.MEMORY_LIMIT_MB * MB, server_pid=worker.ppid)
    guard = MemoryGuard(worker, turn=turn, read=read)
    yield Round("memory", memory_guard.EVERY_SECONDS, guard.walk)
