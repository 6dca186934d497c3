"""What the middleware counts, and the number that each answer carries."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from monitoring.metrics import REGISTRY
from monitoring.middleware import count_requests
from monitoring.request_facts import FACTS_KEY, RequestFacts, current_facts


def answers(route: str, status: int, method: str = "GET") -> float:
    labels = {"route": route, "status": str(status), "method": method}
    return REGISTRY.get_sample_value("site_requests_total", labels) or 0.0


def timed(route: str) -> float:
    return REGISTRY.get_sample_value("site_request_seconds_count", {"route": route}) or 0.0


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/login/", "/login/"),
        ("/field/api/v1/calls/77/cargo", "/field/api/v1/calls/<int:call_id>/cargo"),
        ("/calls/unknown/", "/calls/<slug:reference>/"),
        ("/nothing/of/ours", "unmatched"),
        ("/static/nothing.css", "unmatched"),
    ],
)
def test_an_answer_is_counted_and_timed_under_its_route(
    client: Client, db: None, path: str, route: str
) -> None:
    before = {status: answers(route, status) for status in (200, 302, 401, 404)}
    measured = timed(route)

    status = client.get(path).status_code

    assert (answers(route, status), timed(route)) == (before[status] + 1, measured + 1)


def test_a_file_that_is_there_is_counted_as_such(client: Client) -> None:
    before = answers("static", 200)

    client.get("/static/css/tokens.css").getvalue()

    assert answers("static", 200) == before + 1


def test_a_method_that_somebody_made_up_is_no_series_of_its_own(client: Client, db: None) -> None:
    before = answers("/login/", 405, "OTHER")

    client.generic("BREW", "/login/")

    assert answers("/login/", 405, "OTHER") == before + 1


def test_an_error_of_ours_is_counted_as_one() -> None:
    before = answers("unmatched", 500)

    count_requests(lambda _: HttpResponse(status=500))(RequestFactory().get("/"))

    assert answers("unmatched", 500) == before + 1


def test_every_answer_has_a_number_of_ours(client: Client, db: None) -> None:
    answer = client.get("/login/", headers={"X-Request-ID": "a-strangers"})
    another = client.get("/login/")

    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])
    assert answer["X-Request-ID"] != another["X-Request-ID"]


def test_the_number_is_the_one_that_the_front_door_gave() -> None:
    facts = RequestFacts()
    request = RequestFactory().get("/")
    request.META[FACTS_KEY] = facts

    answer = count_requests(lambda _: HttpResponse())(request)

    assert answer.headers["X-Request-ID"] == facts.request_id


def test_who_is_served_is_known_meanwhile_and_not_afterwards() -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(current_facts())
        return HttpResponse()

    count_requests(view)(RequestFactory().get("/"))

    assert seen[0] is not None
    assert seen[0].request is None
    assert current_facts() is None
