"""What a server answers to a request as bytes on a socket, and which headers it left out."""

import socket
from contextlib import closing

from tests.servers.gunicorn import RunningServer
from tests.servers.http_message import Message, read_message
from tests.servers.ports import LOOPBACK

EXPECTED = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
}


def ask(server: RunningServer, request: str | bytes) -> Message:
    """Send a request as it is and return the answer."""
    raw = request if isinstance(request, bytes) else request.encode()
    with closing(socket.create_connection((LOOPBACK, server.port), timeout=30)) as connection:
        connection.sendall(raw)
        return read_message(connection, is_answer=True)


def status_of(answer: Message) -> int:
    """Return its status as a number."""
    return int(answer.first_line.split()[1])


def header_of(answer: Message, name: str) -> str:
    """Return the value of a header, or nothing."""
    lines = answer.head.decode("latin-1").split("\r\n")[1:]
    values = [line.partition(":")[2].strip() for line in lines if _name(line) == name.lower()]
    return values[0] if values else ""


def missing_headers(answer: Message) -> set[str]:
    """Return which security headers it does not carry exactly once."""
    names = [_name(line) for line in answer.head.decode("latin-1").split("\r\n")[1:]]
    return {each for each in EXPECTED if names.count(each) != 1}


def _name(line: str) -> str:
    return line.partition(":")[0].lower()
