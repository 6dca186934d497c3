"""Database connections that go with a place in the house, and not with a thread.

Django keeps a connection for each thread. Many threads wait for few places: each would come to hold
a connection of its own in the end, and PostgreSQL has no hundred of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Wrappers = Sequence[BaseDatabaseWrapper]


def lend_connections(application: Application) -> Application:
    """Return an application whose requests hand their connections on, to whoever comes next."""
    # The one that was used last is the one that is asked least whether it still stands.
    idle: list[Wrappers] = []

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if idle:
            _take_up(idle)
        is_served = False
        try:
            body = application(environ, start_response)
            is_served = True
        finally:
            if not is_served:
                _put_down(idle)
        return _Lent(body, idle)

    return answer


class _Lent:
    """The body of an answer; what it borrowed is free when it is closed, in the same thread."""

    def __init__(self, body: Iterable[bytes], idle: list[Wrappers]) -> None:
        self._body = body
        self._idle = idle

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        try:
            if close := getattr(self._body, "close", None):
                close()
        finally:
            _put_down(self._idle)


def _take_up(idle: list[Wrappers]) -> None:
    try:
        wrappers = idle.pop()
    except IndexError:
        return  # somebody was quicker; this one makes its own
    for wrapper in wrappers:
        connections[wrapper.alias] = wrapper


def _put_down(idle: list[Wrappers]) -> None:
    # Inside of a transaction it was there before the request: a test's own, which goes on with it.
    wrappers = [each for each in connections.all(initialized_only=True) if not each.in_atomic_block]
    for wrapper in wrappers:
        if not wrapper.allow_thread_sharing:
            wrapper.inc_thread_sharing()
        del connections[wrapper.alias]
    if wrappers:
        idle.append(wrappers)
