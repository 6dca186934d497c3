"""What tablets send becomes ledger: the one way in for counts from the field."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from operations.actions.batch_judge import BatchJudge, EventResult
from operations.actions.set_aside import SetAside, set_aside_events
from operations.actions.write_journal import lock_journal, note_heartbeat
from operations.models import Tablet, VesselCall
from operations.rules import device_clock
from operations.rules.tally_report import (
    Malformed,
    TallyReport,
    as_raw_text,
    parse_report,
    readable_call_id,
)
from operations.vocabulary import Verdict

_SET_ASIDE = frozenset({Verdict.REJECTED, Verdict.CONFLICT})
_FINAL = frozenset(set(Verdict) - {Verdict.RETRY})


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
    readings = [_read(raw) for raw in batch.events]
    offset_ms = device_clock.offset_ms(device_now=batch.device_now, server_now=received_at)
    with transaction.atomic():
        journal = lock_journal(tablet=tablet, journal_id=batch.journal_id, received_at=received_at)
        calls = _lock_calls(batch.events, tablet)
        judge = BatchJudge(
            tablet=tablet,
            journal_id=batch.journal_id,
            calls=calls,
            batch_offset_ms=offset_ms,
            received_at=received_at,
        )
        results = _record(judge, readings)
        arrived_count = set_aside_events(
            tablet=tablet,
            journal_id=batch.journal_id,
            events=_to_set_aside(batch.events, results, calls),
            received_at=received_at,
        )
        note_heartbeat(
            journal,
            heartbeat=batch,
            offset_ms=offset_ms,
            answered_count=_count_of(results, _FINAL),
            arrived_count=arrived_count + _count_of(results, {Verdict.ACCEPTED}),
            received_at=received_at,
        )
    heads = {call.pk: (call.head_position, call.head_digest) for call in calls.values()}
    return BatchOutcome(results=results, heads=heads)


def _read(raw: object) -> TallyReport | Malformed:
    try:
        return parse_report(raw)
    except Malformed as problem:
        return problem


def _lock_calls(events: Iterable[object], tablet: Tablet) -> dict[int, VesselCall]:
    """Lock the calls that the batch names, in the order of their ids, so that no two batches wait
    for each other.
    """
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


def _record(judge: BatchJudge, readings: Sequence[TallyReport | Malformed]) -> list[EventResult]:
    """Record all at once; one by one when the database refuses that."""
    try:
        with transaction.atomic():
            return judge.record(readings)
    except (IntegrityError, DataError):
        judge.forget()
    by_sequence = sorted(range(len(readings)), key=lambda place: _sequence(readings[place]))
    results = {place: _record_one(judge, readings[place]) for place in by_sequence}
    return [results[place] for place in range(len(readings))]


def _record_one(judge: BatchJudge, reading: TallyReport | Malformed) -> EventResult:
    try:
        with transaction.atomic():
            return judge.record([reading])[0]
    except (IntegrityError, DataError):
        judge.forget()
        event_id = reading.event_id if isinstance(reading, TallyReport) else None
        return EventResult(event_id, Verdict.RETRY, reason="try_again")


def _sequence(reading: TallyReport | Malformed) -> int:
    return reading.device_sequence if isinstance(reading, TallyReport) else 0


def _count_of(results: Iterable[EventResult], verdicts: Collection[Verdict]) -> int:
    return sum(result.verdict in verdicts for result in results)


def _to_set_aside(
    events: Sequence[object], results: Sequence[EventResult], calls: dict[int, VesselCall]
) -> list[SetAside]:
    return [
        SetAside(
            raw=raw,
            raw_text=as_raw_text(raw),
            verdict=result.verdict,
            reason=result.reason,
            call=calls.get(readable_call_id(raw) or 0),
        )
        for raw, result in zip(events, results, strict=True)
        if result.verdict in _SET_ASIDE
    ]
