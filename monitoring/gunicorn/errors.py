"""What gunicorn answers by itself, to a request that it cannot read."""

from collections.abc import Mapping
from http import HTTPStatus
from socket import socket

from gunicorn import util


def carry_headers(headers: Mapping[str, str]) -> None:
    """Have gunicorn's own refusals carry these headers, and say no more than their status.

    gunicorn has no setting for it, and quotes the bad request in a page of its own.
    """
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    def write_error(connection: socket, status: int, reason: str, message: str) -> None:
        phrase = HTTPStatus(status).phrase
        body = f"{phrase}\n"
        util.write_nonblock(
            connection,
            f"HTTP/1.1 {status} {phrase}\r\n"
            "Connection: close\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\n"
            f"{lines}\r\n{body}".encode("latin-1"),
        )

    util.write_error = write_error
