"""The outermost layer of the site, before Django: small, to stand when nothing else does.

Standard library only.
"""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

ALIVE_PATH = "/health/quick"
# Soon enough for a tablet; a house that is full empties within seconds, or not at all.
RETRY_AFTER_SECONDS = 5


class FrontDoor:
    """Lets requests in while there is room, and answers by itself what needs nobody inside.

    `/health/quick` is answered from the process alone: no database, no cache, no check of the host
    name, so that a platform restarts this container only when a restart would help. Threads are
    kept free for it: beyond `room` requests at a time the others are told to come again. One that
    was turned away and holds back the rest of its request keeps gunicorn's thread for five seconds
    at most. Every answer leaves with the security headers that it does not have yet.
    """

    def __init__(self, application: Application, *, headers: Mapping[str, str], room: int) -> None:
        self._application = application
        self._headers = headers
        self._room = threading.BoundedSemaphore(room)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, as WSGI has it."""
        start = self._with_headers(start_response)
        if environ.get("PATH_INFO") == ALIVE_PATH:
            return _answer(start, HTTPStatus.OK, {"status": "alive"}, environ)
        # RFC 9112, 3.2: such a request is refused. Behind it Django would guess the host.
        if environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and not environ.get("HTTP_HOST"):
            return _refuse(start, HTTPStatus.BAD_REQUEST, "host_missing", environ)
        if not self._room.acquire(blocking=False):
            return _refuse(start, HTTPStatus.SERVICE_UNAVAILABLE, "house_full", environ)
        is_served = False
        try:
            body = self._application(environ, start)
            is_served = True
        finally:
            if not is_served:
                self._room.release()
        return _Leaving(body, self._room.release)

    def _with_headers(self, start_response: StartResponse) -> StartResponse:
        def start(status: str, headers: Headers, *more: object) -> object:
            there = {name.lower() for name, _ in headers}
            missing = [each for each in self._headers.items() if each[0].lower() not in there]
            return start_response(status, [*headers, *missing], *more)

        return start


class _Leaving:
    """The body of an answer; when it is closed, its place in the house is free again."""

    def __init__(self, body: Iterable[bytes], leave: Callable[[], None]) -> None:
        self._body = body
        self._leave = leave
        self._has_left = False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        """End the answer; servers call this once, whatever became of the connection."""
        try:
            if close := getattr(self._body, "close", None):
                close()
        finally:
            if not self._has_left:
                self._has_left = True
                self._leave()


_SENTENCES = {
    "host_missing": "The request does not say which host it is for.",
    "house_full": "Too many are being served just now. Nothing is lost; try again in a moment.",
}


def _refuse(
    start: StartResponse, status: HTTPStatus, code: str, environ: Environ
) -> Iterable[bytes]:
    error = {"error": {"code": code, "message": _SENTENCES[code]}}
    return _answer(start, status, error, environ)


def _answer(
    start: StartResponse, status: HTTPStatus, content: object, environ: Environ
) -> Iterable[bytes]:
    body = json.dumps(content).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("Retry-After", str(RETRY_AFTER_SECONDS)))
    start(f"{status.value} {status.phrase}", headers)
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]
