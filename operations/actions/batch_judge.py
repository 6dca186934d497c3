"""Judging the events of a batch, one after the other, in the order the tablet counted them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from operations.actions.call_recorder import CallRecorder
from operations.models import Tablet, TallyEvent, User, VesselCall
from operations.queries.ledger_entries import entries_of
from operations.queries.shift_tokens import Shift, TokenNotValid, read_shift
from operations.rules import device_clock
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_flags import Circumstances
from operations.rules.tally_refusals import Refused, check_line, check_reversal
from operations.rules.tally_report import TallyReport, Unreadable
from operations.vocabulary import CallStatus, EventKind, Verdict


@dataclass(slots=True)
class EventResult:
    """The answer for one event. `event_id` is None when it could not be read."""

    event_id: UUID | None
    verdict: Verdict
    position: int | None = None
    reason: str = ""
    flags: list[str] = field(default_factory=list)
    is_known_by_another_number: bool = False


@dataclass(slots=True)
class _Ledger:
    """What the ledger holds of a batch: by id, also what is reversed; by number of the journal."""

    known: dict[UUID, LedgerEntry]
    numbers: dict[int | None, UUID]
    recorders: Mapping[int, CallRecorder]

    def add(self, entry: LedgerEntry) -> None:
        self.known[entry.event_id] = entry
        self.numbers[entry.device_sequence] = entry.event_id


class BatchJudge:
    """Knows the tablet and the locked calls; judges events against them and records them."""

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
        self._surroundings: dict[tuple[int, str], Circumstances] = {}

    def forget(self) -> None:
        """After a rollback: take the heads of the calls as the database has them."""
        for call in self._calls.values():
            call.refresh_from_db(fields=["head_position", "head_digest", "discrepancy_version"])

    def record(
        self, readings: Sequence[TallyReport | Unreadable], *, trusts_new_numbers: bool = True
    ) -> list[EventResult]:
        """Judge the events by device sequence and write what is accepted.

        Numbers that are new to the journal come with ids that are new; those are not looked up
        while they are trusted. Where a tablet deceives, the database refuses the id with an
        IntegrityError, and nothing is written. Returns one result for each reading, in the order
        given.
        """
        reports = [each for each in readings if isinstance(each, TallyReport)]
        ledger = self._ledger_around(reports, trusts_new_numbers=trusts_new_numbers)
        judged: dict[int, EventResult] = {}
        for report in sorted(reports, key=lambda each: each.device_sequence):
            judged[id(report)] = self._judge(report, ledger)
        for recorder in ledger.recorders.values():
            recorder.write(recorded_at=self._received_at)
        return [
            judged[id(each)]
            if isinstance(each, TallyReport)
            else EventResult(each.event_id, Verdict.REJECTED, reason=each.reason)
            for each in readings
        ]

    def _ledger_around(
        self, reports: Sequence[TallyReport], *, trusts_new_numbers: bool
    ) -> _Ledger:
        journal = TallyEvent.objects.filter(tablet=self._tablet, journal_id=self._journal_id)
        known_numbers = journal.filter(device_sequence__range=_range_of(reports))
        numbers = dict(known_numbers.values_list("device_sequence", "event_id"))
        ids = {report.reverses for report in reports if report.reverses}
        if numbers or not trusts_new_numbers:
            ids |= {report.event_id for report in reports}
        known = entries_of(TallyEvent.objects.filter(event_id__any_of=ids)) if ids else []
        return _Ledger(
            known={entry.event_id: entry for entry in known},
            numbers=numbers,
            recorders={
                call_id: CallRecorder(call, [each for each in reports if each.call_id == call_id])
                for call_id, call in self._calls.items()
            },
        )

    def _judge(self, report: TallyReport, ledger: _Ledger) -> EventResult:
        try:
            if earlier := ledger.known.get(report.event_id):
                return self._answer_again(report, earlier)
            entry = self._append(report, ledger)
        except Refused as refused:
            return EventResult(report.event_id, refused.verdict, reason=refused.reason)
        ledger.add(entry)
        return _answer(entry, Verdict.ACCEPTED)

    def _answer_again(self, report: TallyReport, earlier: LedgerEntry) -> EventResult:
        """A repetition is a repetition, also when its token can no longer be read."""
        shift = self._shift(report.shift_token)
        person_id = shift.person_id if shift else earlier.person_id
        if not self._draft(report, person_id).says_again(earlier):
            raise Refused("id_reused", Verdict.CONFLICT)
        answer = _answer(earlier, Verdict.DUPLICATE)
        number = self._journal_id, report.device_sequence
        answer.is_known_by_another_number = number != (earlier.journal_id, earlier.device_sequence)
        return answer

    def _append(self, report: TallyReport, ledger: _Ledger) -> LedgerEntry:
        if report.device_sequence in ledger.numbers:
            raise Refused("sequence_reused", Verdict.CONFLICT)
        recorder = ledger.recorders.get(report.call_id)
        if recorder is None:
            raise Refused("call_not_found")
        shift = self._shift(report.shift_token)
        if shift is None:
            raise Refused("token_not_valid")
        check_line(report, recorder.cargo.lines.get(report.line_id or 0))
        draft = self._draft(report, shift.person_id, position=recorder.next_position)
        if report.kind == EventKind.REVERSAL and report.reverses:
            check_reversal(draft, ledger.known.get(report.reverses))
        return recorder.append(draft, self._around(recorder.call, report.shift_token, shift))

    def _around(self, call: VesselCall, token: str, shift: Shift) -> Circumstances:
        key = (call.pk, token)
        if key not in self._surroundings:
            self._surroundings[key] = Circumstances(
                call_status=CallStatus(call.status),
                clock_offset_ms=self._batch_offset_ms,
                shift_from=shift.starts_at,
                shift_until=shift.ends_at,
            )
        return self._surroundings[key]

    def _shift(self, token: str) -> Shift | None:
        """Return what a token vouches for; None for one that this server did not sign.

        Its person may have been deleted since, as long as the ledger did not name them.
        """
        if token not in self._shifts:
            try:
                shift = read_shift(token, tablet=self._tablet)
            except TokenNotValid:
                self._shifts[token] = None
            else:
                is_known = User.objects.filter(pk=shift.person_id).exists()
                self._shifts[token] = shift if is_known else None
        return self._shifts[token]

    def _offset_ms(self, report: TallyReport) -> int:
        known = report.clock_offset_ms
        return self._batch_offset_ms if known is None else known

    def _draft(self, report: TallyReport, person_id: int, *, position: int = 0) -> LedgerEntry:
        return LedgerEntry(
            call_id=report.call_id,
            position=position,
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
            person_id=person_id,
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


def _range_of(reports: Sequence[TallyReport]) -> tuple[int, int]:
    """The numbers of a batch lie side by side: a range is found sooner than a list of them."""
    numbers = [report.device_sequence for report in reports]
    return min(numbers, default=0), max(numbers, default=0)


def _answer(entry: LedgerEntry, verdict: Verdict) -> EventResult:
    return EventResult(entry.event_id, verdict, entry.position, flags=entry.flags.split())
