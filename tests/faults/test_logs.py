"""The log of a real gunicorn, to which secrets are sent in all the wrong places."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.http_message import Message, read_message
from tests.servers.ports import LOOPBACK, free_port, wait_until

pytestmark = pytest.mark.faults

# Words that no shape gives away, and each kind as the site makes it.
CANARIES = {
    "password": "canary-in-the-hold",
    "cookie": "k3yofasessi0n7kcanary2m9xq4z8w1v",
    "token": "Canary_4uQ-dev1ceT0kenOfATablet_9xKq2",
    "code": "7KQ4-M2XP",
    "key": "canary-secret-key-" + "0123456789abcdef" * 3,
    "database": "canary-of-the-database",
    "redis": "canary-of-redis",
    "monitoring": "canary-of-the-operators",
}
PASSWORD, COOKIE, TOKEN, CODE = (CANARIES[each] for each in ("password", "cookie", "token", "code"))
HOST = f"Host: {LOOPBACK}\r\nConnection: close\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
JSON = "Content-Type: application/json\r\n"


def a_post(path: str, body: str, headers: str = "") -> str:
    return f"POST {path} HTTP/1.1\r\n{HOST}{headers}Content-Length: {len(body)}\r\n\r\n{body}"


def a_get(path: str, headers: str = "") -> str:
    return f"GET {path} HTTP/1.1\r\n{HOST}{headers}\r\n"


REQUESTS = {
    "in the query": a_get(f"/login/?password={PASSWORD}&token={TOKEN}&x={COOKIE}"),
    "in a query without a name": a_get(f"/login/?{PASSWORD}"),
    "in an address that is not there": a_get(f"/login/{PASSWORD}/{CODE}/{TOKEN}"),
    "in an address of admin": a_get(f"/admin/{PASSWORD}/?code={CODE}"),
    "in an address of ours": a_get(f"/calls/{PASSWORD}/tally/"),
    "in an address of the API": a_get(f"/field/api/v1/{CODE}/{PASSWORD}"),
    "with another line": a_get(f"/x%0d%0a%7B%22message%22:%22{PASSWORD}%22%7D%0d%0a"),
    "in cookies": a_get("/", f"Cookie: session={COOKIE}; tablet={TOKEN}; csrf={PASSWORD}\r\n"),
    "in cookies of the API": a_get("/field/api/v1/session", f"Cookie: tablet={TOKEN}\r\n"),
    "as a shift": a_get("/field/api/v1/calls", f"Shift-Token: {TOKEN}\r\n"),
    "as credentials": a_get("/metrics", f"Authorization: Bearer {TOKEN}\r\n"),
    "as other credentials": a_get("/login/", f"Authorization: Basic {PASSWORD}\r\n"),
    "as the number of a request": a_get("/login/", f"X-Request-ID: {PASSWORD}\r\n"),
    "where it came from": a_get("/nothing/", f"Referer: https://x.example/{PASSWORD}?{CODE}\r\n"),
    "as a browser": a_get("/nothing/", f"User-Agent: {PASSWORD}\r\nX-Forwarded-For: {TOKEN}\r\n"),
    "as the host": f"GET /login/ HTTP/1.1\r\nHost: {PASSWORD}.example\r\nConnection: close\r\n\r\n",
    "in a form without a token": a_post("/login/", f"username={PASSWORD}&password=x", FORM),
    "in a form with a bad token": a_post(
        "/login/",
        f"csrfmiddlewaretoken={COOKIE}&username={PASSWORD}&password={PASSWORD}",
        f"{FORM}Cookie: csrf={COOKIE}\r\n",
    ),
    "in a form from elsewhere": a_post(
        "/login/", f"password={PASSWORD}", f"{FORM}Origin: https://{PASSWORD}.example\r\n"
    ),
    "in JSON": a_post("/field/api/v1/enrol", json.dumps({"code": CODE}), JSON),
    "in broken JSON": a_post("/field/api/v1/enrol", f'{{"code": "{CODE}', JSON),
    "as a header without a colon": a_get("/login/", f"Cookie {PASSWORD}\r\n"),
    "as the name of a header": a_get("/login/", f"{PASSWORD} x: y\r\n"),
    "as a method": f"{PASSWORD}(){TOKEN} /login/ HTTP/1.1\r\n{HOST}\r\n",
    "as a method of letters": f"{PASSWORD.upper()} /login/ HTTP/1.1\r\n{HOST}\r\n",
    "as a version": f"GET /login/?token={TOKEN} HTTP/{PASSWORD}\r\n{HOST}\r\n",
    "as no request": f"{PASSWORD} {CODE}\r\n\r\n",
    "as the length of a chunk": f"POST /login/ HTTP/1.1\r\n{HOST}Cookie: csrf={'x' * 32}\r\n{FORM}"
    f"Transfer-Encoding: chunked\r\n\r\n{PASSWORD};{CODE}\r\n\r\n",
}  # fmt: skip


def ask(server: RunningServer, request: str) -> Message:
    with closing(socket.create_connection((LOOPBACK, server.port), timeout=30)) as connection:
        connection.sendall(request.encode())
        return read_message(connection, is_answer=True)


def request_id_of(answer: Message) -> str:
    lines = answer.head.decode("latin-1").lower().split("\r\n")
    ids = [line.split(": ")[1] for line in lines if line.startswith("x-request-id:")]
    return ids[0] if ids else ""


def lines_of(server: RunningServer) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.log().splitlines()]


def with_canaries(server: RunningServer) -> list[str]:
    """Return the lines that hold one, in any spelling."""
    canaries = [canary.lower() for canary in CANARIES.values()]
    return [line for line in server.log().splitlines() if any(c in line.lower() for c in canaries)]


def ask_everything(server: RunningServer) -> Iterator[tuple[str, str]]:
    for name, request in REQUESTS.items():
        yield name, request_id_of(ask(server, request))


def wait_for_lines(server: RunningServer, numbers: set[str]) -> None:
    wait_until(lambda: all(number in server.log() for number in numbers), what="the last lines")


def secrets(**env: str) -> dict[str, str]:
    return {
        "WEB_WORKERS": "2",
        "SECRET_KEY": CANARIES["key"],
        "MONITORING_TOKEN": CANARIES["monitoring"],
        "LOG_LEVEL": "DEBUG",
    } | env


def test_no_secret_that_is_sent_gets_into_the_log(a_running_server: StartServer) -> None:
    server = a_running_server(**secrets())

    numbers = {number for _, number in ask_everything(server) if number}
    wait_for_lines(server, numbers)

    assert len(numbers) > len(REQUESTS) / 2
    assert with_canaries(server) == []
    assert all(line["at"] and line["level"] and line["message"] for line in lines_of(server))


def test_no_secret_of_the_site_gets_into_the_log_when_everything_fails(
    a_running_server: StartServer,
) -> None:
    nobody = free_port()
    server = a_running_server(
        **secrets(
            DATABASE_URL=f"postgresql://clerk:{CANARIES['database']}@{LOOPBACK}:{nobody}/port",
            REDIS_URL=f"redis://:{CANARIES['redis']}@{LOOPBACK}:{nobody}/0",
        )
    )

    numbers = {number for _, number in ask_everything(server) if number}
    wait_for_lines(server, numbers)
    lines = lines_of(server)

    assert with_canaries(server) == []
    assert any("OperationalError" in line.get("exception", "") for line in lines)
    assert {line["status"] for line in lines if "status" in line} >= {200, 400, 404, 503}


def test_an_answer_is_one_line_with_its_number_and_its_route(a_running_server: StartServer) -> None:
    server = a_running_server(WEB_WORKERS="2")

    number = request_id_of(ask(server, a_get("/calls/TOO-SECRET/?password=x")))
    wait_for_lines(server, {number})

    [line] = [line for line in lines_of(server) if line.get("request_id") == number]
    said = {name: line[name] for name in ("logger", "method", "route", "status", "bytes")}
    assert said == {
        "logger": "gunicorn.access",
        "method": "GET",
        "route": "/calls/<slug:reference>/",
        "status": 302,
        "bytes": 0,
    }
    assert line["ms"] >= 0


def test_what_machines_ask_day_and_night_is_not_in_the_log(a_running_server: StartServer) -> None:
    server = a_running_server(WEB_WORKERS="1")

    ask(server, a_get("/health/quick"))
    ask(server, a_get("/metrics"))
    number = request_id_of(ask(server, a_get("/login/")))
    wait_for_lines(server, {number})

    routes = [line["route"] for line in lines_of(server) if "route" in line]
    assert routes == ["/login/"]


def test_people_at_a_terminal_get_lines_to_read(a_running_server: StartServer) -> None:
    server = a_running_server(WEB_WORKERS="1", LOG_FORMAT="text")

    ask(server, a_get("/login/"))
    wait_until(lambda: "GET /login/ 200 in " in server.log(), what="the line")

    assert "{" not in server.log()
