"""Writes down once a minute what the instruments say, and then has the alerts evaluated."""

import fcntl
import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import Error, connection
from django.utils import timezone

from monitoring.alerts import evaluate
from monitoring.database.failures import database_is_away
from monitoring.minutes.minute_figures import Readings, figures_between
from monitoring.minutes.sampler_notes import Notes, Taken
from monitoring.models import Sample
from monitoring.rounds import Round

logger = logging.getLogger(__name__)

# How soon after a minute it is written down, and how soon a turn that is free is taken.
EVERY_SECONDS = 5.0
KEPT = timedelta(days=8)  # a whole week on the page, and the day before it
_MINUTE = timedelta(minutes=1)
# Across a longer gap, what was counted says nothing of any minute.
_LONGEST_GAP = timedelta(minutes=5)
# Kept while the database is away; about 30 figures a minute.
_MOST_WAITING = 30 * 60
_LONGEST_NAME = 100  # characters; as the columns have it
# Somewhere within the hour, so that a container that begins anew often prunes all the same.
_PRUNES_AT_MINUTE = 17


class Sampler:
    """Makes its round in each worker; of all workers of a container one has the turn.

    The turn is a lock on a file in the folder that they share, which the kernel gives back when its
    process ends. What the last one read is in that file, so that the next one goes on from there.
    """

    def __init__(self, folder: Path, *, read: Callable[[], Readings], source: str) -> None:
        self.folder = folder
        self._path = folder / "samples"
        self._read = read
        self._source = source[:_LONGEST_NAME]
        self._descriptor: int | None = None
        self._notes = Notes()
        self._waiting: list[Sample] = []

    def walk(self) -> None:
        """Write the last minute down when it is over and nobody else does."""
        if not self.has_the_turn():
            return
        now = timezone.now()
        before = self._notes.taken
        if before is not None and before.minute == _minute_of(now):
            return
        self._notes.taken = after = Taken(now, self._read())
        try:
            if before is not None and after.at - before.at <= _LONGEST_GAP:
                self._note(before, after)
                self._write(now)
        finally:
            self._notes.write(self._path)

    def _note(self, before: Taken, after: Taken) -> None:
        seconds = (after.at - before.at).total_seconds()
        figures = figures_between(before.readings, after.readings, seconds=seconds)
        taken_at = after.minute - _MINUTE
        self._waiting += [
            Sample(taken_at=taken_at, source=self._source, name=name[:_LONGEST_NAME], value=value)
            for name, value in figures.items()
        ]
        del self._waiting[:-_MOST_WAITING]

    def _write(self, now: datetime) -> None:
        outage = self._notes.outage
        try:
            Sample.objects.bulk_create(self._waiting, ignore_conflicts=True)
        except Error as error:
            if not database_is_away(error):
                # A row that is wrong will be so every minute, and is no outage.
                self._waiting.clear()
                raise
            logger.warning("the last minute is not written down: %s", type(error).__name__)
            outage.goes_on(source=self._source, now=now)
            return
        self._waiting.clear()
        outage.is_over(source=self._source, now=now)
        evaluate(now=now)
        if now.minute == _PRUNES_AT_MINUTE:
            prune(now=now)

    def leave(self) -> None:
        """Give the turn back to whoever is next."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def has_the_turn(self) -> bool:
        """Return whether this process takes the samples, taking the turn when it is free."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        self._notes = Notes.read(self._path)
        return True


def sampling(sampler: Sampler) -> Round:
    """Return the round in which a worker takes samples."""

    def walk() -> None:
        try:
            sampler.walk()
        finally:
            # One connection of each worker for a minute's figures is too many.
            connection.close()

    return Round("samples", EVERY_SECONDS, walk)


def prune(*, now: datetime) -> None:
    """Throw away what no page shows any more."""
    Sample.objects.filter(taken_at__lt=now - KEPT).delete()


def _minute_of(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
