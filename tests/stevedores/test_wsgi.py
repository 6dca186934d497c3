"""The whole site as a server calls it: what a request may claim, and who holds a place."""

from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from monitoring.worker_plan import PLACES

pytestmark = pytest.mark.usefixtures("static_files", "db")
CHARSETS = (
    "hex",
    "rot13",
    "zlib",
    "base64",
    "undefined",
    "punycode",
    "idna",
    "unicode_escape",
    "x",
)
FORM = b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\n\\ud800\r\n--x--\r\n'


@pytest.fixture(autouse=True)
def keep_the_connection() -> Iterator[None]:
    """Let the application be called within the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def answered(request: WSGIRequest) -> tuple[int, str]:
    with ExitStack() as being_sent:
        return answer_to(request, being_sent)


def answer_to(request: WSGIRequest, being_sent: ExitStack) -> tuple[int, str]:
    """Return status and body of an answer, which is closed as a server would, at the end."""
    # Only now, when the static files are collected.
    from stevedores.wsgi import application

    statuses: list[str] = []

    def start_response(status: str, *more: object) -> None:
        statuses.append(status)

    answer = application(request.environ | {"HTTP_HOST": "testserver"}, start_response)
    being_sent.callback(answer.close)  # type: ignore[attr-defined]  # WSGI's own
    return int(statuses[0].split()[0]), b"".join(answer).decode()


@pytest.mark.parametrize("charset", [*CHARSETS, '"hex"', "hex; charset=hex"])
@pytest.mark.parametrize("name", ["charset", "CHARSET", "charset*"])
def test_an_address_is_read_whatever_a_request_claims(name: str, charset: str) -> None:
    request = RequestFactory().get("/login/?next=/%ff")
    request.environ["CONTENT_TYPE"] = f"text/plain; {name}={charset}"

    status, _ = answered(request)

    assert status == HTTPStatus.OK


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_form_is_read_whatever_a_request_claims(kind: str, charset: str) -> None:
    request = RequestFactory().generic("POST", "/login/", FORM, content_type=kind)
    request.environ["CONTENT_TYPE"] = f"{kind}; charset={charset}"

    status, _ = answered(request)

    assert status == HTTPStatus.FORBIDDEN  # no token


def test_the_field_api_answers_in_json_all_the_same() -> None:
    request = RequestFactory().get("/field/api/v1/calls/1/changes?after=1")
    request.environ["CONTENT_TYPE"] = "text/plain; charset=hex"

    status, body = answered(request)

    assert status == HTTPStatus.UNAUTHORIZED
    assert "tablet_not_enrolled" in body


def test_pages_that_are_being_sent_hold_no_place(rf: RequestFactory) -> None:
    with ExitStack() as being_sent:
        answers = [answer_to(rf.get("/login/"), being_sent) for _ in range(PLACES + 1)]

    assert {status for status, _ in answers} == {HTTPStatus.OK}
