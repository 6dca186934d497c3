"""Requests that claim to be written in what is no charset of texts."""

from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

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
    # Only now, when the static files are collected.
    from stevedores.wsgi import application

    statuses: list[str] = []

    def start_response(status: str, *more: object) -> None:
        statuses.append(status)

    answer = application(request.environ | {"HTTP_HOST": "testserver"}, start_response)
    with closing(answer):  # type: ignore[type-var]  # as a server closes it
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
