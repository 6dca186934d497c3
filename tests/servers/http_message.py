"""One HTTP message as bytes on a socket; just enough of the protocol for the fault proxy."""

import re
import socket
from dataclasses import dataclass

CHUNK_BYTES = 65536
END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True)
class Message:
    """A request or an answer; empty when the other side closed without one."""

    head: bytes
    body: bytes

    @property
    def first_line(self) -> str:
        """Return ``POST /x HTTP/1.1`` or ``HTTP/1.1 200 OK``."""
        return self.head.split(b"\r\n", 1)[0].decode("latin-1")

    def as_bytes(self) -> bytes:
        """Return it with the order to close the connection: one request each keeps faults exact."""
        head = re.sub(rb"(?im)^connection:.*\r\n", b"", self.head + b"\r\n")
        return head + b"Connection: close" + END_OF_HEAD + self.body


def read_message(connection: socket.socket, *, is_answer: bool) -> Message:
    """Read one message; an answer without a length ends where the connection does."""
    received = b""
    while END_OF_HEAD not in received:
        chunk = connection.recv(CHUNK_BYTES)
        if not chunk:
            return Message(b"", b"")
        received += chunk
    head, body = received.split(END_OF_HEAD, 1)
    length = re.search(rb"(?im)^content-length:\s*(\d+)", head)
    # A request without a length has no body, and waiting for its end would wait for ever.
    wanted = int(length[1]) if length else None if is_answer else 0
    while wanted is None or len(body) < wanted:
        chunk = connection.recv(CHUNK_BYTES)
        if not chunk:
            break
        body += chunk
    return Message(head, body)
