from datetime import datetime
from uuid import UUID

from django.db import transaction

from operations.actions.call_recorder import CallRecorder
from operations.actions.write_audit import write_audit
from operations.models import TallyEvent, User, VesselCall
from operations.rules.event_ids import new_uuid7
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_flags import Circumstances
from operations.rules.tally_report import MAX_WORDS
from operations.vocabulary import Audited, CallStatus, Direction, EventKind


class EventIsNotACount(Exception):
    """A reversal is never reversed; one counts again."""


class EventAlreadyReversed(Exception):
    """The count was taken back before."""


class ReasonMissing(Exception):
    """The office says why it takes a count back."""


class ReasonTooLong(Exception):
    """More words than the ledger keeps; `limit` is in characters."""

    limit = MAX_WORDS


@transaction.atomic
def reverse_tally_event(
    *, event_id: UUID, reversed_by: User, reason: str, reversed_at: datetime
) -> TallyEvent:
    """Take a count back from the office, whoever counted it, and say why.

    Raises EventIsNotACount, EventAlreadyReversed, ReasonMissing, ReasonTooLong,
    TallyEvent.DoesNotExist.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing
    if len(reason) > ReasonTooLong.limit:
        raise ReasonTooLong
    target = TallyEvent.objects.get(event_id=event_id)
    if target.kind != EventKind.COUNT:
        raise EventIsNotACount
    call = (
        VesselCall.objects.select_for_update(of=("self",), no_key=True)
        .select_related("terminal")
        .get(pk=target.call_id)
    )
    draft = _reversal(target, reversed_by=reversed_by, reason=reason, reversed_at=reversed_at)
    recorder = CallRecorder(call, [draft])
    count = recorder.fold.count(event_id)
    if count is None or recorder.fold.is_reversed(count):
        raise EventAlreadyReversed
    around = Circumstances(CallStatus(call.status), 0, reversed_at, reversed_at)
    entry = recorder.append(draft._replace(position=recorder.next_position), around)
    recorder.write(recorded_at=reversed_at)
    write_audit(
        Audited.COUNT_TAKEN_BACK,
        by=reversed_by,
        about=call,
        details={"said": reason, "position": target.position, "event_id": str(event_id)},
    )
    return TallyEvent.objects.get(event_id=entry.event_id)


def _reversal(
    target: TallyEvent, *, reversed_by: User, reason: str, reversed_at: datetime
) -> LedgerEntry:
    return LedgerEntry(
        call_id=target.call_id,
        position=0,
        event_id=new_uuid7(reversed_at),
        kind=EventKind.REVERSAL,
        direction=Direction(target.direction),
        identifier="",
        line_id=None,
        description="",
        quantity=1,
        deck="",
        gang="",
        reverses=target.event_id,
        reason=reason,
        person_id=reversed_by.pk,
        tablet_id=None,
        journal_id=None,
        device_sequence=None,
        counted_at=reversed_at,
        clock_offset_ms=None,
        effective_at=reversed_at,
        received_at=reversed_at,
        flags="",
    )
