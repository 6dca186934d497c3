"""The front door before small WSGI applications."""

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import pytest
from django.test import RequestFactory

from monitoring.front_door import Application, Environ, FrontDoor, StartResponse
from monitoring.metrics import REGISTRY, count_refusal

HEADERS = {"X-Frame-Options": "DENY", "Content-Security-Policy": "default-src 'none'"}


def a_page(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("content-security-policy", "its own")])
    return [b"a page"]


def a_failure(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    raise RuntimeError("planted")


def a_door(application: Application = a_page, room: int = 1) -> FrontDoor:
    return FrontDoor(application, headers=HEADERS, room=room)


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


def test_an_answer_that_is_closed_twice_leaves_once() -> None:
    door = a_door(room=2)
    answer = Answered(door, a_request())

    answer.close()
    answer.close()


def test_a_request_without_a_host_is_refused() -> None:
    nameless = a_request(SERVER_PROTOCOL="HTTP/1.1")
    del nameless["HTTP_HOST"]

    answer = Answered(a_door(), nameless)

    assert (answer.status, answer.read()["error"]["code"]) == (400, "host_missing")


def test_it_tells_of_those_that_nobody_inside_answered() -> None:
    told: list[tuple[str, int]] = []

    def note(environ: Environ, status: HTTPStatus) -> None:
        told.append((environ["PATH_INFO"], status.value))

    door = FrontDoor(a_page, headers=HEADERS, room=1, on_refusal=note)
    inside = Answered(door, a_request())
    Answered(door, a_request("/turned/away"))
    inside.close()
    Answered(door, a_request("/health/quick"))
    broken = FrontDoor(a_failure, headers=HEADERS, room=1, on_refusal=note)
    with pytest.raises(RuntimeError, match="planted"):
        Answered(broken, a_request("/broken"))

    assert told == [("/turned/away", 503), ("/broken", 500)]


def test_what_it_tells_of_is_counted() -> None:
    labels = {"route": "front_door", "method": "GET", "status": "503"}
    before = REGISTRY.get_sample_value("site_requests_total", labels) or 0.0

    door = FrontDoor(a_page, headers=HEADERS, room=1, on_refusal=count_refusal)
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
