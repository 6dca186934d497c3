from collections.abc import Generator, Iterator
from datetime import datetime
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from monitoring.rate_limit import rate_limited
from operations.actions.write_audit import write_audit
from operations.board import access, limits, live
from operations.board.access import Seat
from operations.board.ledger_rows import ledger_rows
from operations.queries.board_calls import calls_in_full
from operations.queries.board_state import call_state
from operations.queries.recent_ledger import ledger_page
from operations.reports.ledger_csv import ledger_csv
from operations.vocabulary import Audited

# PostgreSQL's and SQLite's largest whole number; a longer one is no position of any ledger.
_LONGEST_POSITION = 18


@require_safe
@access.board_page
def ledger(request: HttpRequest, seat: Seat, reference: str) -> HttpResponse:
    shown = get_object_or_404(calls_in_full(seat.person), reference=reference)
    before = _position(request)
    piece = live.piece(request, seat, _watched(seat, reference, before))
    content = {
        "piece": piece,
        "live_zone": shown.terminal.time_zone,
        "call": shown,
        "before": before,
    }
    return render(request, "board/ledger.html", content)


@require_safe
@access.board_fragment
def ledger_piece(request: HttpRequest, seat: Seat, reference: str) -> HttpResponse:
    return live.answer_poll(request, seat, _watched(seat, reference, _position(request)))


@require_safe
@rate_limited(limits.EXPORT, of=limits.person)
@access.board_page
def ledger_file(request: HttpRequest, seat: Seat, reference: str) -> StreamingHttpResponse:
    shown = get_object_or_404(calls_in_full(seat.person), reference=reference)
    details = {"entries": shown.head_position}
    write_audit(Audited.LEDGER_EXPORTED, by=seat.person, about=shown, details=details)
    rows = ledger_csv(shown)
    # Read before the answer begins: what fails later can only cut the file short.
    head = next(rows)
    return StreamingHttpResponse(
        _whole(head, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="ledger-{shown.reference}.csv"'},
    )


def _whole(head: str, rows: Iterator[str]) -> Generator[str, None, None]:
    """Yield a file. Closed half-way it closes the rows too, as itertools.chain would not."""
    yield head
    yield from rows


def _position(request: HttpRequest) -> int | None:
    """Return the position below which the page begins; 404 for what is none."""
    text = request.GET.get("before")
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_POSITION):
        raise Http404
    return int(text)


def _watched(seat: Seat, reference: str, before: int | None) -> live.Watched:
    return live.Watched(
        f"ledger {reference} {before}",
        lambda _: call_state(seat.person, reference),
        partial(_fragment, seat, reference, before),
    )


def _fragment(seat: Seat, reference: str, before: int | None, as_of: datetime) -> str:
    shown = get_object_or_404(calls_in_full(seat.person), reference=reference)
    page = ledger_page(shown, before=before)
    content = {
        "call": shown,
        "seat": seat,
        "page": page,
        "rows": ledger_rows(page, zone=shown.terminal.zone, now=as_of),
    }
    return render_to_string("board/ledger_piece.html", content)
