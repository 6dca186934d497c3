"""The outermost layer of the site, before Django: small, to stand when nothing else does.

Standard library only.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from monitoring.places import Places
from monitoring.request_facts import FACTS_KEY, REQUEST_ID_HEADER, RequestFacts
from monitoring.whole_form import take_in_form

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

ALIVE_PATH = "/health/quick"
_REQUEST_ID = REQUEST_ID_HEADER.lower()
FRONT_DOOR = "front_door"  # in place of a route, for what is turned away here


class Reply(NamedTuple):
    """What is answered without anybody inside: a status, what the body is, and the body."""

    status: HTTPStatus
    content_type: str
    body: bytes


class _Refusal(NamedTuple):
    status: HTTPStatus
    code: str


_FULL = _Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "house_full")
# Must not wait for anything: it is asked while the house is full.
Porter = Callable[[Environ], Reply]
# Told of each request that Django did not answer, which counts the others: it was turned away
# here, or not even the page that says so could be made. The request, and the status of the answer.
OnRefusal = Callable[[Environ, HTTPStatus], None]
# Soon enough for a tablet; a house that is full empties within seconds, or not at all.
RETRY_AFTER_SECONDS = 5
# Longer than a busy house needs to come to each, and well below what a tablet waits for.
WAIT_SECONDS = 5
# Answers that wait for their clients without a place; the hall has room for some ninety of them.
LARGEST_HELD_BYTES = 256 * 1024


def _nothing() -> None:
    pass


class FrontDoor:
    """Lets requests in while there is room, and answers by itself what needs nobody inside.

    `/health/quick` is answered from the process alone: no database, no cache, no check of the host
    name, so that a platform restarts this container only when a restart would help.

    `room` requests are inside at a time. The others wait in the hall, in the order in which they
    came and for WAIT_SECONDS at the most; there, too, a form is waited for that comes slowly. The
    `hall` has room for so many, inside or not, and threads are kept free beyond it: whoever comes
    then is told at once to come again. One that was turned away and holds back the rest of its
    request keeps gunicorn's thread for five seconds at most.

    Every answer leaves with its number and the security headers that it does not have yet.
    `porters` are other paths that are answered here, however full the house is. `on_refusal` hears
    of those that Django did not answer; `on_enter` and `on_leave` of each place that is taken and
    given back, in the thread that serves.
    """

    def __init__(
        self,
        application: Application,
        *,
        headers: Mapping[str, str],
        room: int,
        hall: int,
        porters: Mapping[str, Porter] | None = None,
        on_refusal: OnRefusal | None = None,
        on_enter: Callable[[], None] = _nothing,
        on_leave: Callable[[], None] = _nothing,
    ) -> None:
        self._application = application
        self._porters = {ALIVE_PATH: _alive} | dict(porters or {})
        self._headers = [(name.lower(), (name, value)) for name, value in headers.items()]
        self._on_refusal = on_refusal
        self._on_enter, self._on_leave = on_enter, on_leave
        self._hall, self._places = Places(hall), Places(room)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, as WSGI has it."""
        facts = environ[FACTS_KEY] = RequestFacts(environ.get("REQUEST_METHOD"))
        start = self._with_headers(start_response, facts.request_id)
        path = environ.get("PATH_INFO", "")
        if porter := self._porters.get(path):
            facts.route, facts.is_quiet = path, True
            return _answer(start, porter(environ), environ)
        # RFC 9112, 3.2: such a request is refused. Behind it Django would guess the host. Only the
        # old protocol knows none; a later one than ours is no excuse.
        if environ.get("SERVER_PROTOCOL") != "HTTP/1.0" and not environ.get("HTTP_HOST"):
            return self._refuse(start, HTTPStatus.BAD_REQUEST, "host_missing", environ)
        if not self._hall.take():
            return self._refuse(start, *_FULL, environ)
        is_let_in = False
        try:
            refusal = self._wait_in_the_hall(environ)
            is_let_in = refusal is None
        finally:
            if not is_let_in:
                self._hall.give_back()
        if refusal:
            return self._refuse(start, *refusal, environ)
        is_served = False
        try:
            self._on_enter()
            body = self._application(environ, start)
            is_served = True
        finally:
            if not is_served:
                self._leave()
                self._tell(environ, HTTPStatus.INTERNAL_SERVER_ERROR)
        return self._see_out(body)

    def _wait_in_the_hall(self, environ: Environ) -> _Refusal | None:
        """Wait for the form and for a place; return why there is none."""
        if not take_in_form(environ):
            return _Refusal(HTTPStatus.BAD_REQUEST, "cut_off")
        # What went before was the client's time.
        environ[FACTS_KEY].came_at = time.perf_counter()
        if not self._places.take(within_seconds=WAIT_SECONDS):
            return _FULL
        return None

    def _see_out(self, body: Iterable[bytes]) -> Iterable[bytes]:
        """Give the place back as soon as nobody is needed inside any more.

        A whole answer is only sent, however slowly it is taken; what is made on its way out, such
        as an export, needs its place until it ends, and so does what is large. Closing an answer,
        and who listens for Django's `request_finished`, may not need the database: it has been
        given back by then.
        """
        if not _is_whole_and_small(body):
            return _Leaving(body, self._leave)
        is_free = False
        try:
            self._leave_the_place()
            is_free = True
        finally:
            if not is_free:
                self._hall.give_back()
        return _Leaving(body, self._hall.give_back)

    def _leave(self) -> None:
        try:
            self._leave_the_place()
        finally:
            self._hall.give_back()

    def _leave_the_place(self) -> None:
        try:
            self._on_leave()
        finally:
            self._places.give_back()

    def _refuse(
        self, start: StartResponse, status: HTTPStatus, code: str, environ: Environ
    ) -> Iterable[bytes]:
        self._tell(environ, status)
        error = {"error": {"code": code, "message": _SENTENCES[code]}}
        return _answer(start, json_reply(status, error), environ)

    def _tell(self, environ: Environ, status: HTTPStatus) -> None:
        environ[FACTS_KEY].route = FRONT_DOOR
        if self._on_refusal:
            self._on_refusal(environ, status)

    def _with_headers(self, start_response: StartResponse, request_id: str) -> StartResponse:
        def start(status: str, headers: Headers, *more: object) -> object:
            there = {name.lower() for name, _ in headers}
            missing = [header for name, header in self._headers if name not in there]
            if _REQUEST_ID not in there:
                missing.append((REQUEST_ID_HEADER, request_id))
            return start_response(status, [*headers, *missing], *more)

        return start


class _Leaving:
    """The body of an answer; when it is closed, whoever was served leaves."""

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


def _is_whole_and_small(body: Iterable[bytes]) -> bool:
    # Django's answers say which they are; one that is whole can be gone through twice.
    return not getattr(body, "streaming", True) and sum(map(len, body)) <= LARGEST_HELD_BYTES


_SENTENCES = {
    "cut_off": "The request ended before all of it was here. Nothing of it was taken.",
    "host_missing": "The request does not say which host it is for.",
    "house_full": "Too many are being served just now. Nothing is lost; try again in a moment.",
}


def json_reply(status: HTTPStatus, content: object) -> Reply:
    """Return a reply with its content as JSON."""
    return Reply(status, "application/json", json.dumps(content).encode())


_ALIVE = json_reply(HTTPStatus.OK, {"status": "alive"})


def _alive(_environ: Environ) -> Reply:
    return _ALIVE


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
