"""The front door of a real gunicorn: bad requests, slow ones, too many."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from monitoring.worker_plan import SPARE_THREADS, THREADS
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.http_message import Message, read_message
from tests.servers.ports import LOOPBACK, wait_until

pytestmark = pytest.mark.faults
HOST = f"Host: {LOOPBACK}\r\nConnection: close\r\n"
REQUESTS = {
    "a page": f"GET /login/ HTTP/1.1\r\n{HOST}\r\n",
    "the way to a page": f"GET /admin HTTP/1.1\r\n{HOST}\r\n",
    "a stranger": f"GET / HTTP/1.1\r\n{HOST}\r\n",
    "the shell": f"GET /field/ HTTP/1.1\r\n{HOST}\r\n",
    "the worker": f"GET /field/sw.js HTTP/1.1\r\n{HOST}\r\n",
    "the api": f"GET /field/api/v1/calls HTTP/1.1\r\n{HOST}\r\n",
    "nothing": f"GET /nothing/ HTTP/1.1\r\n{HOST}\r\n",
    "another method": f"POST /field/ HTTP/1.1\r\n{HOST}Content-Length: 0\r\n\r\n",
    "a form without a token": f"POST /login/ HTTP/1.1\r\n{HOST}Content-Length: 0\r\n\r\n",
    "another host": "GET /login/ HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
    "no host": "GET /login/ HTTP/1.1\r\nConnection: close\r\n\r\n",
    "life": "GET /health/quick HTTP/1.0\r\n\r\n",
    "no request": "nonsense\r\n\r\n",
    "a version of tomorrow": f"GET / HTTP/9.9\r\n{HOST}\r\n",
    "a header that is too long": f"GET / HTTP/1.1\r\n{HOST}X: {'x' * 10_000}\r\n\r\n",
    "an address that is too long": f"GET /{'x' * 5_000} HTTP/1.1\r\n{HOST}\r\n",
    "two lengths": f"GET / HTTP/1.1\r\n{HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
}
EXPECTED = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
}


@pytest.fixture
def server(a_running_server: StartServer) -> RunningServer:
    return a_running_server(WEB_WORKERS="1", SERVED_OVER_HTTPS="yes")


def ask(server: RunningServer, request: str) -> Message:
    with closing(socket.create_connection((LOOPBACK, server.port), timeout=30)) as connection:
        connection.sendall(request.encode())
        return read_message(connection, is_answer=True)


def names_in(answer: Message) -> list[str]:
    lines = answer.head.decode("latin-1").split("\r\n")[1:]
    return [line.split(":")[0].lower() for line in lines]


def test_every_answer_carries_the_security_headers_whoever_makes_it(server: RunningServer) -> None:
    bare = {}
    for name, request in REQUESTS.items():
        names = names_in(ask(server, request))
        if missing := {each for each in EXPECTED if names.count(each) != 1}:
            bare[name] = missing

    assert bare == {}


def test_a_refusal_repeats_nothing_of_the_request(server: RunningServer) -> None:
    answer = ask(server, "GET /<script> NONSENSE\r\n\r\n")

    assert answer.first_line == "HTTP/1.1 400 Bad Request"
    assert answer.body == b"Bad Request\n"


@pytest.fixture
def slow_clients(server: RunningServer) -> Iterator[None]:
    """Fill the house with clients that promise a form and never send it; some find it full."""
    # With a token in the cookie: without one the form is refused before it is read.
    head = (
        f"POST /login/ HTTP/1.1\r\n{HOST}Cookie: __Host-csrf={'x' * 32}\r\n"
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
