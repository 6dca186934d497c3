"""The front door of a real gunicorn: slow requests, and too many."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from monitoring.worker_plan import SPARE_THREADS, THREADS
from tests.faults.answers import ask, missing_headers, status_of
from tests.faults.office import open_the_office
from tests.faults.users import User, sign_in_at_desk
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.http_message import read_message
from tests.servers.ports import LOOPBACK, wait_until

pytestmark = pytest.mark.faults
HOST = f"Host: {LOOPBACK}\r\nConnection: close\r\nX-Forwarded-Proto: https\r\n"
# What is asked below, as the proxy with TLS hands it on.
REQUESTS = {
    "a page": f"GET /login/ HTTP/1.1\r\n{HOST}\r\n",
    "the api": f"GET /field/api/v1/calls HTTP/1.1\r\n{HOST}\r\n",
    "life": "GET /health/quick HTTP/1.0\r\n\r\n",
}

# What gunicorn gives a client to close its side.
WAITED_FOR_EACH_SECONDS = 2


@pytest.fixture
def server(a_running_server: StartServer) -> RunningServer:
    return a_running_server(WEB_WORKERS="1", SERVED_OVER_HTTPS="yes", TRUSTED_PROXIES=LOOPBACK)


def test_a_refusal_repeats_nothing_of_the_request(server: RunningServer) -> None:
    answer = ask(server, "GET /<script> NONSENSE\r\n\r\n")

    assert answer.first_line == "HTTP/1.1 400 Bad Request"
    assert answer.body == b"Bad Request\n"


@pytest.fixture
def slow_clients(server: RunningServer) -> Iterator[None]:
    """Fill the house with clients that promise a form and never send it; some find it full."""
    # With a token in the cookie: without one the form is refused before it is read.
    head = (
        f"POST /login/ HTTP/1.1\r\n{HOST}Cookie: __Host-csrf={'x' * 32}\r\nReferer: https://{LOOPBACK}/\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n"
    )
    with ExitStack() as connections:
        for _ in range(THREADS + SPARE_THREADS):
            connection = socket.create_connection((LOOPBACK, server.port), timeout=30)
            connections.enter_context(closing(connection))
            connection.sendall(head.encode())
        yield


@pytest.mark.usefixtures("slow_clients")
def test_slow_clients_fill_the_house_and_it_says_so_and_stands(server: RunningServer) -> None:
    def is_full() -> bool:
        return "503" in ask(server, REQUESTS["a page"]).first_line

    wait_until(is_full, what="a full house")
    alive = [ask(server, REQUESTS["life"]).first_line for _ in range(20)]
    turned_away = ask(server, REQUESTS["the api"])

    assert {line.split()[1] for line in alive} == {"200"}
    assert b"Retry-After: 5" in turned_away.head
    assert b"house_full" in turned_away.body
    assert missing_headers(turned_away) == set()


def test_nothing_is_done_with_half_of_a_large_form(a_running_server: StartServer) -> None:
    server = a_running_server(WEB_WORKERS="1")
    desk = open_the_office(server)[0]
    foreman = User(server.port, [], tries=1)
    sign_in_at_desk(foreman, desk.username)
    foreman.hang_up()
    form = f"csrfmiddlewaretoken={foreman.csrf_token}&reason=Rain&more={'x' * 70_000}"
    head = (
        f"POST /calls/{desk.reference}/moves/stop/ HTTP/1.1\r\n{HOST}Cookie: {foreman.cookies}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
    )

    with closing(socket.create_connection((LOOPBACK, server.port), timeout=30)) as connection:
        connection.sendall((head + form[:-1]).encode())
        connection.shutdown(socket.SHUT_WR)
        answer = read_message(connection, is_answer=True)

    assert status_of(answer) == 400
    assert b"did not come whole" in answer.body


@contextmanager
def silent_clients(server: RunningServer, many: int) -> Iterator[None]:
    """Answer clients that do not hang up."""
    with ExitStack() as connections:
        for _ in range(many):
            connection = socket.create_connection((LOOPBACK, server.port), timeout=30)
            connections.enter_context(closing(connection))
            connection.sendall(REQUESTS["life"].encode())
        yield


def test_clients_that_do_not_hang_up_stop_nobody(server: RunningServer) -> None:
    with silent_clients(server, 3 * THREADS):
        asked_at = time.monotonic()
        answer = ask(server, REQUESTS["life"])

    assert answer.first_line.endswith("200 OK")
    assert time.monotonic() - asked_at < WAITED_FOR_EACH_SECONDS


def test_an_answer_ends_at_once_while_others_do_not_hang_up(server: RunningServer) -> None:
    with (
        silent_clients(server, 40),
        closing(socket.create_connection((LOOPBACK, server.port), timeout=30)) as connection,
    ):
        asked_at = time.monotonic()
        connection.sendall(REQUESTS["life"].encode())
        while connection.recv(4096):
            pass

    assert time.monotonic() - asked_at < WAITED_FOR_EACH_SECONDS


def test_a_worker_leaves_while_clients_do_not_hang_up(server: RunningServer) -> None:
    with silent_clients(server, 100):
        the_worker_leaves(server)


def test_a_worker_leaves_while_clients_say_nothing(server: RunningServer) -> None:
    with ExitStack() as connections:
        for _ in range(20):
            connection = socket.create_connection((LOOPBACK, server.port))
            connections.enter_context(closing(connection))
        the_worker_leaves(server)


def the_worker_leaves(server: RunningServer) -> None:
    ask(server, REQUESTS["life"])
    [leaving] = server.worker_pids()

    os.kill(leaving, signal.SIGTERM)

    wait_until(
        lambda: leaving not in server.worker_pids(),
        what="the end of the worker",
        within_seconds=2 * WAITED_FOR_EACH_SECONDS + 1,
    )
