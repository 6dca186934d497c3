"""What is answered when a request goes wrong: JSON to tablets, a page to people."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from monitoring.database.failures import database_is_away
from monitoring.rate_limit import TooManyRequests
from monitoring.request_facts import current_facts
from stevedores.error_words import Words, words_for, words_while_away

API_PREFIX = "/field/api/"
FIELD_PREFIX = "/field/"
# Long enough for PostgreSQL to restart; short enough that nobody walks off to ask.
RETRY_AFTER_SECONDS = 15

#: For tablets; what people read is in `error_words.py`.
SENTENCES = {
    "malformed": "The request could not be understood.",
    "csrf_failed": "The page was open too long or cookies are blocked. Load it again and repeat.",
    "https_required": "This is answered over https only.",
    "not_permitted": "You may not see this.",
    "not_found": "There is nothing here.",
    "cut_off": "The request ended before all of it was here. Nothing of it was taken.",
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


def cut_off(request: HttpRequest) -> HttpResponse:
    return _answer(request, HTTPStatus.BAD_REQUEST, "cut_off")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.NOT_FOUND, "not_found")


def too_many_requests(request: HttpRequest, exception: TooManyRequests) -> HttpResponse:
    seconds = exception.retry_after_seconds
    words = words_for("too_many_requests")
    wait = f"Wait {seconds} second{'' if seconds == 1 else 's'}, then repeat it."
    words = words._replace(sentences=(*words.sentences, wait))
    answer = _answer(request, HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", words)
    answer["Retry-After"] = str(seconds)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    # A database or cache that is away is no fault of the request: tablets keep their queue on 503
    # and come again, while a 500 would ask a person to look.
    error = sys.exc_info()[1]
    if isinstance(error, RedisError) or database_is_away(error):
        return _come_again(request)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "server_error")


def _come_again(request: HttpRequest) -> HttpResponse:
    is_page = request.method == "GET" and not request.path.startswith(API_PREFIX)
    words = words_while_away(retry_after_seconds=RETRY_AFTER_SECONDS, loads_again=is_page)
    answer = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", words)
    answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if is_page:
        # Browsers heed Retry-After for nothing that a person looks at. A form is never sent again:
        # whoever sent it has to look first whether it was taken.
        answer["Refresh"] = str(RETRY_AFTER_SECONDS)
    return answer


def _answer(
    request: HttpRequest, status: HTTPStatus, code: str, words: Words | None = None
) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        return JsonResponse({"error": {"code": code, "message": SENTENCES[code]}}, status=status)
    facts = current_facts()
    content = {
        "status": status.value,
        "words": words or words_for(code, where=_where(request)),
        "is_away": status == HTTPStatus.SERVICE_UNAVAILABLE,
        "way_out": _way_out(request),
        "request_id": facts.request_id if facts else "",
    }
    # Rendered without the request: the context processors would ask the database who is signed in.
    return HttpResponse(render_to_string("errors/error.html", content), status=status)


def _where(request: HttpRequest) -> str:
    """Return the name of the address as `error_words` knows it."""
    if (found := request.resolver_match) is None:
        return ""
    if request.method == "POST" and not found.app_name:
        return "step"
    return found.app_name or found.url_name or ""


def _way_out(request: HttpRequest) -> tuple[str, str]:
    """Return an address that leads on, and its name.

    The cookie alone tells who is signed in, for its session may be what cannot be read. Whom it
    no longer lets in is led from the board to the sign-in.
    """
    if request.path.startswith(FIELD_PREFIX):
        return FIELD_PREFIX, "Open the field app"
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return "/", "To the board"
    return settings.LOGIN_URL, "Sign in"
