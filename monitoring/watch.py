"""What each worker of gunicorn watches over while it serves."""

from collections.abc import Iterable, Iterator
from functools import partial

from django.conf import settings

from monitoring import health, memory_guard
from monitoring.between_workers.turn import Turn
from monitoring.database.failed_writes import count_writes
from monitoring.memory import MB, read_memory
from monitoring.memory_guard import MemoryGuard, Worker
from monitoring.rounds import Round, begin_rounds

# The worker that this process is; empty in every other process.
_here: list[Worker] = []


def begin(worker: Worker, *, turn: Turn, more: Iterable[Round] = ()) -> None:
    """Begin the rounds of a worker, and more of them; they end with its process.

    The first look is taken before the worker serves, so that it never answers without one.
    """
    _here[:] = [worker]
    count_writes()
    health.look(server_pid=worker.ppid)
    begin_rounds([*rounds(worker, turn=turn), *more])


def is_leaving() -> bool:
    """Return whether this worker takes no new connections any more."""
    return any(not worker.alive for worker in _here)


def rounds(worker: Worker, *, turn: Turn) -> Iterator[Round]:
    """Yield what is done by the clock."""
    yield Round("health", health.EVERY_SECONDS, partial(health.look, server_pid=worker.ppid))
    read = partial(read_memory, said_bytes=settings.MEMORY_LIMIT_MB * MB, server_pid=worker.ppid)
    guard = MemoryGuard(worker, turn=turn, read=read)
    yield Round("memory", memory_guard.EVERY_SECONDS, guard.walk)
