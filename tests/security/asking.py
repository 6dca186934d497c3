"""One request of each kind of person to each address, and what became of it."""

from copy import deepcopy
from http import HTTPStatus
from urllib.parse import urlsplit

from django.core.cache import caches
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

IN, LED_ON, SIGN_IN, UNKNOWN, REFUSED, ABSENT, NO_METHOD = "+>?1-0."
_OF_STATUS = {
    HTTPStatus.UNAUTHORIZED: UNKNOWN,
    HTTPStatus.FORBIDDEN: REFUSED,
    HTTPStatus.NOT_FOUND: ABSENT,
    HTTPStatus.METHOD_NOT_ALLOWED: NO_METHOD,
}


def outcome_of(browser: Client, method: str, address: str) -> str:
    """Ask, undo what it did, and return one of the signs above.

    Whoever is told that a form is not filled in was let in. Raises AssertionError for an answer
    that tells nothing about access: our own failure, or too many requests.
    """
    caches["rate_limits"].clear()
    cookies = deepcopy(browser.cookies)
    with transaction.atomic():
        answer = _ask(browser, method, address)
        transaction.set_rollback(True)
    browser.cookies = cookies
    status = answer.status_code
    assert status < HTTPStatus.INTERNAL_SERVER_ERROR, f"{method} {address}: {status}"
    assert status != HTTPStatus.TOO_MANY_REQUESTS, f"{method} {address}: {status}"
    if status in {HTTPStatus.FOUND, HTTPStatus.MOVED_PERMANENTLY}:
        return _of_redirect(urlsplit(answer.headers["Location"]).path)
    return _OF_STATUS.get(HTTPStatus(status), IN)


def _ask(browser: Client, method: str, address: str) -> HttpResponseBase:
    if method == "GET":
        return browser.get(address)
    if "/api/" in address:
        return browser.post(address, {}, content_type="application/json")
    # A deletion that is confirmed; to every other form, one field that it does not have.
    return browser.post(address, {"post": "yes"})


def _of_redirect(target: str) -> str:
    if target in {reverse("login"), reverse("admin:login")}:
        return SIGN_IN
    # Django's admin leads there from a row that is not there for this person.
    return ABSENT if target == reverse("admin:index") else LED_ON
