from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from operations.board import access, live
from operations.board.access import Seat
from operations.board.alert_rows import standing_alerts, summary_of
from operations.board.board_page import board_page
from operations.board.zones import zone_of
from operations.queries.board_state import State, board_state


@require_safe
@access.board_page
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    piece = live.piece(request, seat, _watched(seat))
    content = {"piece": piece, "live_zone": zone_of(seat), "seat": seat, "here": "board"}
    return render(request, "board/board.html", content)


@require_safe
@access.board_fragment
def board_piece(request: HttpRequest, seat: Seat) -> HttpResponse:
    return live.answer_poll(request, seat, _watched(seat))


def _watched(seat: Seat) -> live.Watched:
    return live.Watched("board", partial(_state, seat), partial(_fragment, seat))


def _state(seat: Seat, as_of: datetime) -> State:
    state = board_state(seat.person, now=as_of)
    if seat.sees_operations:
        state += (tuple(alert.pk for alert in standing_alerts()),)
    return state


def _fragment(seat: Seat, as_of: datetime) -> str:
    panels = board_page(seat.person, now=as_of)
    alerts = summary_of(standing_alerts()) if seat.sees_operations else ""
    content = {"panels": panels, "seat": seat, "alerts": alerts}
    return render_to_string("board/board_piece.html", content)
