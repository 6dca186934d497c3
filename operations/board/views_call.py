from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
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
    return live.answer_poll(request, *_look(request, seat, reference))


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
    piece = live.piece(request, *_look(request, seat, reference))
    shown = get_object_or_404(calls_in_full(seat.person), reference=reference)
    content = {
        "piece": piece,
        "live_zone": shown.terminal.time_zone,
        "call": shown,
        "seat": seat,
        "refusal": refusal,
    }
    return render(request, "board/call.html", content, status=status)


def _look(request: HttpRequest, seat: Seat, reference: str) -> tuple[str, Callable[[], str]]:
    as_of = live.this_minute()
    read, render_piece = (partial(each, seat, reference, as_of) for each in (_etag, _fragment))
    name = f"call {reference}"
    etag = live.shared_etag(name, request=request, seat=seat, read=read, render=render_piece)
    return etag, render_piece


def _etag(seat: Seat, reference: str, as_of: datetime) -> str:
    state = call_state(seat.person, reference)
    if state is None:
        raise Http404
    return live.etag_of(f"call {reference}", seat=seat, state=state, as_of=as_of)


def _fragment(seat: Seat, reference: str, as_of: datetime) -> str:
    shown = get_object_or_404(calls_in_full(seat.person), reference=reference)
    page = call_page(shown, person=seat.person, now=as_of)
    content = {"page": page, "call": shown, "seat": seat}
    return render_to_string("board/call_piece.html", content)
