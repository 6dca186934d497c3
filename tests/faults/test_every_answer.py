"""Every kind of answer of a real gunicorn, whoever makes it: its status and its headers."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from tests.faults.answers import ask, header_of, missing_headers, status_of
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK

pytestmark = pytest.mark.faults
PLAIN = f"Host: {LOOPBACK}\r\nConnection: close\r\n"
# As the proxy with TLS hands it on.
HOST = f"{PLAIN}X-Forwarded-Proto: https\r\n"
JSON = "Content-Type: application/json\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
# Two halves that match: a form without them is refused before anything else.
TOKENS = (
    f"Cookie: __Host-csrf={'x' * 32}\r\nX-CSRFToken: {'x' * 32}\r\nReferer: https://{LOOPBACK}/\r\n"
)


def get(path: str, more: str = "", *, host: str = HOST) -> str:
    return f"GET {path} HTTP/1.1\r\n{host}{more}\r\n"


def post(path: str, more: str = "", body: str = "", *, host: str = HOST) -> str:
    return f"POST {path} HTTP/1.1\r\n{host}{more}Content-Length: {len(body)}\r\n\r\n{body}"


# Each with the status that it must have: a request that misses its mark would show nothing.
REQUESTS = {
    "a page": (200, get("/login/")),
    "a stranger": (302, get("/")),
    "the shell": (200, get("/field/")),
    "the worker": (200, get("/field/sw.js")),
    "the manifest of the app": (200, get("/field/app.webmanifest")),
    "the api": (401, get("/field/api/v1/calls")),
    "a session": (200, get("/field/api/v1/session")),
    "life": (200, "GET /health/quick HTTP/1.0\r\n\r\n"),
    "nothing": (404, get("/nothing/")),
    "nothing among files": (404, get("/static/nothing.js")),
    "nothing in the api": (404, get("/field/api/v1/nothing")),
    "a page over plain http": (301, get("/login/", host=PLAIN)),
    "the api over plain http": (403, get("/field/api/v1/session", host=PLAIN)),
    "another method": (405, f"PUT /login/ HTTP/1.1\r\n{HOST}{TOKENS}Content-Length: 0\r\n\r\n"),
    "another method in the api": (405, post("/field/api/v1/calls", JSON)),
    "a form without a token": (403, post("/login/", FORM)),
    "too much": (
        413,
        f"POST /field/api/v1/events HTTP/1.1\r\n{HOST}{JSON}Content-Length: 9999999\r\n\r\n",
    ),
    "another type": (415, post("/field/api/v1/events", FORM)),
    "a fault of ours": (500, get("/broken/")),
    "a fault of ours in the api": (500, get("/field/api/v1/broken")),
    "a database that is away": (503, get("/away/")),
    "a database that is away in the api": (503, get("/field/api/v1/away")),
    "another host": (400, get("/login/", host=HOST.replace(LOOPBACK, "elsewhere.example"))),
    "no host": (400, "GET /login/ HTTP/1.1\r\nConnection: close\r\n\r\n"),
    "no request": (400, "nonsense\r\n\r\n"),
    "a version of tomorrow": (400, f"GET / HTTP/9.9\r\n{HOST}\r\n"),
    "two lengths": (400, get("/", "Content-Length: 1\r\nContent-Length: 2\r\n")),
    "an address that is too long": (414, get(f"/{'x' * 5_000}")),
    "a header that is too long": (431, get("/", f"X: {'x' * 10_000}\r\n")),
    "health": (0, get("/health")),
    "figures": (0, get("/metrics")),
    "admin": (302, get("/admin/")),
}


@pytest.fixture
def server(a_running_server: StartServer) -> RunningServer:
    return a_running_server(
        WEB_WORKERS="1",
        SERVED_OVER_HTTPS="yes",
        TRUSTED_PROXIES=LOOPBACK,
        DJANGO_SETTINGS_MODULE="tests.faults.mutants.broken_settings",
    )


def test_every_answer_carries_the_security_headers_whoever_makes_it(server: RunningServer) -> None:
    answers = {name: ask(server, request) for name, (_, request) in REQUESTS.items()}

    statuses = {name: status_of(answer) for name, answer in answers.items()}
    assert statuses == {name: status or statuses[name] for name, (status, _) in REQUESTS.items()}
    bare = {name: missing_headers(answer) for name, answer in answers.items()}
    assert {name: missing for name, missing in bare.items() if missing} == {}


def test_what_did_not_change_carries_them_too(server: RunningServer) -> None:
    icon = staticfiles_storage.url("icons/icon.svg")
    for path in ("/field/", "/field/sw.js", "/field/app.webmanifest", icon):
        first = ask(server, get(path))
        known = header_of(first, "ETag"), header_of(first, "Last-Modified")
        more = (
            f"If-None-Match: {known[0]}\r\n" if known[0] else f"If-Modified-Since: {known[1]}\r\n"
        )
        again = ask(server, get(path, more))

        assert (status_of(first), status_of(again)) == (200, 304), path
        assert missing_headers(first) == missing_headers(again) == set(), path


def test_whoever_guesses_passwords_is_told_to_wait_with_them(server: RunningServer) -> None:
    form = "username=root&password=guess"
    guess = post("/login/", FORM + TOKENS, form)

    answers = [ask(server, guess) for _ in range(40)]

    statuses = [status_of(answer) for answer in answers]
    assert set(statuses) == {403, 429}
    refused = answers[statuses.index(429)]
    assert missing_headers(refused) == set()
    assert int(header_of(refused, "Retry-After")) >= 1


def test_pages_over_plain_http_lead_to_the_same_page_over_https(server: RunningServer) -> None:
    answer = ask(server, get("/login/?next=/calls/A/", host=PLAIN))

    assert header_of(answer, "Location") == f"https://{LOOPBACK}/login/?next=/calls/A/"


@pytest.mark.parametrize("path", ["/field/api/v1/session", "/field/api/v1/calls"])
def test_the_api_over_plain_http_is_refused_and_not_led_on(
    server: RunningServer, path: str
) -> None:
    answer = ask(server, get(path, "Cookie: __Host-tablet=x\r\n", host=PLAIN))

    assert status_of(answer) == 403
    assert header_of(answer, "Location") == ""
    assert b"https_required" in answer.body


def test_life_is_asked_over_plain_http(server: RunningServer) -> None:
    assert status_of(ask(server, get("/health/quick", host=PLAIN))) == 200


def test_nobody_but_the_proxy_says_that_it_was_https(a_running_server: StartServer) -> None:
    server = a_running_server(
        WEB_WORKERS="1", SERVED_OVER_HTTPS="yes", TRUSTED_PROXIES="192.0.2.0/24"
    )

    answer = ask(server, get("/login/"))

    assert status_of(answer) == 301
