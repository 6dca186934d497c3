import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from redis.exceptions import RedisError

from stevedores import urls

FAILURES = {
    "down": OperationalError,
    "closed": InterfaceError,
    "cache": RedisError,
    "bug": ZeroDivisionError,
}


@login_not_required
def fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise FAILURES[kind]("secret words of the database")


urlpatterns = [
    path("fail/<kind>/", fail),
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
    assert "Nothing is lost" in answer.content.decode()


def test_tablets_are_told_in_json(quiet_client: Client) -> None:
    answer = quiet_client.get("/field/api/fail/down/")

    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "unavailable"
    assert int(answer["Retry-After"]) > 0


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
