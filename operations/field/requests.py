"""Reading requests of tablets: who asks, and what they say. Bad ones are refused by name."""

import json
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from operations.actions.enrol_tablet import sha256_of
from operations.actions.record_tally_events import TallyBatch
from operations.field.answers import ApiError
from operations.models import Tablet, User
from operations.queries.shift_tokens import Shift, person_on_shift
from operations.rules.tally_report import (
    MAX_NAME,
    MAX_SEQUENCE,
    Malformed,
    read_instant,
    read_text,
    read_uuid,
    read_whole,
)

MAX_BODY_BYTES = 1024 * 1024
MAX_EVENTS = 500
COOKIE_PATH = "/field/"
COOKIE_SECONDS = 180 * 24 * 60 * 60
_BATCH_FIELDS = frozenset(
    {"device_now", "journal_id", "head_sequence", "unsent_count", "build", "events"}
)


class OnShift(NamedTuple):
    """Who asks, on which tablet."""

    tablet: Tablet
    person: User
    shift: Shift


def cookie_name() -> str:
    """The prefix makes browsers refuse the cookie from plain http; localhost has no https."""
    return "__Secure-tablet" if settings.SESSION_COOKIE_SECURE else "tablet"


def set_tablet_cookie(response: HttpResponse, token: str) -> None:
    """Give a tablet its token, or let it live another 180 days."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=COOKIE_SECONDS,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def tablet_token(request: HttpRequest) -> str:
    """Return the token that the tablet sent, or an empty text."""
    return request.COOKIES.get(cookie_name(), "")


def tablet_of(request: HttpRequest) -> Tablet | None:
    """Return the enrolled tablet that asks, unless it was revoked."""
    token = tablet_token(request)
    if not token:
        return None
    return (
        Tablet.objects.select_related("terminal__port")
        .filter(token_sha256=sha256_of(token), revoked_at=None)
        .first()
    )


def require_tablet(request: HttpRequest) -> Tablet:
    """Return the tablet that asks; 401 for any other."""
    tablet = tablet_of(request)
    if tablet is None:
        raise ApiError(HTTPStatus.UNAUTHORIZED, "tablet_not_enrolled")
    return tablet


def on_shift(request: HttpRequest, tablet: Tablet) -> OnShift | None:
    """Return who holds the token in the Shift-Token header, if they may still read."""
    token = request.headers.get("Shift-Token", "")
    found = person_on_shift(token, tablet=tablet, now=timezone.now()) if token else None
    return OnShift(tablet, *found) if found else None


def require_shift(request: HttpRequest) -> OnShift:
    """Return who asks on which tablet; 401 for anybody without a shift."""
    tablet = require_tablet(request)
    present = on_shift(request, tablet)
    if present is None:
        raise ApiError(HTTPStatus.UNAUTHORIZED, "sign_in_required")
    return present


def read_body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a POST; 413, 415 or 400 for anything else."""
    if request.content_type != "application/json":
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "json_required")
    try:
        body = request.body
    except RequestDataTooBig:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large") from None
    if len(body) > MAX_BODY_BYTES:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
    try:
        content = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise ApiError(HTTPStatus.BAD_REQUEST, "malformed", detail="not JSON") from None
    if not isinstance(content, dict):
        raise ApiError(HTTPStatus.BAD_REQUEST, "malformed", detail="not an object")
    return content


def read_words(content: dict[str, Any], **limits: int) -> dict[str, str]:
    """Return texts of a body, each not longer than its limit; 400 for anything else."""
    if content.keys() != limits.keys():
        raise ApiError(HTTPStatus.BAD_REQUEST, "malformed", detail="fields")
    try:
        return {name: read_text(content[name], name, most) for name, most in limits.items()}
    except Malformed as problem:
        raise ApiError(HTTPStatus.BAD_REQUEST, "malformed", detail=problem.field) from problem


def read_batch(content: dict[str, Any]) -> TallyBatch:
    """Return a batch of events, the events themselves unread; 400 or 413 for anything else."""
    if content.keys() != _BATCH_FIELDS:
        raise ApiError(HTTPStatus.BAD_REQUEST, "malformed", detail="fields")
    events = content["events"]
    if not isinstance(events, list):
        raise ApiError(HTTPStatus.BAD_REQUEST, "malformed", detail="events")
    if len(events) > MAX_EVENTS:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many_events")
    try:
        return TallyBatch(
            journal_id=read_uuid(content["journal_id"], "journal_id"),
            head_sequence=read_whole(content["head_sequence"], "head_sequence", 0, MAX_SEQUENCE),
            unsent_count=read_whole(content["unsent_count"], "unsent_count", 0, MAX_SEQUENCE),
            build=read_text(content["build"], "build", MAX_NAME),
            device_now=read_instant(content["device_now"], "device_now"),
            events=events,
        )
    except Malformed as problem:
        raise ApiError(HTTPStatus.BAD_REQUEST, "malformed", detail=problem.field) from problem


def _refuse_constant(name: str) -> float:
    message = f"{name} is not JSON"
    raise ValueError(message)
