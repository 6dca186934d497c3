from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from operations.actions.call_life_cycle import StepRefused
from operations.actions.settle import (
    SettlementMissing,
    WentAway,
    reopen_discrepancy,
    settle_all_of_kind,
    settle_discrepancy,
    settle_set_aside_event,
)
from operations.actions.take_step import StepOrder, take_step
from operations.board import access, refusals, wording
from operations.board.access import Seat
from operations.board.moves import MOVES
from operations.board.refusals import Refusal
from operations.board.views_call import page_of_call
from operations.models import Berth, VesselCall
from operations.queries.board_calls import calls_in_full
from operations.queries.open_discrepancies import discrepancies_of, set_aside_events
from operations.rules.terminal_clock import TimeNotReadable, read_wall_time
from operations.vocabulary import CallStep, DiscrepancyKind

# What the database holds of a reason or a settlement, in characters.
_MOST_WORDS = 200
_LONGEST_ID = 18


@access.posted
@access.supervisors_move
def move(request: HttpRequest, seat: Seat, reference: str, key: str) -> HttpResponse:
    call = _call(seat, reference)
    wanted = MOVES.get(key)
    if wanted is None:
        raise Http404
    text = request.POST.get("at", "").strip()
    try:
        at = _instant(text, call, wanted.step)
        order = StepOrder(
            by=seat.person, at=at, words=_words(request, "reason"), berth=_berth(request, call)
        )
        fresh = take_step(call=call, step=wanted.step, order=order)
    except StepRefused as refused:
        return _refuse(request, seat, call, refusals.refusal_of_step(refused, call))
    except TimeNotReadable:
        refusal = refusals.no_such_time(text, call.terminal.time_zone)
        return _refuse(request, seat, call, refusal)
    told = wording.clock(at, zone=call.terminal.zone, now=timezone.now())
    messages.success(request, f"{wanted.done}, {told}.")
    return _back_to(fresh, "")


@access.posted
@access.supervisors_move
def settle(request: HttpRequest, seat: Seat, reference: str) -> HttpResponse:
    call = _call(seat, reference)
    ticked = discrepancies_of(call, ids=_ids(request, "discrepancy"))
    deeds = [partial(settle_discrepancy, discrepancy=each) for each in ticked]
    if settled := _settle_all(request, seat, deeds):
        told = wording.counted(settled, "discrepancy", "discrepancies")
        messages.success(request, f"Settled {told}.")
    return _back_to(call, "#discrepancies")


@access.posted
@access.supervisors_move
def settle_shorts(request: HttpRequest, seat: Seat, reference: str) -> HttpResponse:
    call = _call(seat, reference)
    try:
        settled_count = settle_all_of_kind(
            call=call,
            kind=DiscrepancyKind.SHORT,
            settlement=_words(request, "settlement"),
            settled_by=seat.person,
            settled_at=timezone.now(),
        )
    except SettlementMissing:
        messages.warning(request, refusals.NO_WORDS)
    else:
        told = wording.counted(settled_count, "short", "shorts")
        messages.success(request, f"Settled {told}.")
    return _back_to(call, "#discrepancies")


@access.posted
@access.supervisors_move
def reopen(request: HttpRequest, seat: Seat, reference: str) -> HttpResponse:
    call = _call(seat, reference)
    for discrepancy in discrepancies_of(call, ids=_ids(request, "discrepancy"), is_open=False):
        try:
            reopen_discrepancy(discrepancy=discrepancy, reopened_by=seat.person)
        except WentAway:
            messages.warning(request, refusals.WENT_AWAY)
        else:
            messages.success(request, "Opened again.")
    return _back_to(call, "#discrepancies")


@access.posted
@access.supervisors_move
def settle_set_aside(request: HttpRequest, seat: Seat, reference: str) -> HttpResponse:
    call = _call(seat, reference)
    ticked = set_aside_events(call).filter(pk__in=_ids(request, "event"))
    deeds = [partial(settle_set_aside_event, event=each) for each in ticked]
    if settled := _settle_all(request, seat, deeds):
        told = wording.counted(settled, "event", "events")
        messages.success(request, f"Settled {told} set aside.")
    return _back_to(call, "#set-aside")


def _settle_all(request: HttpRequest, seat: Seat, deeds: Sequence[Callable[..., object]]) -> int:
    """Settle what was ticked, all with the same words, and return how many that were.

    Says so when nothing was ticked, when there is no word, and what went away by itself.
    """
    if not deeds:
        messages.warning(request, refusals.NOTHING_TICKED)
        return 0
    words, settled = _words(request, "settlement"), 0
    for settle_it in deeds:
        try:
            settle_it(settlement=words, settled_by=seat.person, settled_at=timezone.now())
        except SettlementMissing:
            messages.warning(request, refusals.NO_WORDS)
            return 0
        except WentAway:
            messages.warning(request, refusals.WENT_AWAY)
        else:
            settled += 1
    return settled


def _call(seat: Seat, reference: str) -> VesselCall:
    return get_object_or_404(calls_in_full(seat.person), reference=reference)


def _instant(text: str, call: VesselCall, step: CallStep) -> datetime:
    """Return the time that was typed, or this minute: steps are told in minutes, as on paper."""
    now = timezone.now()
    if not text:
        # Closing parts what came before from what came after, in the same minute as well.
        return now if step == CallStep.CLOSE else now.replace(second=0, microsecond=0)
    return read_wall_time(text, zone=call.terminal.zone, now=now)


def _words(request: HttpRequest, name: str) -> str:
    # Without control characters: PostgreSQL keeps no NUL, and a reason is one line.
    typed = "".join(
        letter if letter.isprintable() else " " for letter in request.POST.get(name, "")
    )
    return typed.strip()[:_MOST_WORDS]


def _ids(request: HttpRequest, name: str) -> list[int]:
    texts = request.POST.getlist(name)
    return [
        int(text)
        for text in texts
        if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID
    ]


def _berth(request: HttpRequest, call: VesselCall) -> Berth | None:
    return call.terminal.berths.filter(pk__in=_ids(request, "berth")).first()


def _refuse(request: HttpRequest, seat: Seat, call: VesselCall, refusal: Refusal) -> HttpResponse:
    return page_of_call(request, seat, call.reference, refusal=refusal, status=HTTPStatus.CONFLICT)


def _back_to(call: VesselCall, place: str) -> HttpResponse:
    url = reverse("call", kwargs={"reference": call.reference})
    return HttpResponseRedirect(f"{url}{place}", status=HTTPStatus.SEE_OTHER)
