"""What the front door does with forms: whole, slow, cut off, large."""

import io
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from monitoring.front_door import Environ, StartResponse
from tests.monitoring.doors import (
    Answered,
    SlowForm,
    a_door,
    a_form,
    a_page,
    an_echo,
)


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
