"""Appending to the ledger of one call, whose row is locked."""

import logging
from collections.abc import Collection, Iterator
from datetime import datetime

from operations.actions import write_discrepancies, write_totals
from operations.actions.insert_rows import Link, insert_links
from operations.models import VesselCall
from operations.queries.ledger_entries import (
    Subject,
    account_of,
    cargo_list,
    fold_around,
    line_quantities,
)
from operations.rules import discrepancies
from operations.rules.ledger_digest import canonical_line, digest_after
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_flags import Circumstances, flags_of
from operations.rules.tally_totals import takes_back, totals_of
from operations.vocabulary import DiscrepancyKind

logger = logging.getLogger(__name__)


class CallRecorder:
    """Takes entries one after the other, then writes all of them and what they change."""

    def __init__(self, call: VesselCall, subjects: Collection[Subject]) -> None:
        self.call = call
        self.fold = fold_around(call, subjects)
        self._before = {entry.event_id: entry for entry in self.fold.effective()}
        concerned = [*subjects, *self.fold.counts()]
        line_ids = {each.line_id for each in concerned if each.line_id is not None}
        self.cargo = cargo_list(
            call,
            unit_keys={(each.direction, each.identifier) for each in concerned if each.identifier},
            line_ids=line_ids,
        )
        self._on_lines = line_quantities(line_ids)
        self._entries: list[LedgerEntry] = []
        self._sightings: list[discrepancies.Sighting] = []

    @property
    def next_position(self) -> int:
        """The position that the next entry has to have."""
        return self.call.head_position + len(self._entries) + 1

    def append(self, draft: LedgerEntry, around: Circumstances) -> LedgerEntry:
        """Take in an entry, which stands at the next position, and return it with its flags."""
        if draft.line_id is not None:
            around = around._replace(counted_on_line=self._on_lines.get(draft.line_id, 0))
        flags = flags_of(draft, before=self.fold, facts=self.cargo.facts_of(draft), around=around)
        entry = draft._replace(flags=" ".join(sorted(flags))) if flags else draft
        self._entries.append(entry)
        self._sightings += discrepancies.of_event(entry, flags)
        self._move_line(entry)
        self.fold.add(entry)
        return entry

    def _move_line(self, entry: LedgerEntry) -> None:
        """Keep what each line holds, for the flags of the entries that follow."""
        if entry.is_count:
            count, change = entry, entry.quantity
        else:
            named = self.fold.count(entry.reverses) if entry.reverses else None
            if named is None or not takes_back(entry, named):
                return
            count, change = named, -named.quantity
        if count.line_id is not None and not self.fold.is_reversed(count):
            self._on_lines[count.line_id] = self._on_lines.get(count.line_id, 0) + change

    def write(self, *, recorded_at: datetime) -> None:
        """Write the entries, the totals they move and the discrepancies they show."""
        if not self._entries:
            return
        insert_links(self._chained())
        self._write_head()
        self._write_totals()
        self._write_discrepancies(recorded_at)

    def _chained(self) -> Iterator[Link]:
        """Chain the entries to the head of the call, and move it on."""
        for entry in self._entries:
            line = canonical_line(entry)
            self.call.head_digest = digest_after(self.call.head_digest, line)
            self.call.head_position = entry.position
            yield Link(entry, line, self.call.head_digest)

    def _write_head(self) -> None:
        VesselCall.objects.filter(pk=self.call.pk).update(
            head_position=self.call.head_position, head_digest=self.call.head_digest
        )

    def _write_totals(self) -> None:
        after = self.fold.effective()
        still = {entry.event_id for entry in after} if self._before else set()
        gone = [entry for key, entry in self._before.items() if key not in still]
        new = [entry for entry in after if entry.event_id not in self._before]
        zone = self.call.terminal.zone
        try:
            write_totals.apply_change(
                call=self.call,
                removed=totals_of(gone, cargo=self.cargo, zone=zone),
                added=totals_of(new, cargo=self.cargo, zone=zone),
            )
        except write_totals.CopiesDisagree as problem:
            # A fact is not refused because a copy is wrong, as after a change of the time zone.
            logger.warning("%s: %s; its totals are made anew", self.call, problem)
            totals = account_of(self.call).totals
            write_totals.replace_all(call=self.call, totals=totals)
            self._on_lines = totals.lines

    def _write_discrepancies(self, recorded_at: datetime) -> None:
        counts = self._touched()
        units = {each.unit_key for each in counts if each.unit_key}
        line_ids = {each.line_id for each in counts if each.line_id is not None}
        words = [each for each in counts if each.is_in_words]
        is_completed = discrepancies.raises_shorts(self.call.status)
        seen = [discrepancies.of_words(each) for each in words if not self.fold.is_reversed(each)]
        for key in units:
            facts, standing = self.cargo.facts_of_unit(key), self.fold.standing(key)
            seen += discrepancies.of_unit(
                key, standing=standing, facts=facts, is_completed=is_completed
            )
        for line_id in line_ids:
            facts, counted = self.cargo.lines[line_id], self._on_lines.get(line_id, 0)
            seen += discrepancies.of_line(
                line_id, facts=facts, counted=counted, is_completed=is_completed
            )
        subjects = {discrepancies.unit_subject(*key) for key in units}
        subjects |= {discrepancies.line_subject(line_id) for line_id in line_ids}
        subjects |= {discrepancies.event_subject(each.event_id) for each in words}
        write_discrepancies.sync_standing(
            call=self.call, seen=seen, seen_at=recorded_at, subjects=subjects
        )
        write_discrepancies.raise_for_events(
            call=self.call, seen=self._sightings, seen_at=recorded_at
        )
        self._settle_what_was_waited_for(recorded_at)

    def _touched(self) -> list[LedgerEntry]:
        """Return the counts that were appended, and those that appended reversals name."""
        named = [self.fold.count(each.reverses) for each in self._entries if each.reverses]
        return [*filter(None, named), *(each for each in self._entries if each.is_count)]

    def _settle_what_was_waited_for(self, at: datetime) -> None:
        """A reversal that came before its count took nothing back; now it does."""
        counts = [each for each in self._entries if each.is_count]
        reversals = [each for count in counts for each in self.fold.reversals_of(count)]
        if reversals:
            write_discrepancies.settle_themselves(
                call=self.call,
                subjects={discrepancies.event_subject(each.event_id) for each in reversals},
                kinds=[DiscrepancyKind.REVERSES_NOTHING_YET],
                at=at,
            )
