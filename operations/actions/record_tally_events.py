"""What tablets send becomes ledger: the one way in for counts from the field."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from operations.actions.batch_judge import BatchJudge, EventResult
from operations.actions.set_aside import (
    RECORDED_BEFORE,
    SetAside,
    set_aside_events,
    settle_recorded,
)
from operations.actions.write_journal import Arrivals, lock_journal, note_heartbeat
from operations.models import Tablet, VesselCall
from operations.rules import device_clock
from operations.rules.tally_report import (
    TallyReport,
    Unreadable,
    as_raw_text,
    read_report,
    readable_call_id,
    readable_sequence,
)
from operations.vocabulary import Verdict

logger = logging.getLogger(__name__)

_SET_ASIDE = frozenset({Verdict.REJECTED, Verdict.CONFLICT})


@dataclass(frozen=True, slots=True)
class TallyBatch:
    """What a tablet sends at once; `events` are as they came, unread."""

    journal_id: UUID
    head_sequence: int
    unsent_count: int
    build: str
    device_now: datetime
    events: Sequence[object]


@dataclass(slots=True)
class BatchOutcome:
    """One result for each event in the order sent; head (position, digest) of each call touched."""

    results: list[EventResult] = field(default_factory=list)
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)


def record_tally_events(
    *, batch: TallyBatch, tablet: Tablet, received_at: datetime
) -> BatchOutcome:
    """Record a batch and answer for each event; idempotent by event_id.

    One bad event never fails its batch: it is set aside with a reason. When the database refuses
    something that the rules let through, the events are tried one by one and the refused one is
    answered with `retry`. Raises OperationalError when the database is not there; then nothing
    was recorded.
    """
    try:
        return _record(batch=batch, tablet=tablet, received_at=received_at, is_one_by_one=False)
    except (IntegrityError, DataError):
        logger.warning("a batch was refused; its events are tried one by one", exc_info=True)
        return _record(batch=batch, tablet=tablet, received_at=received_at, is_one_by_one=True)


@transaction.atomic
def _record(
    *, batch: TallyBatch, tablet: Tablet, received_at: datetime, is_one_by_one: bool
) -> BatchOutcome:
    readings = [read_report(raw) for raw in batch.events]
    offset_ms = device_clock.offset_ms(device_now=batch.device_now, server_now=received_at)
    # Always the journal first, then the calls by id: so no two batches wait for each other.
    journal = lock_journal(tablet=tablet, journal_id=batch.journal_id, received_at=received_at)
    calls = _lock_calls(batch.events, tablet)
    judge = BatchJudge(
        tablet=tablet,
        journal_id=batch.journal_id,
        calls=calls,
        batch_offset_ms=offset_ms,
        received_at=received_at,
    )
    results = _record_one_by_one(judge, readings) if is_one_by_one else judge.record(readings)
    arrivals = _settle_and_set_aside(
        batch=batch, tablet=tablet, calls=calls, results=results, received_at=received_at
    )
    note_heartbeat(
        journal,
        heartbeat=batch,
        offset_ms=offset_ms,
        arrivals=arrivals,
        received_at=received_at,
    )
    heads = {call.pk: (call.head_position, call.head_digest) for call in calls.values()}
    return BatchOutcome(results=results, heads=heads)


def _lock_calls(events: Iterable[object], tablet: Tablet) -> dict[int, VesselCall]:
    """Lock the calls that a batch names, in the order of their ids."""
    wanted = {call_id for raw in events if (call_id := readable_call_id(raw)) is not None}
    if not wanted:
        return {}
    calls = (
        VesselCall.objects.select_for_update(of=("self",), no_key=True)
        .select_related("terminal")
        .filter(pk__in=wanted, terminal=tablet.terminal_id)
        .order_by("pk")
    )
    return {call.pk: call for call in calls}


def _record_one_by_one(
    judge: BatchJudge, readings: Sequence[TallyReport | Unreadable]
) -> list[EventResult]:
    by_number = sorted(range(len(readings)), key=lambda at: readings[at].device_sequence or 0)
    results = {place: _record_one(judge, readings[place]) for place in by_number}
    return [results[place] for place in range(len(readings))]


def _record_one(judge: BatchJudge, reading: TallyReport | Unreadable) -> EventResult:
    try:
        with transaction.atomic():
            return judge.record([reading], trusts_new_numbers=False)[0]
    except (IntegrityError, DataError):
        logger.exception("event %s was refused by the database", reading.event_id)
        judge.forget()
        return EventResult(reading.event_id, Verdict.RETRY, reason="try_again")


def _settle_and_set_aside(
    *,
    batch: TallyBatch,
    tablet: Tablet,
    calls: Mapping[int, VesselCall],
    results: Sequence[EventResult],
    received_at: datetime,
) -> Arrivals:
    """Set aside what cannot become ledger, and settle what was set aside before and now did."""
    answers = list(zip(batch.events, results, strict=True))
    recorded = {
        number: result.event_id
        for raw, result in answers
        if result.verdict == Verdict.ACCEPTED
        and result.event_id
        and (number := readable_sequence(raw))
    }
    seen_before = settle_recorded(
        tablet=tablet, journal_id=batch.journal_id, recorded=recorded, settled_at=received_at
    )
    set_aside = set_aside_events(
        tablet=tablet,
        journal_id=batch.journal_id,
        events=[
            _kept(raw, result, calls)
            for raw, result in answers
            if result.verdict in _SET_ASIDE or result.is_known_by_another_number
        ],
        received_at=received_at,
    )
    return Arrivals(
        answered_count=sum(result.verdict != Verdict.RETRY for result in results),
        arrived_count=len(recorded) - seen_before + set_aside,
        highest_number=max(recorded, default=0),
    )


def _kept(raw: object, result: EventResult, calls: Mapping[int, VesselCall]) -> SetAside:
    return SetAside(
        raw=raw,
        raw_text=as_raw_text(raw),
        verdict=result.verdict,
        reason=result.reason,
        call=calls.get(readable_call_id(raw) or 0),
        settlement=RECORDED_BEFORE if result.is_known_by_another_number else "",
    )
