"""What only a real server can show: bodies that are not read, and a database that is not there."""

import json
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK, free_port

TEN_MEGABYTES = 10 * 1024 * 1024
JSON = {"Content-Type": "application/json"}
BASE = "/field/api/v1/"


def ask(
    server: RunningServer, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, Any, dict[str, str]]:
    """Return status, content and headers of an answer; it may come before all was sent."""
    with closing(HTTPConnection(LOOPBACK, server.port, timeout=30)) as connection:
        # A server that has said no stops listening, and the rest cannot be sent.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, BASE + path, body or None, headers)
        answer = HTTPResponse(connection.sock)
        answer.begin()
        return answer.status, json.loads(answer.read()), dict(answer.headers)


def peak_memory_bytes(server: RunningServer) -> int:
    """Return how much the largest worker ever held."""
    peaks = []
    for pid in server.worker_pids():
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        peaks.append(int(line.split()[1]) * 1024)
    return max(peaks)


@pytest.fixture
def server(a_running_server: StartServer) -> RunningServer:
    """Return a server with one worker, so that its memory is easy to watch."""
    return a_running_server(WEB_WORKERS="1")


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
def test_ten_megabytes_are_refused_without_being_held(
    server: RunningServer, content_type: str
) -> None:
    ask(server, "POST", "events", b"{}", **JSON)
    before = peak_memory_bytes(server)

    for _ in range(3):
        status, _, _ = ask(
            server, "POST", "events", b"x" * TEN_MEGABYTES, **{"Content-Type": content_type}
        )
        assert status in {413, 415}

    assert peak_memory_bytes(server) - before < TEN_MEGABYTES / 4


def test_a_database_that_is_away_asks_tablets_to_wait(a_running_server: StartServer) -> None:
    nobody = f"postgresql://postgres@{LOOPBACK}:{free_port()}/nothing"
    server = a_running_server(DATABASE_URL=nobody, WEB_WORKERS="1")
    _, session, headers = ask(server, "GET", "session")
    csrf = headers["Set-Cookie"].partition(";")[0]
    writing = JSON | {"X-CSRFToken": str(session["csrf_token"]), "Cookie": f"{csrf}; tablet=x"}

    answers = [
        ask(server, "GET", "session", Cookie="tablet=x"),
        ask(server, "GET", "calls", Cookie="tablet=x"),
        ask(server, "POST", "events", b"{}", **writing),
        ask(server, "POST", "enrol", b'{"code": "A"}', **writing),
    ]

    for status, content, told in answers:
        assert (status, content["error"]["code"]) == (503, "unavailable")
        assert int(told["Retry-After"]) >= 1
        assert told["Content-Type"] == "application/json"
