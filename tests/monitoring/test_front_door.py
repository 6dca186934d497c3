"""The front door before small WSGI applications."""

import io
import json
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import pytest
from django.test import RequestFactory

from monitoring import front_door
from monitoring.front_door import Application, Environ, FrontDoor, OnRefusal, StartResponse
from monitoring.metrics import REGISTRY, count_refusal
from monitoring.request_facts import FACTS_KEY

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


def test_every_answer_leaves_with_the_headers_it_does_not_have() -> None:
    answer = Answered(a_door(), a_request())

    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["content-security-policy"] == "its own"
    assert list(answer.body) == [b"a page"]


def test_a_full_house_asks_to_come_again_and_still_says_that_it_stands() -> None:
    door = a_door()
    inside = Answered(door, a_request())

    turned_away = Answered(door, a_request("/field/api/v1/events"))
    alive = Answered(door, a_request("/health/quick"))

    assert (turned_away.status, turned_away.headers["retry-after"]) == (503, "5")
    assert turned_away.read()["error"]["code"] == "house_full"
    assert turned_away.headers["x-frame-options"] == "DENY"
    assert (alive.status, alive.read()) == (200, {"status": "alive"})
    inside.close()
    assert Answered(door, a_request()).status == 200


def test_a_place_is_free_again_however_an_answer_ends() -> None:
    door = a_door(a_failure)

    for _ in range(3):
        with pytest.raises(RuntimeError, match="planted"):
            Answered(door, a_request())


def test_who_finds_all_places_taken_is_served_when_one_is_free() -> None:
    door = a_door(hall=2)
    inside = Answered(door, a_request())
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(Answered, door, a_request())
        assert not waiting.done()
        inside.close()
        assert waiting.result(timeout=5).status == 200


def test_waiting_for_a_place_is_our_time_and_waiting_for_a_form_is_not() -> None:
    def seconds_since(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [str(time.perf_counter() - environ[FACTS_KEY].came_at).encode()]

    door, slow = a_door(seconds_since, hall=2), SlowForm(b"a=1")
    inside = Answered(door, a_request())
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(Answered, door, a_form(slow, 3))
        assert slow.is_asked.wait(5)
        threading.Event().wait(0.1)
        came_at = time.perf_counter()
        slow.may_come.set()
        threading.Event().wait(0.05)
        inside.close()
        [said] = waiting.result(timeout=5).body

    waited = float(said)
    assert 0.04 < waited <= time.perf_counter() - came_at


def test_who_waits_in_vain_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_door, "WAIT_SECONDS", 0.01)
    door = a_door(hall=2)
    Answered(door, a_request())

    for _ in range(3):
        answer = Answered(door, a_request())
        assert (answer.status, answer.read()["error"]["code"]) == (503, "house_full")


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


def test_a_form_that_comes_slowly_holds_no_place() -> None:
    door, slow = a_door(an_echo, hall=2), SlowForm(b"a=1", b"&b=2")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(Answered, door, a_form(slow, 7))
        assert slow.is_asked.wait(5)

        Answered(door, a_form(io.BytesIO(b"c=3"), 3)).close()
        slow.may_come.set()

        assert list(waiting.result(timeout=5).body) == [b"a=1&b=2"]


def test_half_a_form_is_not_taken_for_a_whole_one() -> None:
    door = a_door(an_echo)

    for _ in range(3):
        answer = Answered(door, a_form(io.BytesIO(b"a=1"), 7))
        assert (answer.status, answer.read()["error"]["code"]) == (400, "cut_off")


WAYS_TO_READ: dict[str, Callable[[Any], object]] = {
    "at once": lambda body: body.read(),
    "so much": lambda body: body.read(70 * 1024),
    "part by part": lambda body: list(iter(lambda: body.read(1024), b"")),
    "into a buffer": lambda body: list(iter(lambda: body.readinto(bytearray(1024)), 0)),
    "a line": lambda body: body.readline(),
    "line by line": list,
}


@pytest.mark.parametrize("way", WAYS_TO_READ)
def test_half_of_what_is_large_is_not_taken_for_all_of_it(way: str) -> None:
    def read(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        WAYS_TO_READ[way](environ["wsgi.input"])
        return []

    Answered(a_door(read), a_form(io.BytesIO(b"x" * 70 * 1024), 70 * 1024))
    with pytest.raises(ConnectionResetError):
        Answered(a_door(read), a_form(io.BytesIO(b"x" * 69 * 1024), 70 * 1024))


def test_what_is_large_comes_in_as_it_was_sent() -> None:
    lines = [b"%d\n" % number for number in range(20_000)]
    whole = b"".join(lines)

    def read(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"]
        return [body.readline(), body.read(70 * 1024), *body, body.read()]

    answer = Answered(a_door(read), a_form(io.BytesIO(whole + b"the next"), len(whole)))

    assert b"".join(answer.body) == whole


def test_what_is_large_is_not_held_in_memory() -> None:
    large = io.BytesIO(b"x" * 65 * 1024)

    answer = Answered(a_door(a_page), a_form(large, 65 * 1024))

    assert answer.status == 200
    assert large.tell() == 0


def test_an_answer_that_is_closed_twice_leaves_once() -> None:
    door = a_door(room=2, hall=2)
    answer = Answered(door, a_request())

    answer.close()
    answer.close()


@pytest.mark.parametrize("protocol", ["HTTP/1.1", "HTTP/1.2", "HTTP/2.0", ""])
def test_a_request_without_a_host_is_refused(protocol: str) -> None:
    nameless = a_request(SERVER_PROTOCOL=protocol)
    del nameless["HTTP_HOST"]

    answer = Answered(a_door(), nameless)

    assert (answer.status, answer.read()["error"]["code"]) == (400, "host_missing")


def test_who_speaks_the_old_protocol_need_not_say_the_host() -> None:
    nameless = a_request(SERVER_PROTOCOL="HTTP/1.0")
    del nameless["HTTP_HOST"]

    assert Answered(a_door(), nameless).status == 200


def test_it_tells_of_those_that_nobody_inside_answered() -> None:
    told: list[tuple[str, int]] = []

    def note(environ: Environ, status: HTTPStatus) -> None:
        told.append((environ["PATH_INFO"], status.value))

    door = a_door(on_refusal=note)
    inside = Answered(door, a_request())
    Answered(door, a_request("/turned/away"))
    inside.close()
    Answered(door, a_request("/health/quick"))
    broken = a_door(a_failure, on_refusal=note)
    with pytest.raises(RuntimeError, match="planted"):
        Answered(broken, a_request("/broken"))

    assert told == [("/turned/away", 503), ("/broken", 500)]


def test_what_it_tells_of_is_counted() -> None:
    labels = {"route": "front_door", "method": "GET", "status": "503"}
    before = REGISTRY.get_sample_value("site_requests_total", labels) or 0.0

    door = a_door(on_refusal=count_refusal)
    Answered(door, a_request())
    Answered(door, a_request())

    assert REGISTRY.get_sample_value("site_requests_total", labels) == before + 1


def test_every_answer_has_a_number_also_a_refusal() -> None:
    door = a_door()
    numbers = {Answered(door, a_request()).headers["x-request-id"] for _ in range(3)}

    assert len(numbers) == 3
    assert {len(number) for number in numbers} == {32}


def test_who_asks_for_the_head_alone_gets_no_body() -> None:
    answer = Answered(a_door(), a_request("/health/quick", REQUEST_METHOD="HEAD"))

    assert (answer.status, list(answer.body)) == (200, [])
