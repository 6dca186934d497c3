"""Lets nobody pass for signed in who did not prove a second factor, where one is required."""

from collections.abc import Callable
from functools import partial
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django_otp import DEVICE_ID_SESSION_KEY

from operations.models import User

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def require_second_factor(get_response: GetResponse) -> GetResponse:
    """Middleware: stands right after the one that finds out who is signed in.

    Whoever only typed a password, before it was required for one, is nobody to every page behind:
    board, admin, what polls. They sign in again, and are led to set a second factor up. Tablets
    do not notice, since no session opens the field app.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if settings.OTP_REQUIRED:
            # Looked up when a page asks, as Django does: most static answers never do.
            request.user = cast("User", SimpleLazyObject(partial(_proven, request, request.user)))
        return get_response(request)

    return answer


def _proven(request: HttpRequest, person: User | AnonymousUser) -> User | AnonymousUser:
    # The device is not looked up: taking it off an account ends the account's sessions.
    is_proven = person.is_authenticated and DEVICE_ID_SESSION_KEY in request.session
    return person if is_proven else AnonymousUser()
