"""What is answered when a request goes wrong: JSON to tablets, a small page to people."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from redis.exceptions import RedisError

from monitoring.database_failures import database_is_away
from monitoring.rate_limit import TooManyRequests

API_PREFIX = "/field/api/"
# Long enough for PostgreSQL to restart; short enough that nobody walks off to ask.
RETRY_AFTER_SECONDS = 15

SENTENCES = {
    "malformed": "The request could not be understood.",
    "csrf_failed": "The page was open too long or cookies are blocked. Load it again and repeat.",
    "https_required": "This is answered over https only.",
    "not_permitted": "You may not see this.",
    "not_found": "There is nothing here.",
    "too_large": "This is more than the office takes at once.",
    "too_many_requests": "You were faster than the office can take. Wait a little, then repeat.",
    "unavailable": "The office cannot save anything just now. Nothing is lost; it is tried again.",
    "server_error": "Something went wrong in the office. It was written down for the operators.",
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Django takes a session that could not be saved for one that somebody deleted.
    if database_is_away(exception):
        return _come_again(request)
    return _answer(request, HTTPStatus.BAD_REQUEST, "malformed")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN, "csrf_failed")


def https_required(request: HttpRequest) -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN, "https_required")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN, "not_permitted")


def too_large(request: HttpRequest) -> HttpResponse:
    return _answer(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.NOT_FOUND, "not_found")


def too_many_requests(request: HttpRequest, exception: TooManyRequests) -> HttpResponse:
    answer = _answer(request, HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests")
    answer["Retry-After"] = str(exception.retry_after_seconds)
    return answer


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    # A database or cache that is away is no fault of the request: tablets keep their queue on 503
    # and come again, while a 500 would ask a person to look.
    error = sys.exc_info()[1]
    if isinstance(error, RedisError) or database_is_away(error):
        return _come_again(request)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "server_error")


def _come_again(request: HttpRequest) -> HttpResponse:
    answer = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, "unavailable")
    answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _answer(request: HttpRequest, status: HTTPStatus, code: str) -> HttpResponse:
    message = SENTENCES[code]
    if request.path.startswith(API_PREFIX):
        return JsonResponse({"error": {"code": code, "message": message}}, status=status)
    # Rendered without the request: the context processors would ask the database who is signed in.
    page = render_to_string("errors/error.html", {"status": status, "message": message})
    return HttpResponse(page, status=status)
