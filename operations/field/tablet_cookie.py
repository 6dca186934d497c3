"""The cookie by which the office knows a tablet: a secret, and the day it was last set."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE_PATH = "/field/"
COOKIE_SECONDS = 180 * 24 * 60 * 60
# Never in a secret, which is URL-safe base64.
_SEPARATOR = "."


def cookie_name() -> str:
    """The prefix makes browsers refuse the cookie from plain http; localhost has no https."""
    return "__Secure-tablet" if settings.SESSION_COOKIE_SECURE else "tablet"


def set_tablet_cookie(response: HttpResponse, token: str, *, now: datetime) -> None:
    """Give a tablet its token, or let it live another 180 days."""
    response.set_cookie(
        cookie_name(),
        f"{token}{_SEPARATOR}{_day(now).isoformat()}",
        max_age=COOKIE_SECONDS,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def renew_tablet_cookie(request: HttpRequest, response: HttpResponse, *, now: datetime) -> None:
    """Set the cookie again unless that was done today: it slides, at most once a day.

    The day is the tablet's word only. A forged one moves the end of its own cookie, no more.
    """
    token, _, set_on = _cookie(request).partition(_SEPARATOR)
    if set_on != _day(now).isoformat():
        set_tablet_cookie(response, token, now=now)


def tablet_token(request: HttpRequest) -> str:
    """Return the token that the tablet sent, or an empty text."""
    return _cookie(request).partition(_SEPARATOR)[0]


def _cookie(request: HttpRequest) -> str:
    return request.COOKIES.get(cookie_name(), "")


def _day(instant: datetime) -> date:
    return instant.astimezone(UTC).date()
