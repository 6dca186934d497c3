"""What a person would not know of when a call was closed now."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Q

from operations.models import SetAsideEvent, Tablet, TallyEvent, VesselCall
from operations.queries.shift_tokens import SHIFT_LENGTH
from operations.vocabulary import DiscrepancyStatus

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def unsettled_work(call: VesselCall) -> list[str]:
    """Return a sentence for each thing that stands in the way of closing a call; none is best.

    Discrepancies that are open, events set aside, tablets with work that did not arrive, and
    tablets that were silent since the work ended. Times are the terminal's.
    """
    return [*_open_rows(call), *_tablets(call)]


def _open_rows(call: VesselCall) -> Iterable[str]:
    if waiting := call.discrepancies.filter(status=DiscrepancyStatus.OPEN).count():
        yield f"{_counted(waiting, 'discrepancy is', 'discrepancies are')} open."
    if waiting := call.set_aside_events.filter(settled_at=None).count():
        yield f"{_counted(waiting, 'event was', 'events were')} set aside and not settled."


def _tablets(call: VesselCall) -> Iterable[str]:
    ended_at = call.work_completed_at or call.departed_at
    since = _since(call, ended_at)
    for tablet in _tablets_of(call, since=since, ended_at=ended_at):
        missing = sum(
            journal.waiting_count
            for journal in tablet.journals.all()
            if since <= journal.last_heard_at
        )
        if missing:
            yield f"{tablet.name} has {_counted(missing, 'event', 'events')} that did not arrive."
        heard_at = tablet.last_heard_at
        if ended_at and (heard_at is None or heard_at < ended_at):
            yield f"{tablet.name} was not heard since the work ended ({_heard(call, heard_at)})."


def _since(call: VesselCall, ended_at: datetime | None) -> datetime:
    """Return the earliest moment at which a tablet of this call may have been heard last.

    It may have worked a whole shift without a network; what is older belongs to other ships.
    """
    a_shift_ago = ended_at and ended_at - SHIFT_LENGTH
    return min((at for at in (call.arrived_at, a_shift_ago) if at), default=_LONG_AGO)


def _tablets_of(
    call: VesselCall, *, since: datetime, ended_at: datetime | None
) -> Iterable[Tablet]:
    """Return the tablets that may hold work of this call.

    Those that recorded in it, and those that fell silent before its work ended: what they counted
    without a network nobody knows.
    """
    recorded = TallyEvent.objects.filter(call=call).order_by().values("tablet")
    set_aside = SetAsideEvent.objects.filter(call=call).order_by().values("tablet")
    is_of_call = Q(pk__in=recorded) | Q(pk__in=set_aside)
    if ended_at:
        is_of_call |= Q(
            terminal=call.terminal_id,
            revoked_at=None,
            last_heard_at__gte=since,
            last_heard_at__lt=ended_at,
        )
    return Tablet.objects.filter(is_of_call).prefetch_related("journals").order_by("name", "pk")


def _heard(call: VesselCall, heard_at: datetime | None) -> str:
    if heard_at is None:
        return "never heard"
    return f"last heard {heard_at.astimezone(call.terminal.zone):%d %b %H:%M}"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
