"""Counts and times every answer of Django, and gives each its number."""

import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from monitoring.metrics import count_answer
from monitoring.request_facts import (
    FACTS_KEY,
    REQUEST_ID_HEADER,
    UNMATCHED,
    RequestFacts,
    Serving,
)

STATIC = "static"  # the route of what whitenoise answers, before any route is looked for

Respond = Callable[[HttpRequest], HttpResponseBase]


def count_requests(get_response: Respond) -> Respond:
    """Stand before all other middleware: what those refuse is counted too."""
    static_url = settings.STATIC_URL

    def respond(request: HttpRequest) -> HttpResponseBase:
        # The front door has made them, and writes them to the log; without one we do.
        facts: RequestFacts = request.META.get(FACTS_KEY) or RequestFacts(request.method)
        facts.request = request
        with Serving(facts):
            try:
                response = get_response(request)
            finally:
                facts.look()
                # It leads back to these facts: a circle, which would keep both until a collection.
                facts.request = None
        if facts.route is UNMATCHED and _is_static(request, response, static_url):
            facts.route = STATIC
        seconds = time.perf_counter() - facts.came_at
        count_answer(facts, status=response.status_code, seconds=seconds)
        response.headers[REQUEST_ID_HEADER] = facts.request_id
        return response

    return respond


def _is_static(request: HttpRequest, response: HttpResponseBase, static_url: str) -> bool:
    is_there = response.status_code < HTTPStatus.BAD_REQUEST
    return is_there and request.path.startswith(static_url)
