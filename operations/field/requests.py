"""Reading requests of tablets: who asks, and what they say. Bad ones are refused by name."""

import json
import re
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import HttpRequest, UnreadablePostError
from django.utils import timezone

from monitoring.client_address import network_of
from monitoring.request_facts import note_person, note_tablet
from monitoring.whole_form import LARGEST_FORM_BYTES
from operations.actions.enrol_tablet import sha256_of
from operations.actions.record_tally_events import TallyBatch
from operations.field import limits
from operations.field.answers import MAX_BODY_BYTES, ApiError, announced_bytes
from operations.field.tablet_cookie import tablet_token
from operations.models import Tablet, User
from operations.queries.field_tablets import tablet_in_use
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

MAX_EVENTS = 500
MAX_POSITION = 2**63 - 1
# A batch is three levels deep. What is deeper would only feed a recursion further on.
MAX_LEVELS = 8
MAX_TYPED = 200
# PostgreSQL takes no NUL, and UTF-8 has no half of a pair.
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_BATCH_FIELDS = frozenset(
    {"device_now", "journal_id", "head_sequence", "unsent_count", "build", "events"}
)


class OnShift(NamedTuple):
    """Who asks, on which tablet."""

    tablet: Tablet
    person: User
    shift: Shift


def tablet_of(request: HttpRequest) -> Tablet | None:
    """Return the enrolled tablet that asks, unless it was revoked."""
    token = tablet_token(request)
    tablet = tablet_in_use(sha256_of(token)) if token else None
    if tablet:
        note_tablet(tablet.name, tablet.pk)
        limits.TABLET.charge(request, str(tablet.pk))
    else:
        limits.STRANGER.charge(request, network_of(request.META["REMOTE_ADDR"]))
    return tablet


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
    if found is None:
        return None
    present = OnShift(tablet, *found)
    note_person(present.person.username, present.person.pk)
    return present


def require_shift(request: HttpRequest) -> OnShift:
    """Return who asks on which tablet; 401 for anybody without a shift."""
    tablet = require_tablet(request)
    present = on_shift(request, tablet)
    if present is None:
        raise ApiError(HTTPStatus.UNAUTHORIZED, "sign_in_required")
    return present


def read_body(request: HttpRequest, *fields: str) -> dict[str, Any]:
    """Return the JSON object of a POST, which has exactly these fields; 400 or 413 otherwise."""
    try:
        body = request.body
    except UnreadablePostError:
        raise malformed("cut off") from None
    if len(body) > MAX_BODY_BYTES:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
    try:
        content = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise malformed("not JSON") from None
    if not isinstance(content, dict):
        raise malformed("not an object")
    if content.keys() != set(fields):
        raise malformed("fields")
    if _is_deeper_than(MAX_LEVELS, content):
        raise malformed("too deep")
    return content


def read_words(request: HttpRequest, *names: str) -> list[str]:
    """Return the texts of a body in this order; 400 or 413 for anything but short text."""
    # What is larger holds a place while it comes, and a code is asked of whom nobody knows yet.
    if announced_bytes(request) > LARGEST_FORM_BYTES:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
    content = read_body(request, *names)
    return [_read_typed(content[name], name) for name in names]


def read_batch(request: HttpRequest) -> TallyBatch:
    """Return a batch of events, the events themselves unread; 400 or 413 for anything else."""
    content = read_body(request, *_BATCH_FIELDS)
    events = content["events"]
    if not isinstance(events, list):
        raise malformed("events")
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
        raise malformed(problem.field) from problem


def read_whole_parameter(
    request: HttpRequest, name: str, *, default: int, least: int, most: int
) -> int:
    """Return a whole number of the query string; 400 for anything else."""
    text = request.GET.get(name)
    if text is None:
        return default
    # isdecimal() alone takes digits of every script, and int() also blanks and underscores.
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_POSITION))):
        raise malformed(name)
    if not least <= int(text) <= most:
        raise malformed(name)
    return int(text)


def malformed(detail: str) -> ApiError:
    """Return the error of a request that cannot be read; the detail names the place."""
    return ApiError(HTTPStatus.BAD_REQUEST, "malformed", detail=detail)


def _read_typed(value: object, name: str) -> str:
    """Take a name or a password as it was typed, also with blanks at its ends."""
    if not isinstance(value, str) or len(value) > MAX_TYPED or _UNSTORABLE.search(value):
        raise malformed(name)
    return value


def _is_deeper_than(levels: int, content: object) -> bool:
    layer = [content]
    for _ in range(levels):
        layer = [part for whole in layer for part in _parts(whole)]
    return bool(layer)


def _parts(whole: object) -> list[object]:
    if isinstance(whole, dict):
        return list(whole.values())
    return whole if isinstance(whole, list) else []


def _refuse_constant(name: str) -> float:
    message = f"{name} is not JSON"
    raise ValueError(message)
