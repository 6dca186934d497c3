"""An end to a conversation that goes on for too long, though each of its steps is in time."""

import threading
from collections.abc import Callable
from contextlib import suppress
from socket import SHUT_RDWR, socket

_AGAIN_SECONDS = 0.2


class Watchdog:
    """Cuts a connection when its time is over, and again until it is told that it ended.

    A server that sends one byte a second never exceeds the time-out of a step. `socket_of` returns
    the connection as it is just then: None before there is one.
    """

    def __init__(self, socket_of: Callable[[], socket | None], *, seconds: float) -> None:
        self._socket_of = socket_of
        self._seconds = seconds
        self._is_over = threading.Event()
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def end(self) -> None:
        """Let it lie down: the conversation is over."""
        self._is_over.set()

    def _watch(self) -> None:
        is_over = self._is_over.wait(self._seconds)
        while not is_over:
            # It may be connecting still, or be connected anew after it was cut.
            if connected := self._socket_of():
                with suppress(OSError):
                    connected.shutdown(SHUT_RDWR)
            is_over = self._is_over.wait(_AGAIN_SECONDS)
