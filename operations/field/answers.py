"""Answers that a tablet understands: always JSON, never a redirect."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from monitoring.database.failures import database_is_away
from monitoring.rate_limit import TooManyRequests
from operations.actions.failed_attempts import TooManyAttempts

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# A full batch of 500 events is well below; the same number stands in the protocol.
MAX_BODY_BYTES = 1024 * 1024
# Long enough for PostgreSQL to restart, short enough that nobody walks off to ask.
RETRY_AFTER_SECONDS = 15

MESSAGES = {
    "malformed": "The office could not read what this tablet sent.",
    "tablet_not_enrolled": "This tablet is not enrolled, or no more. Ask a supervisor for a code.",
    "sign_in_required": "Sign in to go on. What you counted is kept.",
    "sign_in_failed": "Name or password is wrong, or you do not work at this terminal.",
    "code_not_valid": "This code is wrong, used or older than ten minutes. Ask for a new one.",
    "not_found": "There is nothing here for this terminal.",
    "method_not_allowed": "The office does not do this.",
    "too_large": "This is more than the office takes at once.",
    "too_many_events": "These are more events than the office takes at once.",
    "json_required": "The office takes JSON only.",
    "too_many_attempts": "Too many attempts. Wait a little, then try again.",
    "too_many_requests": "This tablet asks too often. Nothing is lost; it goes on in a moment.",
    "unavailable": "The office cannot save anything just now. Nothing is lost; it is tried again.",
}


class ApiError(Exception):
    """An answer other than 200, by its code in `MESSAGES`."""

    def __init__(
        self, status: HTTPStatus, code: str, *, detail: str = "", retry_after: int | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


def api_view(*methods: str) -> Callable[[View[P]], View[P]]:
    """Wrap a view so that its errors are answered as the protocol has it.

    Method, content type and size are looked at before anything of the body is read, and the CSRF
    token before the view runs. The exemption only moves that check from Django's middleware to
    here: there, it would read a form of any size in search of a token.
    """

    def wrap(view: View[P]) -> View[P]:
        with_csrf_token = csrf_protect(view)

        @csrf_exempt
        @login_not_required
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                _check_head(request, methods)
                response = with_csrf_token(request, *args, **kwargs)
            except ApiError as error:
                response = error_answer(error)
            except TooManyAttempts as refused:
                response = error_answer(_too_many("too_many_attempts", refused))
            except TooManyRequests as refused:
                response = error_answer(_too_many("too_many_requests", refused))
            except Error as error:
                if not database_is_away(error):
                    raise
                response = error_answer(_unavailable())
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                response["Allow"] = ", ".join(methods)
            response.setdefault("Cache-Control", "no-store")
            return response

        return answer

    return wrap


def instant_text(instant: datetime) -> str:
    """Return an instant as the protocol writes it: ISO 8601 in UTC, to the microsecond."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def error_answer(error: ApiError) -> HttpResponse:
    """Return the JSON body of an error with its status."""
    message = MESSAGES[error.code]
    content = {
        "code": error.code,
        "message": f"{message} ({error.detail})" if error.detail else message,
    }
    response = JsonResponse({"error": content}, status=error.status)
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def announced_bytes(request: HttpRequest) -> int:
    """Return how much the body has, by what the request says; Django reads no more than that."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # as Django has it, which then reads nothing


def _check_head(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed")
    if request.method != "POST":
        return
    if request.content_type != "application/json":
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "json_required")
    if announced_bytes(request) > MAX_BODY_BYTES:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")


def _too_many(code: str, refused: TooManyAttempts | TooManyRequests) -> ApiError:
    return ApiError(
        HTTPStatus.TOO_MANY_REQUESTS,
        code,
        retry_after=refused.retry_after_seconds,
    )


def _unavailable() -> ApiError:
    return ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", retry_after=RETRY_AFTER_SECONDS)
