"""Judging the events of a batch, one after the other, in the order the tablet counted them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from operations.actions.call_recorder import CallRecorder
from operations.models import CargoLine, Tablet, TallyEvent, VesselCall
from operations.queries.ledger_entries import entries_of
from operations.queries.shift_tokens import Shift, TokenNotValid, read_shift
from operations.rules import device_clock
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_flags import Circumstances
from operations.rules.tally_report import MAX_UNITS, Malformed, TallyReport
from operations.vocabulary import CallStatus, CargoMode, EventKind, Verdict

# How long a clerk may take back a count in the field; later it is a supervisor's decision.
UNDO_WINDOW = timedelta(minutes=15)


@dataclass(slots=True)
class EventResult:
    """The answer for one event. `event_id` is None when it could not be read."""

    event_id: UUID | None
    verdict: Verdict
    position: int | None = None
    reason: str = ""
    flags: list[str] = field(default_factory=list)


class Refused(Exception):
    """An event that cannot become ledger: the verdict and the reason that the tablet is told."""

    def __init__(self, reason: str, verdict: Verdict = Verdict.REJECTED) -> None:
        super().__init__(reason)
        self.reason = reason
        self.verdict = verdict


class BatchJudge:
    """Knows the tablet, the locked calls and what of the batch the ledger holds already."""

    def __init__(
        self,
        *,
        tablet: Tablet,
        journal_id: UUID,
        calls: dict[int, VesselCall],
        batch_offset_ms: int,
        received_at: datetime,
    ) -> None:
        self._tablet = tablet
        self._journal_id = journal_id
        self._calls = calls
        self._batch_offset_ms = batch_offset_ms
        self._received_at = received_at
        self._shifts: dict[str, Shift | None] = {}

    def forget(self) -> None:
        """After a rollback: take the heads of the calls as the database has them."""
        for call in self._calls.values():
            call.refresh_from_db(fields=["head_position", "head_digest", "discrepancy_version"])

    def record(self, readings: Sequence[TallyReport | Malformed]) -> list[EventResult]:
        """Judge the events by device sequence and write what is accepted.

        Returns one result for each reading, in the order given.
        """
        reports = [each for each in readings if isinstance(each, TallyReport)]
        known = self._known(reports)
        numbers = {entry.device_sequence: entry.event_id for entry in self._same_numbers(reports)}
        recorders = self._recorders(reports)
        judged: dict[int, EventResult] = {}
        for report in sorted(reports, key=lambda each: each.device_sequence):
            result, entry = self._judge(report, known, numbers, recorders)
            judged[id(report)] = result
            if entry is not None:
                known[report.event_id] = entry
                numbers[report.device_sequence] = report.event_id
        for recorder in recorders.values():
            recorder.write(recorded_at=self._received_at)
        return [
            judged[id(each)]
            if isinstance(each, TallyReport)
            else EventResult(None, Verdict.REJECTED, reason=str(each))
            for each in readings
        ]

    def _known(self, reports: Sequence[TallyReport]) -> dict[UUID, LedgerEntry]:
        ids = [report.event_id for report in reports]
        known = TallyEvent.objects.filter(event_id__in=ids)
        return {entry.event_id: entry for entry in entries_of(known)}

    def _same_numbers(self, reports: Sequence[TallyReport]) -> list[LedgerEntry]:
        numbers = [report.device_sequence for report in reports]
        same = TallyEvent.objects.filter(
            tablet=self._tablet, journal_id=self._journal_id, device_sequence__in=numbers
        )
        return list(entries_of(same))

    def _recorders(self, reports: Sequence[TallyReport]) -> dict[int, CallRecorder]:
        return {
            call_id: CallRecorder(call, [each for each in reports if each.call_id == call_id])
            for call_id, call in self._calls.items()
        }

    def _judge(
        self,
        report: TallyReport,
        known: dict[UUID, LedgerEntry],
        numbers: dict[int | None, UUID],
        recorders: dict[int, CallRecorder],
    ) -> tuple[EventResult, LedgerEntry | None]:
        try:
            shift = self._shift(report)
            if earlier := known.get(report.event_id):
                return self._answer_again(report, shift, earlier), None
            if report.device_sequence in numbers:
                raise Refused("sequence_reused", Verdict.CONFLICT)
            recorder = recorders.get(report.call_id)
            if recorder is None:
                raise Refused("call_not_found")
            _check_line(report, recorder)
            _check_reversal(report, shift, recorder)
            entry = recorder.append(
                self._draft(report, shift), self._around(report, shift, recorder)
            )
        except Refused as refused:
            return EventResult(report.event_id, refused.verdict, reason=refused.reason), None
        flags = entry.flags.split()
        return EventResult(report.event_id, Verdict.ACCEPTED, entry.position, flags=flags), entry

    def _shift(self, report: TallyReport) -> Shift:
        token = report.shift_token
        if token not in self._shifts:
            try:
                self._shifts[token] = read_shift(token, tablet=self._tablet)
            except TokenNotValid:
                self._shifts[token] = None
        shift = self._shifts[token]
        if shift is None:
            raise Refused("token_not_valid")
        return shift

    def _answer_again(self, report: TallyReport, shift: Shift, earlier: LedgerEntry) -> EventResult:
        if _said(self._draft(report, shift)) != _said(earlier):
            raise Refused("id_reused", Verdict.CONFLICT)
        flags = earlier.flags.split()
        return EventResult(report.event_id, Verdict.DUPLICATE, earlier.position, flags=flags)

    def _offset_ms(self, report: TallyReport) -> int:
        known = report.clock_offset_ms
        return self._batch_offset_ms if known is None else known

    def _around(self, report: TallyReport, shift: Shift, recorder: CallRecorder) -> Circumstances:
        return Circumstances(
            call_status=CallStatus(recorder.call.status),
            clock_offset_ms=self._offset_ms(report),
            shift_from=shift.starts_at,
            shift_until=shift.ends_at,
        )

    def _draft(self, report: TallyReport, shift: Shift) -> LedgerEntry:
        return LedgerEntry(
            call_id=report.call_id,
            position=0,
            event_id=report.event_id,
            kind=report.kind,
            direction=report.direction,
            identifier=report.identifier,
            line_id=report.line_id,
            description=report.description,
            quantity=report.quantity,
            deck=report.deck,
            gang=report.gang,
            reverses=report.reverses,
            reason=report.reason,
            person_id=shift.person_id,
            tablet_id=self._tablet.pk,
            journal_id=self._journal_id,
            device_sequence=report.device_sequence,
            counted_at=report.counted_at,
            clock_offset_ms=report.clock_offset_ms,
            effective_at=device_clock.effective_at(
                counted_at=report.counted_at,
                clock_offset_ms=self._offset_ms(report),
                received_at=self._received_at,
            ),
            received_at=self._received_at,
            flags="",
        )


def _said(entry: LedgerEntry) -> tuple[object, ...]:
    """What the tablet said, without what the server added."""
    return (
        entry.call_id,
        entry.kind,
        entry.direction,
        entry.identifier,
        entry.line_id,
        entry.description,
        entry.quantity,
        entry.deck,
        entry.gang,
        entry.reverses,
        entry.reason,
        entry.person_id,
        entry.tablet_id,
        entry.journal_id,
        entry.device_sequence,
        entry.counted_at,
        entry.clock_offset_ms,
    )


def _check_line(report: TallyReport, recorder: CallRecorder) -> None:
    if report.line_id is None:
        return
    line: CargoLine | None = recorder.lines.get(report.line_id)
    if line is None:
        raise Refused("line_not_found")
    if line.mode == CargoMode.IDENTIFIED:
        raise Refused("malformed: line")
    if line.direction != report.direction:
        raise Refused("malformed: direction")
    if line.mode == CargoMode.COUNTED and report.quantity > MAX_UNITS:
        raise Refused("malformed: quantity")


def _check_reversal(report: TallyReport, shift: Shift, recorder: CallRecorder) -> None:
    """Refuse what a person in the field may not take back; what has not arrived is let through."""
    if report.kind != EventKind.REVERSAL or report.reverses is None:
        return
    count = recorder.fold.count(report.reverses)
    if count is None:
        if recorder.fold.has(report.reverses) or _is_elsewhere(report.reverses, recorder.call):
            raise Refused("not_a_count")
        return
    if count.person_id != shift.person_id:
        raise Refused("not_own_count")
    if report.counted_at - count.counted_at > UNDO_WINDOW:
        raise Refused("reversal_too_late")


def _is_elsewhere(event_id: UUID, call: VesselCall) -> bool:
    return TallyEvent.objects.filter(event_id=event_id).exclude(call=call).exists()
