import io

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from redis.exceptions import RedisError

from stevedores import urls
from stevedores.error_pages import SENTENCES, server_error
from stevedores.error_words import words_for

FAILURES = {
    "down": OperationalError,
    "closed": InterfaceError,
    "cache": RedisError,
    "bug": ZeroDivisionError,
    "refused": PermissionDenied,
}


@login_not_required
def fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise FAILURES[kind]("secret words of the database")


urlpatterns = [
    path("fail/<kind>/", fail),
    path("field/fail/<kind>/", fail),
    path("field/api/fail/<kind>/", fail),
    *urls.urlpatterns,
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def quiet_client(client: Client) -> Client:
    """Return a client that answers as the server would instead of raising."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("kind", ["down", "closed", "cache"])
def test_people_are_asked_to_wait_while_the_database_is_away(
    quiet_client: Client, kind: str
) -> None:
    answer = quiet_client.get(f"/fail/{kind}/")

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "cannot reach its records" in answer.content.decode()


def test_nothing_that_was_sent_is_read_to_say_so(rf: RequestFactory) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("it was read")

    request = WSGIRequest(
        rf.post("/login/").environ
        | {
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": "5000000",
            "HTTP_COOKIE": f"{settings.CSRF_COOKIE_NAME}={'x' * 32}",
            "wsgi.input": Unread(),
        }
    )

    def middleware_fails() -> None:
        raise OperationalError("planted")

    try:
        middleware_fails()
    except OperationalError:
        answer = server_error(request)

    assert answer.status_code == 503


def test_tablets_are_told_in_json(quiet_client: Client) -> None:
    answer = quiet_client.get("/field/api/fail/down/")

    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "unavailable"
    assert "Nothing is lost" in answer.json()["error"]["message"]
    assert int(answer["Retry-After"]) > 0
    assert "Refresh" not in answer


def test_a_fault_of_ours_is_not_called_an_outage(quiet_client: Client) -> None:
    assert quiet_client.get("/field/api/fail/bug/").status_code == 500


@pytest.mark.parametrize("kind", ["down", "bug"])
def test_no_error_page_tells_what_happened_inside(quiet_client: Client, kind: str) -> None:
    assert "secret words" not in quiet_client.get(f"/fail/{kind}/").content.decode()


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_the_way_of_the_asker(client: Client) -> None:
    assert client.get("/field/api/v1/nowhere").json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("path", ["/fail/down/", "/fail/bug/"])
def test_error_pages_carry_the_content_security_policy(quiet_client: Client, path: str) -> None:
    assert "default-src 'none'" in quiet_client.get(path)["Content-Security-Policy"]


def test_a_page_that_waits_for_the_database_loads_again_by_itself(quiet_client: Client) -> None:
    answer = quiet_client.get("/fail/down/")

    assert answer["Refresh"] == answer["Retry-After"]
    assert "loads again by itself" in answer.content.decode()


def test_a_form_is_never_sent_again_by_itself(quiet_client: Client) -> None:
    answer = quiet_client.post("/fail/down/")

    assert "Refresh" not in answer
    words = answer.content.decode()
    assert "what you typed was not saved" in words
    assert "loads again" not in words


def test_operators_are_told_where_to_look_while_the_database_is_away(quiet_client: Client) -> None:
    words = quiet_client.get("/fail/down/").content.decode()

    assert 'href="/health"' in words
    assert "manage.py health" in words
    assert "/health" not in quiet_client.get("/fail/bug/").content.decode()


@pytest.mark.parametrize("kind", ["down", "bug", "refused"])
def test_every_error_page_tells_the_number_of_its_request(quiet_client: Client, kind: str) -> None:
    answer = quiet_client.get(f"/fail/{kind}/")

    assert f"<code>{answer['X-Request-ID']}</code>" in answer.content.decode()


def test_who_is_not_signed_in_is_led_to_the_sign_in(quiet_client: Client) -> None:
    words = quiet_client.get("/fail/down/").content.decode()

    assert '<a class="button" href="/login/">' in words


def test_who_has_a_session_is_led_to_the_board_without_its_being_read(quiet_client: Client) -> None:
    quiet_client.cookies[settings.SESSION_COOKIE_NAME] = "s" * 32

    words = quiet_client.get("/fail/down/").content.decode()

    assert '<a class="button" href="/">' in words


def test_at_the_ships_side_the_way_leads_to_the_field_app(quiet_client: Client) -> None:
    words = quiet_client.get("/field/fail/down/").content.decode()

    assert '<a class="button" href="/field/">' in words


def test_who_is_refused_is_told_whom_to_ask(quiet_client: Client) -> None:
    answer = quiet_client.get("/fail/refused/")

    assert answer.status_code == 403
    assert "ask an operator" in answer.content.decode()


@pytest.mark.parametrize("code", [code for code in SENTENCES if code != "unavailable"])
def test_people_are_told_what_happened_and_what_to_do_of_every_error(code: str) -> None:
    words = words_for(code)

    assert words.title
    assert all(sentence.endswith(".") for sentence in words.sentences)


def test_who_may_not_see_the_operations_page_is_told_who_may() -> None:
    assert "operators and auditors" in words_for("not_permitted", where="operations").sentences[0]
