from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from operations.board import access, live
from operations.board.access import Seat
from operations.board.operations_page import operations_page, operations_state
from operations.board.operations_trends import PERIODS, Period
from operations.board.zones import zone_of


@require_safe
@access.board_page
def operations(request: HttpRequest, seat: Seat) -> HttpResponse:
    _refuse_others(seat)
    period, as_of, zone = _period(request), live.this_minute(), zone_of(seat)
    etag = _etag(seat, period, zone, as_of)
    content = {
        "piece": live.piece(request, etag, partial(_fragment, seat, period, zone, as_of)),
        "live_zone": zone,
        "seat": seat,
        "here": "operations",
        "periods": PERIODS.values(),
        "period": period,
    }
    return render(request, "board/operations.html", content)


@require_safe
@access.board_fragment
def operations_piece(request: HttpRequest, seat: Seat) -> HttpResponse:
    _refuse_others(seat)
    period, as_of, zone = _period(request), live.this_minute(), zone_of(seat)
    etag = _etag(seat, period, zone, as_of)
    return live.answer_poll(request, etag, partial(_fragment, seat, period, zone, as_of))


def _refuse_others(seat: Seat) -> None:
    if not seat.sees_operations:
        raise PermissionDenied


def _period(request: HttpRequest) -> Period:
    usual = next(iter(PERIODS.values()))
    return PERIODS.get(request.GET.get("period", ""), usual)


def _etag(seat: Seat, period: Period, zone: str, as_of: datetime) -> str:
    state = operations_state(now=as_of)
    name = f"operations {period.key} {zone}"
    return live.etag_of(name, seat=seat, state=state, as_of=as_of)


def _fragment(seat: Seat, period: Period, zone: str, as_of: datetime) -> str:
    page = operations_page(period, now=as_of, zone=ZoneInfo(zone))
    content = {"page": page, "seat": seat, "period": period}
    return render_to_string("board/operations_piece.html", content)
