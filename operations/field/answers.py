"""Answers that a tablet understands: always JSON, never a redirect."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse

from operations.actions.failed_attempts import TooManyAttempts

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

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
    "origin_not_allowed": "This request comes from another site.",
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


def api_view(
    *methods: str,
) -> Callable[[View[P]], View[P]]:
    """Wrap a view so that its errors are answered as the protocol has it."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed")
                response = view(request, *args, **kwargs)
            except TooManyAttempts as refused:
                response = error_answer(
                    ApiError(
                        HTTPStatus.TOO_MANY_REQUESTS,
                        "too_many_attempts",
                        retry_after=refused.retry_after_seconds,
                    )
                )
            except ApiError as error:
                response = error_answer(error)
                if error.status == HTTPStatus.METHOD_NOT_ALLOWED:
                    response["Allow"] = ", ".join(methods)
            response.setdefault("Cache-Control", "no-store")
            return response

        return answer

    return wrap


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
