"""The front door before small WSGI applications."""

import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest

from monitoring import front_door
from monitoring.front_door import LARGEST_HELD_BYTES, Environ, StartResponse
from monitoring.metrics import REGISTRY, count_refusal
from monitoring.request_facts import FACTS_KEY
from tests.monitoring.doors import Answered, SlowForm, a_door, a_failure, a_form, a_request


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


@pytest.mark.parametrize(
    ("is_made_on_its_way", "bytes_sent", "of_the_next"),
    [
        (False, LARGEST_HELD_BYTES, 200),
        (False, LARGEST_HELD_BYTES + 1, 503),
        (True, 1, 503),
    ],
)
def test_a_whole_answer_holds_no_place_while_it_is_sent(
    *, monkeypatch: pytest.MonkeyPatch, is_made_on_its_way: bool, bytes_sent: int, of_the_next: int
) -> None:
    class Answer(list[bytes]):
        streaming = is_made_on_its_way

    def a_page(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        return Answer([b"x" * bytes_sent])

    monkeypatch.setattr(front_door, "WAIT_SECONDS", 0.01)
    door = a_door(a_page, room=1, hall=2)
    being_sent = Answered(door, a_request())

    assert Answered(door, a_request()).status == of_the_next
    being_sent.close()
    assert Answered(door, a_request()).status == 200


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
        threading.Event().wait(0.5)
        inside.close()
        [said] = waiting.result(timeout=5).body

    waited = float(said)
    assert 0.1 < waited <= time.perf_counter() - came_at


def test_who_waits_in_vain_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_door, "WAIT_SECONDS", 0.01)
    door = a_door(hall=2)
    Answered(door, a_request())

    for _ in range(3):
        answer = Answered(door, a_request())
        assert (answer.status, answer.read()["error"]["code"]) == (503, "house_full")


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
