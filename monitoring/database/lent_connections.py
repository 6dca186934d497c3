"""Database connections that go with a place in the house, and not with a thread.

Django keeps a connection for each thread. Many threads wait for few places: each would come to hold
a connection of its own in the end, and PostgreSQL has no hundred of them.
"""

from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper


class LentConnections:
    """Connections that nobody uses just now: whoever takes a place takes them up."""

    def __init__(self) -> None:
        # The one that was used last is the one that is asked least whether it still stands.
        self._idle: list[Sequence[BaseDatabaseWrapper]] = []

    def take_up(self) -> None:
        """Give this thread what the last one left; without anything Django makes its own."""
        try:
            wrappers = self._idle.pop()
        except IndexError:
            return
        for wrapper in wrappers:
            connections[wrapper.alias] = wrapper

    def put_down(self) -> None:
        """Take from this thread what it used, for whoever comes next."""
        # In a transaction it was there before the request: a test's own, which goes on with it.
        wrappers = [
            each for each in connections.all(initialized_only=True) if not each.in_atomic_block
        ]
        for wrapper in wrappers:
            if not wrapper.allow_thread_sharing:
                wrapper.inc_thread_sharing()
            del connections[wrapper.alias]
        if wrappers:
            self._idle.append(wrappers)
