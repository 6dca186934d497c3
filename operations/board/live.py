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
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
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
class Watched:
    """What a page polls for: a name that tells it from all others, and how it is read and rendered.

    Both are told the minute as of which. `state` differs whenever what is rendered would, except
    for the minute and for what its reader may do; None is a stranger's, who is told nothing (404).
    """

    name: str
    state: Callable[[datetime], State | None]
    render: Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page as it stands: its ETag, its HTML for this reader, and when it was asked."""

    etag: str
    html: SafeString
    shown_at: datetime


class _Rendering(NamedTuple):
    html: str
    is_for_all: bool


class _NotForAll(Exception):
    """Somebody was given a terminal while it was looked: others of theirs do not see that one."""


def piece(request: HttpRequest, seat: Seat, watched: Watched) -> Piece:
    """Return what is watched as it stands, or stood for somebody else who sees the same."""
    as_of = this_minute()
    etag = _etag(request, seat, watched, as_of)
    return _filled_in(request, etag, _html(seat, watched, etag, as_of))


def answer_poll(request: HttpRequest, seat: Seat, watched: Watched) -> HttpResponse:
    """Answer 304 when the reader has this piece already, else the piece."""
    as_of = this_minute()
    etag = _etag(request, seat, watched, as_of)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    html = _html(seat, watched, etag, as_of)
    return HttpResponse(_filled_in(request, etag, html).html, headers=headers)


def this_minute() -> datetime:
    """Return the minute for which pages are rendered, as an instant."""
    return timezone.now().replace(second=0, microsecond=0)


def _etag(request: HttpRequest, seat: Seat, watched: Watched, as_of: datetime) -> str:
    """Return the ETag for whoever sees the same: one look at the database serves all.

    It is about SHARED_LOOK_SECONDS old, ten seconds at the most, and its piece lies ready. Whoever
    has just done something is shown what came of it. It is weak, since each reader gets a token of
    their own in the piece.
    """
    seen_by = (seat.may_work, seat.sees_admin, seat.sees_operations, seat.person.is_superuser)

    def read() -> str:
        state = watched.state(as_of)
        if state is None:
            raise Http404
        return f'W/"{_digest(watched.name, seen_by, as_of.isoformat(), state)}"'

    def look() -> str:
        etag = read()
        if not _rendered(seat, watched, etag, as_of).is_for_all:
            raise _NotForAll
        return etag

    seconds = settings.SHARED_LOOK_SECONDS
    if not seconds:
        return read()
    key = f"board.etag.{_digest(watched.name, seen_by, seat.terminals)}"
    has_acted = acted_lately(request.session, now=timezone.now())
    try:
        return shared_read(key, seconds=seconds, read=look, is_anew=has_acted)
    except _NotForAll:
        return read()


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _filled_in(request: HttpRequest, etag: str, html: str) -> Piece:
    token = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )
    whole = mark_safe(html.replace(TOKEN_PLACE, token))  # noqa: S308  # our templates have escaped it
    return Piece(etag, whole, timezone.now())


def _html(seat: Seat, watched: Watched, etag: str, as_of: datetime) -> str:
    """Return the piece with this ETag, from the cache when somebody saw it this minute."""
    kept: str | None = cache.get(_place_of(etag))
    return _rendered(seat, watched, etag, as_of).html if kept is None else kept


def _rendered(seat: Seat, watched: Watched, etag: str, as_of: datetime) -> _Rendering:
    """Render the piece with this ETag unless it is kept, and keep it when it is for all."""
    kept: str | None = cache.get(_place_of(etag))
    html = watched.render(as_of) if kept is None else kept
    # Asked last: whoever was given a terminal since the state was read sees more than it says.
    is_for_all = not has_moved(seat)
    if kept is None and is_for_all:
        cache.set(_place_of(etag), html, _KEPT_SECONDS)
    return _Rendering(html, is_for_all)


def _place_of(etag: str) -> str:
    return f"board.{etag[3:-1]}"
