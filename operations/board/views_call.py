from datetime import datetime
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from monitoring.rate_limit import rate_limited
from operations.board import access, limits, live
from operations.board.access import Seat
from operations.board.call_page import call_page
from operations.board.refusals import Refusal
from operations.board.tally_sheet import tally_sheet
from operations.queries.board_calls import calls_in_full
from operations.queries.board_state import call_state


@require_safe
@access.board_page
def call(request: HttpRequest, seat: Seat, reference: str) -> HttpResponse:
    return page_of_call(request, seat, reference)


@require_safe
@access.board_fragment
def call_piece(request: HttpRequest, seat: Seat, reference: str) -> HttpResponse:
    return live.answer_poll(request, seat, _watched(seat, reference))


@require_safe
@rate_limited(limits.EXPORT, of=limits.person)
@access.board_page
def tally(request: HttpRequest, seat: Seat, reference: str) -> HttpResponse:
    as_of = live.this_minute()
    shown = get_object_or_404(calls_in_full(seat.person), reference=reference)
    content = {
        "call": shown,
        "page": call_page(shown, person=seat.person, now=as_of, is_document=True),
        "sheet": tally_sheet(shown, now=as_of),
    }
    return render(request, "board/tally.html", content)


def page_of_call(
    request: HttpRequest,
    seat: Seat,
    reference: str,
    *,
    refusal: Refusal | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    piece = live.piece(request, seat, _watched(seat, reference))
    shown = get_object_or_404(calls_in_full(seat.person), reference=reference)
    content = {
        "piece": piece,
        "live_zone": shown.terminal.time_zone,
        "call": shown,
        "seat": seat,
        "refusal": refusal,
    }
    return render(request, "board/call.html", content, status=status)


def _watched(seat: Seat, reference: str) -> live.Watched:
    return live.Watched(
        f"call {reference}",
        lambda _: call_state(seat.person, reference),
        partial(_fragment, seat, reference),
    )


def _fragment(seat: Seat, reference: str, as_of: datetime) -> str:
    shown = get_object_or_404(calls_in_full(seat.person), reference=reference)
    page = call_page(shown, person=seat.person, now=as_of)
    content = {"page": page, "call": shown, "seat": seat}
    return render_to_string("board/call_piece.html", content)
