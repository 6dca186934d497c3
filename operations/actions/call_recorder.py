"""Appending to the ledger of one call, whose row is locked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from operations.actions import write_discrepancies, write_totals
from operations.models import CargoLine, LineTotal, TallyEvent, VesselCall
from operations.queries.ledger_entries import cargo_list, fold_around
from operations.rules import discrepancies
from operations.rules.ledger_digest import COLUMNS, next_digest
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_flags import Circumstances, flags_of
from operations.rules.tally_report import TallyReport
from operations.rules.tally_totals import NOT_LISTED, TallyFold, totals_of
from operations.vocabulary import CallStatus, Direction, DiscrepancyKind


@dataclass(frozen=True, slots=True)
class Appended:
    """An entry with its digest, as it will be written."""

    entry: LedgerEntry
    digest: str


class CallRecorder:
    """Takes entries one after the other, then writes all of them and what they change."""

    def __init__(self, call: VesselCall, reports: Collection[TallyReport]) -> None:
        self.call = call
        self.fold: TallyFold = fold_around(call, reports)
        self.lines: Mapping[int, CargoLine] = self._lines_of(reports)
        self._before = {entry.event_id: entry for entry in self.fold.effective()}
        self._cargo = cargo_list(
            call,
            identifiers=self._identifiers(reports),
            line_ids=set(self.lines) | {e.line_id for e in self._before.values() if e.line_id},
        )
        self._appended: list[Appended] = []
        self._sightings: list[discrepancies.Sighting] = []

    def _identifiers(self, reports: Collection[TallyReport]) -> set[str]:
        held = {entry.identifier for entry in self._before.values()}
        return {name for name in held | {report.identifier for report in reports} if name}

    def _lines_of(self, reports: Collection[TallyReport]) -> Mapping[int, CargoLine]:
        wanted = {report.line_id for report in reports if report.line_id is not None}
        if not wanted:
            return {}
        return CargoLine.objects.filter(call=self.call).in_bulk(wanted)

    @property
    def head(self) -> tuple[int, str]:
        """Position and digest of the last entry of the call."""
        if self._appended:
            last = self._appended[-1]
            return last.entry.position, last.digest
        return self.call.head_position, self.call.head_digest

    def append(self, draft: LedgerEntry, around: Circumstances) -> LedgerEntry:
        """Give an entry its position, flags and digest; `write` makes it last."""
        facts = self._cargo.facts_of(draft)
        flags = flags_of(draft, before=self.fold, facts=facts, around=around)
        position, previous = self.head
        entry = replace(draft, position=position + 1, flags=" ".join(sorted(flags)))
        self._appended.append(Appended(entry, next_digest(previous, entry)))
        self._sightings += discrepancies.of_event(entry, flags)
        self.fold.add(entry)
        return entry

    def write(self, *, recorded_at: datetime) -> None:
        """Write the entries, the totals they move and the discrepancies they show."""
        if not self._appended:
            return
        TallyEvent.objects.bulk_create([_row(each) for each in self._appended])
        self._write_head()
        self._write_totals()
        self._write_discrepancies(recorded_at)

    def _write_head(self) -> None:
        self.call.head_position, self.call.head_digest = self.head
        VesselCall.objects.filter(pk=self.call.pk).update(
            head_position=self.call.head_position, head_digest=self.call.head_digest
        )

    def _write_totals(self) -> None:
        after = {entry.event_id: entry for entry in self.fold.effective()}
        gone = [entry for key, entry in self._before.items() if key not in after]
        new = [entry for key, entry in after.items() if key not in self._before]
        zone = self.call.terminal.zone
        write_totals.apply_change(
            call=self.call,
            removed=totals_of(gone, cargo=self._cargo, zone=zone),
            added=totals_of(new, cargo=self._cargo, zone=zone),
        )

    def _write_discrepancies(self, recorded_at: datetime) -> None:
        units, line_ids = self._touched()
        seen = [sighting for key in units for sighting in self._seen_on_unit(key)]
        seen += self._seen_on_lines(line_ids)
        subjects = {discrepancies.unit_subject(*key) for key in units}
        subjects |= {discrepancies.line_subject(line_id) for line_id in line_ids}
        write_discrepancies.sync_standing(
            call=self.call, seen=seen, seen_at=recorded_at, subjects=subjects
        )
        write_discrepancies.raise_for_events(
            call=self.call, seen=self._sightings, seen_at=recorded_at
        )
        self._settle_what_events_explain(recorded_at)

    def _touched(self) -> tuple[set[tuple[Direction, str]], set[int]]:
        entries = [each.entry for each in self._appended]
        counts = [entry for entry in entries if entry.is_count]
        for entry in entries:
            count = self.fold.count(entry.reverses) if entry.reverses else None
            if count is not None:
                counts.append(count)
        units = {entry.unit_key for entry in counts if entry.unit_key}
        return units, {entry.line_id for entry in counts if entry.line_id}

    def _seen_on_unit(self, key: tuple[Direction, str]) -> list[discrepancies.Sighting]:
        return discrepancies.of_unit(
            key,
            standing=self.fold.standing(key),
            facts=self._cargo.units.get(key, NOT_LISTED),
            is_completed=is_completed(self.call),
        )

    def _seen_on_lines(self, line_ids: Collection[int]) -> list[discrepancies.Sighting]:
        if not line_ids:
            return []
        lines = CargoLine.objects.filter(pk__in=line_ids)
        counted = dict(
            LineTotal.objects.filter(line__in=line_ids).values_list("line_id", "counted_quantity")
        )
        return [
            sighting
            for line in lines
            for sighting in discrepancies.of_line(
                line.pk,
                direction=Direction(line.direction),
                expected=expected_here(line),
                counted=counted.get(line.pk, 0),
                is_completed=is_completed(self.call),
            )
        ]

    def _settle_what_events_explain(self, recorded_at: datetime) -> None:
        """A count that arrived after its reversal; a count in words that was taken back."""
        entries = [each.entry for each in self._appended]
        found = {f"event:{reversal}" for entry in entries for reversal in self._reversals(entry)}
        words = {f"event:{entry.reverses}" for entry in entries if entry.reverses}
        settle = write_discrepancies.settle_themselves
        if found:
            kinds = [DiscrepancyKind.REVERSES_NOTHING_YET]
            settle(call=self.call, subjects=found, kinds=kinds, at=recorded_at)
        if words:
            kinds = [DiscrepancyKind.OVER]
            settle(call=self.call, subjects=words, kinds=kinds, at=recorded_at)

    def _reversals(self, entry: LedgerEntry) -> list[UUID]:
        return self.fold.reversals_of(entry.event_id) if entry.is_count else []


def is_completed(call: VesselCall) -> bool:
    """Return whether cargo that is not counted yet counts as short."""
    return call.status in {CallStatus.COMPLETED, CallStatus.DEPARTED, CallStatus.CLOSED}


def expected_here(line: CargoLine) -> int:
    """Return how much of a line the list wants worked here; units or kg."""
    return line.expected_quantity if line.is_listed and line.is_worked_here else 0


def _row(appended: Appended) -> TallyEvent:
    values = {name: getattr(appended.entry, name) for name in COLUMNS}
    return TallyEvent(digest=appended.digest, **values)
