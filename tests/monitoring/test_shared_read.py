"""What many ask for at once is read by one of them, and the others are not kept waiting."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache

from monitoring.shared_read import shared_read

SECONDS = 60
SOON = 5.0


class Source:
    """What is read, and how often it was."""

    def __init__(self) -> None:
        self.count = 0

    def read(self) -> str:
        self.count += 1
        return f"look {self.count}"


class SlowSource(Source):
    """Reads only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked, self.may_go_on = threading.Event(), threading.Event()

    def read(self) -> str:
        self.is_asked.set()
        assert self.may_go_on.wait(SOON)
        return super().read()


@pytest.fixture(autouse=True)
def _nothing_is_held() -> None:
    cache.clear()


def asked(source: Source, *, seconds: int = SECONDS, is_anew: bool = False) -> str:
    return shared_read("a board", seconds=seconds, read=source.read, is_anew=is_anew)


def let_it_be_due() -> None:
    """Let the time go by after which somebody reads anew."""
    cache.delete("a board.turn")


def test_one_look_serves_all() -> None:
    source = Source()

    assert [asked(source) for _ in range(3)] == ["look 1"] * 3


def test_what_is_due_is_read_anew_once() -> None:
    source = Source()
    asked(source)
    let_it_be_due()

    assert [asked(source) for _ in range(3)] == ["look 2"] * 3


def test_nobody_waits_for_the_one_who_reads_anew() -> None:
    first, slow, never = Source(), SlowSource(), Source()
    asked(first)
    let_it_be_due()
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(asked, slow)
        assert slow.is_asked.wait(SOON)

        assert asked(never) == "look 1"

        slow.may_go_on.set()
        reading.result(timeout=SOON)
    assert never.count == 0


def test_whoever_must_have_it_new_reads_and_the_others_get_that() -> None:
    old, new = Source(), Source()
    asked(old)
    new.count = 10

    assert asked(new, is_anew=True) == "look 11"
    assert asked(old) == "look 11"


def test_a_read_that_fails_is_heard_of_and_leaves_what_there_was() -> None:
    source = Source()
    asked(source)
    let_it_be_due()

    def fail() -> str:
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError, match="planted"):
        shared_read("a board", seconds=SECONDS, read=fail)
    assert asked(source) == "look 1"


def test_no_seconds_share_nothing() -> None:
    source = Source()

    asked(source)

    assert [asked(source, seconds=0) for _ in range(2)] == ["look 2", "look 3"]


def test_what_is_watched_apart_is_read_apart() -> None:
    source = Source()
    asked(source)

    assert shared_read("another board", seconds=SECONDS, read=source.read) == "look 2"
