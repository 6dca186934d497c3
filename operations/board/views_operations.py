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
    period, zone = _period(request), zone_of(seat)
    content = {
        "piece": live.piece(request, seat, _watched(seat, period, zone)),
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
    return live.answer_poll(request, seat, _watched(seat, _period(request), zone_of(seat)))


def _refuse_others(seat: Seat) -> None:
    if not seat.sees_operations:
        raise PermissionDenied


def _period(request: HttpRequest) -> Period:
    usual = next(iter(PERIODS.values()))
    return PERIODS.get(request.GET.get("period", ""), usual)


def _watched(seat: Seat, period: Period, zone: str) -> live.Watched:
    return live.Watched(
        f"operations {period.key} {zone}",
        lambda as_of: operations_state(now=as_of),
        partial(_fragment, seat, period, zone),
    )


def _fragment(seat: Seat, period: Period, zone: str, as_of: datetime) -> str:
    page = operations_page(period, now=as_of, zone=ZoneInfo(zone))
    content = {"page": page, "seat": seat, "period": period}
    return render_to_string("board/operations_piece.html", content)
