from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from operations.board import access, live
from operations.board.access import Seat
from operations.board.board_page import board_page
from operations.models import Terminal
from operations.queries.board_state import board_state


@require_safe
@access.board_page
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    as_of = live.this_minute()
    piece = live.piece(request, _etag(seat, as_of), partial(_fragment, seat, as_of))
    content = {"piece": piece, "live_zone": _zone(seat), "here": "board"}
    return render(request, "board/board.html", content)


@require_safe
@access.board_fragment
def board_piece(request: HttpRequest, seat: Seat) -> HttpResponse:
    as_of = live.this_minute()
    return live.answer_poll(request, _etag(seat, as_of), partial(_fragment, seat, as_of))


def _etag(seat: Seat, as_of: datetime) -> str:
    state = board_state(seat.person, now=as_of)
    return live.etag_of("board", seat=seat, state=state, as_of=as_of)


def _zone(seat: Seat) -> str:
    """Return the zone of all the terminals, or UTC where they have several."""
    terminals = Terminal.objects.visible_to(seat.person)
    zones = set(terminals.order_by().values_list("time_zone", flat=True).distinct()[:2])
    return zones.pop() if len(zones) == 1 else "UTC"


def _fragment(seat: Seat, as_of: datetime) -> str:
    panels = board_page(seat.person, now=as_of)
    return render_to_string("board/board_piece.html", {"panels": panels, "seat": seat})
