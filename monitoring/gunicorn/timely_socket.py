"""A connection that waits for its client only so long.

Standard library only.
"""

import errno
import fcntl
import logging
import select
import socket
import struct
import sys
import termios
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

logger = logging.getLogger(__name__)

# How long a client may let us wait beyond what its bytes are worth: a radio shadow may be as long.
PATIENCE_SECONDS = 20.0
# What bytes are worth. The slowest network that people still use carries several times as many.
# Apache's mod_reqtimeout has the same two figures.
LEAST_BYTES_PER_SECOND = 500
# How often a client is looked at that takes bytes, but not enough yet for the next ones to go.
LOOK_SECONDS = 1.0
# More than the head of any answer has.
LARGEST_HEAD_BYTES = 16 * 1024
_NO_BYTES = b"\0" * 4


def has_spoken(connection: socket.socket) -> bool:
    """Tell whether something has come from a client that nobody has read yet, or its end."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


class TimelySocket(socket.socket):
    """An accepted connection; who holds it up for too long is as one that has hung up.

    Only the time that somebody waits for the client is counted, not the time that an answer takes
    to be made. What the client sends, and what it takes of an answer, buys time again, never more
    than PATIENCE_SECONDS: neither silence nor single bytes hold a thread for ever.

    SO_RCVTIMEO and SO_SNDTIMEO bound silence alone, and may take for silent who reads slowly:
    once its buffer is full, the kernel takes more only when a third of it, of up to 4 MB, is free.
    Nor would those have them who connected before a worker set them on the listener.

    Whoever reads or writes when time is up hears that the connection was reset, which everybody
    knows how to bear. Who sets a time-out of their own, as gunicorn does while it closes, keeps it.
    To the kernel it never blocks: gunicorn sets and unsets that four times for each request, and
    lets other threads in each time. What is sent first, the head of an answer, waits for what
    comes after it: one packet, and the client is woken once.
    """

    def __init__(self, accepted: socket.socket) -> None:
        accepted.settimeout(0)
        kind = (accepted.family, accepted.type, accepted.proto)
        super().__init__(*kind, fileno=accepted.detach())
        self._time_out: float | None = None
        self._held = b""
        self._is_given_up = False
        self.begin_anew()

    def begin_anew(self) -> None:
        """Give the client its time for one more request and its answer."""
        self._patience = PATIENCE_SECONDS
        self._is_first = True

    def settimeout(self, value: float | None, /) -> None:
        """Wait for so many seconds at the most, for each call; None is our own patience."""
        self._time_out = value

    def gettimeout(self) -> float | None:
        """Return what was set."""
        return self._time_out

    def setblocking(self, flag: object, /) -> None:
        """Wait as patience has it, or not at all."""
        self._time_out = None if flag else 0.0

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Receive as a socket does.

        Raises ConnectionResetError when the client held us up for too long.
        """
        self.send_what_is_held()
        while True:
            try:
                data = super().recv(size, flags)
            except BlockingIOError:
                if self._time_out == 0:
                    raise
                self._wait(select.POLLIN)
            else:
                self._count(worth=len(data), waited=0)
                return data

    def send(self, data: "ReadableBuffer", flags: int = 0, /) -> int:
        """Send some of it, as a socket does; raises as `recv`."""
        while True:
            try:
                return super().send(data, flags)
            except BlockingIOError:
                if self._time_out == 0:
                    raise
                self._wait(select.POLLOUT)

    def sendall(self, data: "ReadableBuffer", flags: int = 0, /) -> None:
        """Send all of it, as a socket does, or keep a head until more is sent; raises as `recv`."""
        is_head, self._is_first = self._is_first, False
        rest = memoryview(data).cast("B")
        if is_head and len(rest) <= LARGEST_HEAD_BYTES:
            self._held = bytes(rest)
            return
        if self._held:
            rest, self._held = memoryview(self._held + rest), b""
        while rest:
            rest = rest[self.send(rest, flags) :]

    def send_what_is_held(self) -> None:
        """Send what waits for more, as at the end of an answer without a body; raises as `recv`."""
        if self._held:
            self.sendall(b"")

    def _wait(self, event: int) -> None:
        """Wait until the client has sent something, or there is room for what we send."""
        poll = select.poll()
        poll.register(self, event)
        if self._time_out is not None:
            if not poll.poll(1000 * self._time_out):
                raise TimeoutError("timed out")
            return
        is_ready = False
        while not is_ready:
            if self._patience <= 0:
                self._give_up(event)
            queued, began = self._queued(), monotonic()
            is_ready = bool(poll.poll(1000 * min(LOOK_SECONDS, self._patience)))
            self._count(worth=queued - self._queued(), waited=monotonic() - began)

    def _count(self, *, worth: int, waited: float) -> None:
        earned = worth / LEAST_BYTES_PER_SECOND
        self._patience = min(PATIENCE_SECONDS, self._patience - waited + earned)

    def _queued(self) -> int:
        """Return how many bytes lie in the kernel that the client has not taken yet."""
        return int.from_bytes(fcntl.ioctl(self, termios.TIOCOUTQ, _NO_BYTES), sys.byteorder)

    def _give_up(self, event: int) -> None:
        is_reading = event == select.POLLIN
        if not is_reading:
            # Else the kernel keeps the rest, up to 4 MB of our memory, for long after the end.
            at_once = struct.pack("ii", 1, 0)
            self.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        if not self._is_given_up:
            self._is_given_up = True
            what = "it did not send its request" if is_reading else "it did not take its answer"
            logger.warning("a client was given up: for %g s %s", PATIENCE_SECONDS, what)
        raise ConnectionResetError(errno.ECONNRESET, "the client was given up")
