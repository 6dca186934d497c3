from collections.abc import Callable

import pytest
from csp.constants import NONCE, SELF
from csp.decorators import csp_replace
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from stevedores.steady_policy import SteadyCSPMiddleware

HEADER = "Content-Security-Policy"


def ordinary(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def with_a_nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]  # django-csp's own


@csp_replace({"img-src": "https://elsewhere.example"})
def with_words_of_its_own(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def answer(site: CSPMiddleware, request: HttpRequest | None = None) -> HttpResponse:
    response = site(request or RequestFactory().get("/"))
    assert isinstance(response, HttpResponse)
    return response


def policy_of(response: HttpResponse) -> set[str]:
    return {part.strip() for part in response[HEADER].split(";")}


@pytest.mark.parametrize("view", [ordinary, with_words_of_its_own])
def test_the_policy_is_the_one_that_django_csp_would_send(
    view: Callable[[HttpRequest], HttpResponse],
) -> None:
    ours = SteadyCSPMiddleware(view)

    first, second = answer(ours), answer(ours)

    assert policy_of(first) == policy_of(second) == policy_of(answer(CSPMiddleware(view)))


def test_an_answer_with_a_nonce_has_it_in_its_policy(settings: Settings) -> None:
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": [SELF, NONCE]}}
    site = SteadyCSPMiddleware(with_a_nonce)

    first, second = answer(site), answer(site)

    for each in (first, second):
        assert f"'nonce-{each.content.decode()}'" in each[HEADER]
    assert first.content != second.content


def test_a_policy_that_was_changed_is_sent_at_once(settings: Settings) -> None:
    site = SteadyCSPMiddleware(ordinary)
    answer(site)

    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"img-src": [SELF]}}

    assert "img-src 'self'" in answer(site)[HEADER]


def test_a_nonce_that_is_asked_for_too_late_is_refused() -> None:
    request = RequestFactory().get("/")
    answer(SteadyCSPMiddleware(ordinary), request)

    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)  # type: ignore[attr-defined]  # django-csp's own


def test_an_answer_that_has_a_policy_keeps_it() -> None:
    def strict(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={HEADER: "sandbox"})

    assert answer(SteadyCSPMiddleware(strict))[HEADER] == "sandbox"
