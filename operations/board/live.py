"""What a page polls for: a piece of it, rendered once for everybody who sees the same.

Everything a piece shows follows from the state of its rows, from the minute and from what its
reader may do. These make the ETag, and the key under which the piece lies in the cache. Figures
that move with the clock alone, such as a rate, are those of the minute.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from monitoring.shared_read import shared_read
from operations.actions.office_session import acted_lately
from operations.board.access import Seat, has_moved
from operations.queries.board_state import State

# Stands where a form's token goes, for a piece is the same for all and a token is not. Text from
# people cannot forge it: in a rendered piece their "<" is escaped.
TOKEN_PLACE = "<csrf-token/>"  # noqa: S105  # a mark in HTML, no secret
# A piece is asked for in its own minute only; the rest is for clocks that differ a little.
_KEPT_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page as it stands: its ETag, its HTML for this reader, and when it was asked."""

    etag: str
    html: SafeString
    shown_at: datetime


class _NotForAll(Exception):
    """Somebody was given a terminal while it was looked: others of theirs do not see that one."""


def this_minute() -> datetime:
    """Return the minute for which pieces are rendered, as an instant."""
    return timezone.now().replace(second=0, microsecond=0)


def etag_of(name: str, *, seat: Seat, state: State, as_of: datetime) -> str:
    """Return the ETag of a piece; weak, since each reader gets a token of their own in it."""
    return f'W/"{_digest(name, _seen_by(seat), as_of.isoformat(), state)}"'


def shared_etag(
    name: str,
    *,
    request: HttpRequest,
    seat: Seat,
    read: Callable[[], str],
    render: Callable[[], str],
) -> str:
    """Return the ETag of a piece for whoever sees the same: one look at the database serves all.

    It is about SHARED_LOOK_SECONDS old, ten seconds at the most, and its piece lies ready. Whoever
    has just done something is shown what came of it.
    """
    seconds = settings.SHARED_LOOK_SECONDS

    def look() -> str:
        etag = read()
        if seconds:
            _rendered(etag, render)
            if has_moved(seat):
                raise _NotForAll
        return etag

    who = _digest(name, _seen_by(seat), seat.terminals)
    has_acted = acted_lately(request.session, now=timezone.now())
    try:
        return shared_read(f"board.etag.{who}", seconds=seconds, read=look, is_anew=has_acted)
    except _NotForAll:
        return read()


def _seen_by(seat: Seat) -> tuple[bool, ...]:
    return (seat.may_work, seat.sees_admin, seat.sees_operations, seat.person.is_superuser)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def piece(request: HttpRequest, etag: str, render: Callable[[], str]) -> Piece:
    """Return the piece with this ETag, from the cache when somebody saw it this minute."""
    html = _rendered(etag, render)
    token = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )
    whole = mark_safe(html.replace(TOKEN_PLACE, token))  # noqa: S308  # our templates have escaped it
    return Piece(etag, whole, timezone.now())


def _rendered(etag: str, render: Callable[[], str]) -> str:
    key = f"board.{etag[3:-1]}"
    html: str | None = cache.get(key)
    if html is None:
        html = render()
        cache.set(key, html, _KEPT_SECONDS)
    return html


def answer_poll(request: HttpRequest, etag: str, render: Callable[[], str]) -> HttpResponse:
    """Answer 304 when the reader has this piece already, else the piece."""
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    shown = piece(request, etag, render)
    return HttpResponse(shown.html, headers=headers)
