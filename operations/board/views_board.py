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
from operations.queries.board_state import board_state


@require_safe
@access.board_page
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    as_of = live.this_minute()
    piece = live.piece(request, _etag(seat, as_of), partial(_fragment, seat, as_of))
    content = {"piece": piece, "live_zone": zone_of(seat), "seat": seat, "here": "board"}
    return render(request, "board/board.html", content)


@require_safe
@access.board_fragment
def board_piece(request: HttpRequest, seat: Seat) -> HttpResponse:
    as_of = live.this_minute()
    etag = live.shared_etag("board", seat=seat, as_of=as_of, read=partial(_etag, seat, as_of))
    return live.answer_poll(request, etag, partial(_fragment, seat, as_of))


def _etag(seat: Seat, as_of: datetime) -> str:
    state = board_state(seat.person, now=as_of)
    if seat.sees_operations:
        state += (tuple(alert.pk for alert in standing_alerts()),)
    return live.etag_of("board", seat=seat, state=state, as_of=as_of)


def _fragment(seat: Seat, as_of: datetime) -> str:
    panels = board_page(seat.person, now=as_of)
    alerts = summary_of(standing_alerts()) if seat.sees_operations else ""
    content = {"panels": panels, "seat": seat, "alerts": alerts}
    return render_to_string("board/board_piece.html", content)
