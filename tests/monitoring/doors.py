"""A front door, small applications behind it, and those who come to it."""

import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.test import RequestFactory

from monitoring.front_door import Application, Environ, FrontDoor, OnRefusal, StartResponse

HEADERS = {"X-Frame-Options": "DENY", "Content-Security-Policy": "default-src 'none'"}


def a_page(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("content-security-policy", "its own")])
    return [b"a page"]


def a_failure(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    raise RuntimeError("planted")


def a_door(
    application: Application = a_page,
    *,
    room: int = 1,
    hall: int = 1,
    on_refusal: OnRefusal | None = None,
) -> FrontDoor:
    return FrontDoor(application, headers=HEADERS, room=room, hall=hall, on_refusal=on_refusal)


def a_request(path: str = "/", **environ: str) -> Environ:
    return RequestFactory().get(path).environ | {"HTTP_HOST": "x"} | environ


class Answered:
    """An answer that is under way until it is closed."""

    def __init__(self, door: FrontDoor, environ: Environ) -> None:
        self.body = door(environ, self._start)

    def _start(self, status: str, headers: list[tuple[str, str]], *more: object) -> None:
        self.status = int(status.split(maxsplit=1)[0])
        self.headers = {name.lower(): value for name, value in headers}

    def read(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(b"".join(self.body))
        return content

    def close(self) -> None:
        close: Callable[[], None] = self.body.close  # type: ignore[attr-defined]  # WSGI's own
        close()


class SlowForm:
    """Half a form; the rest comes when it is let."""

    def __init__(self, *parts: bytes) -> None:
        self._parts = parts
        self.is_asked, self.may_come = threading.Event(), threading.Event()

    def read(self, _length: int) -> bytes:
        self.is_asked.set()
        assert self.may_come.wait(5)
        return b"".join(self._parts)


def a_form(form: object, length: int) -> Environ:
    environ = a_request(REQUEST_METHOD="POST", CONTENT_LENGTH=str(length))
    return environ | {"wsgi.input": form}


def an_echo(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]
