"""Whether the database takes what the site writes: a read that works says nothing of it.

A PostgreSQL on a full disk answers every question and refuses every row. So all workers together
count what became of the site's writes: a transaction that wrote and was committed, and a statement
that the database refused for a reason of its own. Refusals that are the writer's (a constraint, a
bad value) count for nothing. No write of ours is needed, and none can hide theirs: a small update
of one old row still works on a full disk.
"""

import time
from collections.abc import Callable
from typing import TypeVar, cast

from django.db import InternalError, OperationalError, ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from monitoring.between_workers.shared_window import SharedWindow

Answer = TypeVar("Answer")

WINDOW_SECONDS = 30
FEWEST = 5
FAILING_RATIO = 0.5
# So long after a failure it is still worth trying whether writing works again.
SUSPICION_SECONDS = 600.0
_INSUFFICIENT_PRIVILEGE = "42501"  # SQLSTATE; PostgreSQL, appendix A
_WRITES = ("INSERT", "UPDATE", "DELETE")


class RecentWrites:
    """What became of the last writes of this process, and of all that fork from it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._window = SharedWindow(seconds=WINDOW_SECONDS)

    def succeeded(self) -> None:
        """Note a transaction that wrote, and was committed."""
        self._window.note(is_good=True, now=self._clock())

    def failed(self) -> None:
        """Note a write that the database refused."""
        self._window.note(is_good=False, now=self._clock())

    def counts(self) -> tuple[int, int]:
        """Return how many were tried, and how many failed, in the window."""
        return self._window.counts(now=self._clock())

    def are_failing(self) -> bool:
        """Return whether most of enough of them failed."""
        tried, failed = self.counts()
        return tried >= FEWEST and failed >= tried * FAILING_RATIO

    def are_suspect(self) -> bool:
        """Return whether one failed not long ago."""
        return self._clock() - self._window.failed_at() < SUSPICION_SECONDS


# Made before workers are forked, so that all of them count in it.
recent_writes = RecentWrites()


def count_writes() -> None:
    """Count what is written through Django's connections in this process, from now on."""
    connection_created.connect(_attach, dispatch_uid="monitoring.failed_writes")


def _attach(connection: BaseDatabaseWrapper, **_: object) -> None:
    if _count not in connection.execute_wrappers:
        # First, not last: Django's own context manager takes its wrapper away from the end.
        connection.execute_wrappers.insert(0, _count)


def _count(execute: Callable[..., Answer], sql: str, *arguments: object) -> Answer:
    try:
        result = execute(sql, *arguments)
    except (OperationalError, InternalError, ProgrammingError) as error:
        if isinstance(error, ProgrammingError) and not _is_refused(error):
            raise  # a mistake in a statement is no fault of the database
        if _is_write(sql) or " FOR UPDATE" in sql:
            recent_writes.failed()
        raise
    if _is_write(sql):
        context = cast("dict[str, BaseDatabaseWrapper]", arguments[-1])
        _note_when_committed(context["connection"])
    return result


def _is_refused(error: ProgrammingError) -> bool:
    """Return whether the role lacks the right: grants that were not given after a migration."""
    return getattr(error.__cause__, "sqlstate", None) == _INSUFFICIENT_PRIVILEGE


def _note_when_committed(connection: BaseDatabaseWrapper) -> None:
    """Once for each transaction: one that writes ten rows and fails at the last wrote nothing."""
    if not connection.in_atomic_block:
        recent_writes.succeeded()
    elif not any(hook is _note_success for _, hook, *_ in connection.run_on_commit):
        connection.on_commit(_note_success)


def _note_success() -> None:
    recent_writes.succeeded()


def _is_write(sql: str) -> bool:
    return str(sql).lstrip()[:6].upper() in _WRITES
