"""Clients that stop in the midst of a request or an answer: a real gunicorn gives up on them."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from monitoring.worker_plan import PLACES, THREADS
from tests.faults.answers import ask
from tests.faults.slow_clients import (
    HALF_A_FORM,
    HALF_A_HEAD,
    HOST,
    PATIENCE_SECONDS,
    WHOLE,
    Download,
)
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.http_message import CHUNK_BYTES, read_message
from tests.servers.ports import LOOPBACK, wait_until

pytestmark = pytest.mark.faults

REQUESTS = {
    "a page": f"GET /login/ HTTP/1.1\r\n{HOST}\r\n",
    "life": "GET /health/quick HTTP/1.0\r\n\r\n",
    "figures": "GET /metrics HTTP/1.0\r\n\r\n",
}


@pytest.fixture
def impatient(a_running_server: StartServer) -> RunningServer:
    """Return a server that waits for its clients as ours does, only not as long."""
    return a_running_server("--config", "python:tests.faults.impatient", WEB_WORKERS="1")


Connect = Callable[[str], socket.socket]


@pytest.fixture
def connect(impatient: RunningServer) -> Iterator[Connect]:
    """Return a function that connects and sends something; all stay open until the test ends."""
    with ExitStack() as connections:

        def begin(words: str) -> socket.socket:
            connection = connections.enter_context(closing(socket.socket()))
            # What is not read stays with the server.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(30)
            connection.connect((LOOPBACK, impatient.port))
            connection.sendall(words.encode())
            return connection

        yield begin


def given_up(server: RunningServer) -> int:
    assert "Traceback" not in server.log()
    return server.log().count("a client was given up")


def test_who_takes_nothing_of_an_answer_is_given_up(
    impatient: RunningServer, connect: Connect
) -> None:
    for _ in range(PLACES):
        connect(Download(impatient).words)

    wait_until(lambda: given_up(impatient) == PLACES, what="all that are given up")

    assert "200 OK" in ask(impatient, REQUESTS["a page"]).first_line


def test_who_vanishes_in_the_midst_of_a_head_is_given_up(
    impatient: RunningServer, connect: Connect
) -> None:
    for _ in range(THREADS):
        connect(HALF_A_HEAD)

    assert ask(impatient, REQUESTS["life"]).first_line.endswith("200 OK")
    wait_until(lambda: given_up(impatient) == THREADS, what="all that are given up")


def test_who_says_nothing_keeps_no_thread_and_is_hung_up_on(
    impatient: RunningServer, connect: Connect
) -> None:
    silent = [connect("") for _ in range(4 * THREADS)]
    asked_at = time.monotonic()

    assert ask(impatient, REQUESTS["life"]).first_line.endswith("200 OK")

    assert time.monotonic() - asked_at < PATIENCE_SECONDS
    assert [each.recv(1) for each in silent] == [b""] * len(silent)


def test_who_sends_a_byte_now_and_then_is_given_up(
    impatient: RunningServer, connect: Connect
) -> None:
    connection = connect(HALF_A_HEAD)

    def is_given_up_after_one_more() -> bool:
        connection.send(b"x")
        return given_up(impatient) == 1

    wait_until(is_given_up_after_one_more, what="the end of patience")


def test_who_vanishes_in_the_midst_of_a_form_is_told_and_counted(
    impatient: RunningServer, connect: Connect
) -> None:
    answer = read_message(connect(HALF_A_FORM), is_answer=True)

    figures = ask(impatient, REQUESTS["figures"]).body.decode()
    assert "400 Bad Request" in answer.first_line
    assert b"cut_off" in answer.body
    assert 'requests_total{method="POST",route="front_door",status="400"} 1.0' in figures
    assert given_up(impatient) == 1


def test_a_connection_that_is_kept_may_be_silent_for_longer(
    impatient: RunningServer, connect: Connect
) -> None:
    connection = connect(WHOLE)
    first = read_message(connection, is_answer=True)
    threading.Event().wait(2 * PATIENCE_SECONDS)
    connection.sendall(WHOLE.encode())
    second = read_message(connection, is_answer=True)

    assert [first.first_line, second.first_line] == ["HTTP/1.1 200 OK"] * 2
    assert given_up(impatient) == 0


def test_who_reads_slowly_gets_the_whole_answer(impatient: RunningServer, connect: Connect) -> None:
    download = Download(impatient)
    connection, clock = connect(download.words), threading.Event()
    came = 0
    # Too little for the server's kernel to ask for more, for three times as long as patience lasts.
    for _ in range(int(3 * PATIENCE_SECONDS / 0.1)):
        came += len(connection.recv(4096))
        clock.wait(0.1)
    while chunk := connection.recv(CHUNK_BYTES):
        came += len(chunk)

    assert came > download.bytes
    assert given_up(impatient) == 0
