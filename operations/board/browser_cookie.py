"""The cookie of a browser in which people of the office signed in before."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from operations.models import User
from operations.queries.known_browsers import KNOWN_FOR, KnownBrowser, read_browser, sign_browser


def cookie_name() -> str:
    """The prefix makes browsers refuse the cookie from plain http; localhost has no https."""
    return "__Secure-browser" if settings.SESSION_COOKIE_SECURE else "browser"


def browser_of(request: HttpRequest) -> KnownBrowser:
    """Return what the browser that asks is known for."""
    return read_browser(request.COOKIES.get(cookie_name(), ""))


def remember_browser(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Let the browser say from now on that this person's password was right in it."""
    response.set_cookie(
        cookie_name(),
        sign_browser(browser_of(request), person=person),
        max_age=KNOWN_FOR,
        path=reverse("login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
