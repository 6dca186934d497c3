"""The outermost layer of the site, before Django: small, to stand when nothing else does.

Standard library only.
"""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

ALIVE_PATH = "/health/quick"


class Reply(NamedTuple):
    """What is answered without anybody inside: a status, what the body is, and the body."""

    status: HTTPStatus
    content_type: str
    body: bytes


# Must not wait for anything: it is asked while the house is full.
Porter = Callable[[Environ], Reply]
# Soon enough for a tablet; a house that is full empties within seconds, or not at all.
RETRY_AFTER_SECONDS = 5


class FrontDoor:
    """Lets requests in while there is room, and answers by itself what needs nobody inside.

    `/health/quick` is answered from the process alone: no database, no cache, no check of the host
    name, so that a platform restarts this container only when a restart would help. Threads are
    kept free for it: beyond `room` requests at a time the others are told to come again. One that
    was turned away and holds back the rest of its request keeps gunicorn's thread for five seconds
    at most. Every answer leaves with the security headers that it does not have yet. `porters` are
    other paths that are answered here, however full the house is.
    """

    def __init__(
        self,
        application: Application,
        *,
        headers: Mapping[str, str],
        room: int,
        porters: Mapping[str, Porter] | None = None,
    ) -> None:
        self._application = application
        self._porters = {ALIVE_PATH: _alive} | dict(porters or {})
        self._headers = headers
        self._room = threading.BoundedSemaphore(room)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, as WSGI has it."""
        start = self._with_headers(start_response)
        if porter := self._porters.get(environ.get("PATH_INFO", "")):
            return _answer(start, porter(environ), environ)
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


def json_reply(status: HTTPStatus, content: object) -> Reply:
    """Return a reply with its content as JSON."""
    return Reply(status, "application/json", json.dumps(content).encode())


def _alive(_environ: Environ) -> Reply:
    return json_reply(HTTPStatus.OK, {"status": "alive"})


def _refuse(
    start: StartResponse, status: HTTPStatus, code: str, environ: Environ
) -> Iterable[bytes]:
    error = {"error": {"code": code, "message": _SENTENCES[code]}}
    return _answer(start, json_reply(status, error), environ)


def _answer(start: StartResponse, reply: Reply, environ: Environ) -> Iterable[bytes]:
    headers = [
        ("Content-Type", reply.content_type),
        ("Content-Length", str(len(reply.body))),
        ("Cache-Control", "no-store"),
    ]
    if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("Retry-After", str(RETRY_AFTER_SECONDS)))
    start(f"{reply.status.value} {reply.status.phrase}", headers)
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [reply.body]
