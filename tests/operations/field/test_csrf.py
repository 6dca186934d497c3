"""Writes come from our own pages only: a token fetched just before, and a matching origin."""

import pytest
from django.test import Client

from operations.models import TabletJournal
from tests.operations.field.contract import Answer
from tests.operations.field.tablets import TabletClient, error_of

WRITES = ["events", "sign-in", "enrol"]
OWN = "http://testserver"


@pytest.fixture
def strict(ramp: TabletClient) -> TabletClient:
    """Return the tablet at the ramp in a browser whose tokens are looked at."""
    cookies = ramp.browser.cookies
    ramp.browser = Client(enforce_csrf_checks=True)
    ramp.browser.cookies = cookies
    return ramp


def heartbeat(tablet: TabletClient, headers: dict[str, str]) -> Answer:
    return tablet.post("events", tablet.batch(), headers=headers)


def test_a_fresh_token_lets_a_tablet_write(strict: TabletClient) -> None:
    token = strict.get("session").json()["csrf_token"]

    answer = heartbeat(strict, {"X-CSRFToken": token, "Origin": OWN})

    assert answer.status_code == 200


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("token", ["", "x", "0" * 64, "é" * 64])
def test_without_a_token_nothing_is_written(strict: TabletClient, path: str, token: str) -> None:
    strict.get("session")

    assert error_of(strict.post(path, strict.batch(), headers={"X-CSRFToken": token})) == (
        403,
        "csrf_failed",
    )
    assert not TabletJournal.objects.exists()


@pytest.mark.parametrize("path", WRITES)
def test_a_token_without_its_cookie_is_worth_nothing(strict: TabletClient, path: str) -> None:
    token = strict.get("session").json()["csrf_token"]
    del strict.browser.cookies["csrf"]

    refused = strict.post(path, {}, headers={"X-CSRFToken": token})

    assert error_of(refused) == (403, "csrf_failed")


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize(
    "origin", ["null", "https://elsewhere.example", "http://testserver:81", "https://testserver"]
)
def test_another_site_cannot_write(strict: TabletClient, path: str, origin: str) -> None:
    token = strict.get("session").json()["csrf_token"]

    refused = strict.post(path, {}, headers={"X-CSRFToken": token, "Origin": origin})

    assert error_of(refused) == (403, "csrf_failed")


def test_a_token_in_a_form_is_not_looked_for(strict: TabletClient) -> None:
    token = strict.get("session").json()["csrf_token"]

    form = f"csrfmiddlewaretoken={token}".encode()
    refused = strict.post("events", form, content_type="application/x-www-form-urlencoded")

    assert error_of(refused) == (415, "json_required")


def test_reading_needs_no_token(strict: TabletClient) -> None:
    assert strict.get("calls").status_code == 200


def test_the_cookie_of_the_token_is_sent_to_the_api(strict: TabletClient) -> None:
    cookie = strict.get("session").cookies["csrf"]

    assert cookie["path"] == "/"
    assert cookie["samesite"] == "Lax"
