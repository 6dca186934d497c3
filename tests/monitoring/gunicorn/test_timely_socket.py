"""A socket that waits for its client only so long, and a client at the other end."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from time import monotonic

import pytest

from monitoring.gunicorn import timely_socket
from monitoring.gunicorn.timely_socket import TimelySocket

PATIENCE_SECONDS = 0.8
PAUSE_SECONDS = 0.1
# More than all buffers on the way hold.
LARGE = b"x" * 12_000_000

Pair = tuple[TimelySocket, socket.socket]


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """Connect a socket of ours with a client that takes little of what it does not read."""
    monkeypatch.setattr(timely_socket, "PATIENCE_SECONDS", PATIENCE_SECONDS)
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as door,
        closing(socket.socket()) as client,
    ):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(door.getsockname())
        with closing(TimelySocket(door.accept()[0])) as ours:
            yield ours, client


def seconds_of(wait: Callable[[], object]) -> float:
    """Return how long it took until we gave up."""
    began = monotonic()
    with pytest.raises(ConnectionResetError):
        wait()
    return monotonic() - began


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Do it with pauses, in a thread of its own, until the block ends."""
    is_over = threading.Event()

    def again_and_again() -> None:
        while not is_over.wait(PAUSE_SECONDS):
            act()

    with ThreadPoolExecutor(1) as pool:
        acting = pool.submit(again_and_again)
        try:
            yield
        finally:
            is_over.set()
    acting.result()


def test_who_says_nothing_is_given_up(pair: Pair, caplog: pytest.LogCaptureFixture) -> None:
    ours, _ = pair

    assert PATIENCE_SECONDS <= seconds_of(lambda: ours.recv(10)) < 5 * PATIENCE_SECONDS
    assert seconds_of(lambda: ours.recv(10)) < PATIENCE_SECONDS
    [line] = caplog.records
    assert (line.levelno, line.exc_info) == (logging.WARNING, None)
    assert "did not send its request" in line.getMessage()


def test_who_takes_nothing_is_given_up(pair: Pair, caplog: pytest.LogCaptureFixture) -> None:
    ours, _ = pair

    assert PATIENCE_SECONDS <= seconds_of(lambda: ours.sendall(LARGE)) < 10 * PATIENCE_SECONDS
    assert [line.exc_info for line in caplog.records] == [None]
    assert "did not take its answer" in caplog.text


def test_single_bytes_buy_no_time(pair: Pair) -> None:
    ours, client = pair

    def read_on() -> None:
        for _ in range(int(5 * PATIENCE_SECONDS / PAUSE_SECONDS)):
            ours.recv(1)

    with meanwhile(lambda: client.send(b"x")):
        seconds_of(read_on)


def test_who_sends_slowly_and_on_is_heard(pair: Pair) -> None:
    ours, client = pair
    # Twice what a pause costs.
    some = b"x" * int(2 * PAUSE_SECONDS * timely_socket.LEAST_BYTES_PER_SECOND)
    began = monotonic()

    with meanwhile(lambda: client.send(some)):
        while monotonic() - began < 5 * PATIENCE_SECONDS:
            assert ours.recv(4096)


def test_who_takes_slowly_and_on_gets_all(pair: Pair) -> None:
    ours, client = pair

    # Too little for the kernel to ask for more, for five times as long as the patience lasts.
    with meanwhile(lambda: client.recv(4096)), ThreadPoolExecutor(1) as pool:
        sending = pool.submit(ours.sendall, LARGE)
        threading.Event().wait(5 * PATIENCE_SECONDS)
        assert not sending.done()
        pool.submit(ours.close)
        while client.recv(65536):
            pass

    assert sending.result() is None


def test_each_request_has_its_own_time(pair: Pair) -> None:
    ours, client = pair
    seconds_of(lambda: ours.recv(10))

    ours.begin_anew()

    assert seconds_of(lambda: ours.recv(10)) >= PATIENCE_SECONDS
    client.send(b"late")
    assert ours.recv(10) == b"late"


def test_who_was_given_up_is_still_told_why(pair: Pair) -> None:
    ours, client = pair
    seconds_of(lambda: ours.recv(10))

    ours.sendall(b"too slow")
    ours.send_what_is_held()

    assert client.recv(10) == b"too slow"


def test_the_head_of_an_answer_waits_for_its_body(pair: Pair) -> None:
    ours, client = pair
    client.settimeout(PAUSE_SECONDS)

    ours.sendall(b"head, ")
    with pytest.raises(TimeoutError):
        client.recv(20)
    ours.sendall(b"body")

    assert client.recv(20) == b"head, body"
    ours.sendall(b", more")
    assert client.recv(20) == b", more"


def test_what_no_body_follows_is_sent_at_the_end(pair: Pair) -> None:
    ours, client = pair
    client.settimeout(1)

    ours.sendall(b"head")
    ours.send_what_is_held()
    ours.send_what_is_held()

    assert client.recv(20) == b"head"


def test_nobody_waits_for_an_answer_that_is_held(pair: Pair) -> None:
    ours, client = pair
    client.settimeout(1)
    client.sendall(b"question")

    ours.sendall(b"go on")

    assert ours.recv(20) == b"question"
    assert client.recv(20) == b"go on"


def test_a_time_out_of_somebody_else_is_kept(pair: Pair) -> None:
    ours, _ = pair

    ours.settimeout(PATIENCE_SECONDS / 10)
    with pytest.raises(TimeoutError):
        ours.recv(10)
    ours.settimeout(0)
    with pytest.raises(BlockingIOError):
        ours.recv(10)
    with pytest.raises(BlockingIOError):
        ours.sendall(LARGE)
