"""What the ledger adds up to: a fold that does not depend on order or repetition.

A unit counts once, however many events say so: for the one with the lowest position that is not
taken back. A reversal takes a count back when it comes from the office, or soon enough from the
person who counted, whichever of count and reversal arrives first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple
from uuid import UUID

from operations.rules.ledger_entry import LedgerEntry
from operations.rules.terminal_hours import hour_start
from operations.vocabulary import CargoMode, Direction

# How long a clerk may take back a count in the field; later it is a supervisor's decision.
UNDO_WINDOW = timedelta(minutes=15)


class CargoFacts(NamedTuple):
    """What the cargo list says of a unit or a line; blank where it says nothing.

    `listed_quantity` is units, or kg on a BULK line.
    """

    direction: Direction
    mode: CargoMode = CargoMode.IDENTIFIED
    cargo_class: str = ""
    port: str = ""
    is_listed: bool = False
    is_worked_here: bool = True
    hold_reason: str = ""
    listed_quantity: int = 1

    @property
    def is_expected(self) -> bool:
        """Whether the list wants this cargo worked here."""
        return self.is_listed and self.is_worked_here

    @property
    def expected_quantity(self) -> int:
        """How much of it the list wants worked here; units or kg."""
        return self.listed_quantity if self.is_expected else 0


@dataclass(frozen=True, slots=True)
class CargoList:
    """The facts of a call's cargo by unit key and by line id."""

    units: Mapping[tuple[Direction, str], CargoFacts] = field(default_factory=dict)
    lines: Mapping[int, CargoFacts] = field(default_factory=dict)

    def facts_of(self, entry: LedgerEntry) -> CargoFacts:
        """Return what the list says of the cargo that an entry counts."""
        facts = None
        if key := entry.unit_key:
            facts = self.units.get(key)
        elif entry.line_id:
            facts = self.lines.get(entry.line_id)
        return facts or CargoFacts(entry.direction)

    def facts_of_unit(self, key: tuple[Direction, str]) -> CargoFacts:
        """Return what the list says of a unit."""
        return self.units.get(key) or CargoFacts(key[0])


class Bucket(NamedTuple):
    """One row of the hourly rollup without its figures."""

    hour_at: datetime
    direction: Direction
    cargo_class: str
    port: str
    deck: str
    gang: str
    is_expected: bool


@dataclass(slots=True)
class Totals:
    """What a set of entries adds up to.

    `holders`: unit key → id of the event it counts for. `lines`: line id → units or kg.
    `buckets`: bucket → (units, kg). Zeros are absent.
    """

    holders: dict[tuple[Direction, str], UUID] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    buckets: dict[Bucket, tuple[int, int]] = field(default_factory=dict)


class Standing(NamedTuple):
    """How many counts of a unit are not taken back, and the id of the last one."""

    times: int
    last_event_id: UUID | None


NOTHING_STANDS = Standing(0, None)


class TallyFold:
    """Entries of one call, kept by what they count, so that the effective ones can be told."""

    def __init__(self, entries: Iterable[LedgerEntry] = ()) -> None:
        self._counts: dict[UUID, LedgerEntry] = {}
        self._reversals: dict[UUID, dict[UUID, LedgerEntry]] = defaultdict(dict)
        self._by_unit: dict[tuple[Direction, str], list[LedgerEntry]] = defaultdict(list)
        for entry in entries:
            self.add(entry)

    def add(self, entry: LedgerEntry) -> None:
        """Take in an entry; taking it in again changes nothing."""
        if not entry.is_count:
            if entry.reverses:
                self._reversals[entry.reverses][entry.event_id] = entry
        elif entry.event_id not in self._counts:
            self._counts[entry.event_id] = entry
            if key := entry.unit_key:
                self._by_unit[key].append(entry)

    def count(self, event_id: UUID) -> LedgerEntry | None:
        """Return the count with this id, if it was taken in."""
        return self._counts.get(event_id)

    def counts(self) -> list[LedgerEntry]:
        """Return all counts that were taken in, those taken back included."""
        return list(self._counts.values())

    def is_reversed(self, count: LedgerEntry) -> bool:
        """Return whether somebody who may do so took this count back."""
        return bool(self.reversals_of(count))

    def reversals_of(self, count: LedgerEntry) -> list[LedgerEntry]:
        """Return the reversals that take this count back."""
        if not self._reversals:
            return []
        naming = self._reversals.get(count.event_id, {})
        return [each for each in naming.values() if takes_back(each, count)]

    def standing(self, key: tuple[Direction, str]) -> Standing:
        """Return what stands on a unit."""
        counts = self.standing_counts(key)
        return Standing(len(counts), counts[-1].event_id) if counts else NOTHING_STANDS

    def standing_counts(self, key: tuple[Direction, str]) -> list[LedgerEntry]:
        """Return the counts of a unit that are not taken back, lowest position first."""
        counts = [each for each in self._by_unit.get(key, ()) if not self.is_reversed(each)]
        if len(counts) > 1:
            counts.sort(key=lambda each: each.position)
        return counts

    def effective(self) -> list[LedgerEntry]:
        """Return the entries that count: one for each unit, and all counts of lines and words."""
        held = [counts[0] for key in self._by_unit if (counts := self.standing_counts(key))]
        rest = [
            each
            for each in self._counts.values()
            if not each.unit_key and not self.is_reversed(each)
        ]
        return held + rest


class FoldInOrder:
    """The same fold over a whole ledger that is read by position.

    It keeps the reversals, the counts in words, and what stands on each unit, not the entries.
    """

    def __init__(self, reversals: Iterable[LedgerEntry]) -> None:
        self._reversals: dict[UUID | None, list[LedgerEntry]] = defaultdict(list)
        for each in reversals:
            self._reversals[each.reverses].append(each)
        self.standing: dict[tuple[Direction, str], Standing] = {}
        self.words: list[LedgerEntry] = []

    def effective(self, entries: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
        """Yield the entries that count; `standing` and `words` are whole when all were read."""
        for entry in entries:
            if not entry.is_count or self._is_reversed(entry):
                continue
            if key := entry.unit_key:
                before = self.standing.get(key, NOTHING_STANDS)
                self.standing[key] = Standing(before.times + 1, entry.event_id)
                if before.times:
                    continue
            elif entry.is_in_words:
                self.words.append(entry)
            yield entry

    def _is_reversed(self, count: LedgerEntry) -> bool:
        naming = self._reversals.get(count.event_id, ())
        return any(takes_back(each, count) for each in naming)


def takes_back(reversal: LedgerEntry, count: LedgerEntry) -> bool:
    """Return whether a reversal that names this count is one that counts."""
    is_office = reversal.tablet_id is None
    is_own = reversal.person_id == count.person_id
    return is_office or (is_own and is_soon_enough(reversal, count))


def is_soon_enough(reversal: LedgerEntry, count: LedgerEntry) -> bool:
    """Return whether a clerk was still allowed to take this count back.

    By the tablet's clock or by the corrected one, whichever is kinder: each of the two jumps when
    somebody sets the tablet's clock right. A clock that was set back makes nothing young again.
    """
    by_tablet = reversal.counted_at - count.counted_at
    by_office = reversal.effective_at - count.effective_at
    return min(abs(by_tablet), abs(by_office)) <= UNDO_WINDOW


def totals_of(entries: Iterable[LedgerEntry], *, cargo: CargoList, zone: tzinfo) -> Totals:
    """Add up effective entries, as `TallyFold.effective` returns them."""
    totals = Totals()
    for entry in entries:
        if key := entry.unit_key:
            totals.holders[key] = entry.event_id
        elif entry.line_id:
            totals.lines[entry.line_id] = totals.lines.get(entry.line_id, 0) + entry.quantity
        facts = cargo.facts_of(entry)
        bucket = bucket_of(entry, facts=facts, zone=zone)
        units, weight_kg = totals.buckets.get(bucket, (0, 0))
        is_bulk = facts.mode == CargoMode.BULK
        totals.buckets[bucket] = (
            units + (0 if is_bulk else entry.quantity),
            weight_kg + (entry.quantity if is_bulk else 0),
        )
    return totals


def bucket_of(entry: LedgerEntry, *, facts: CargoFacts, zone: tzinfo) -> Bucket:
    """Return the row of the hourly rollup that an entry belongs to."""
    return Bucket(
        hour_at=hour_start(entry.effective_at, zone),
        direction=entry.direction,
        cargo_class=facts.cargo_class,
        port=facts.port,
        deck=entry.deck,
        gang=entry.gang,
        is_expected=facts.is_expected,
    )
