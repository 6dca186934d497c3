"""What the ledger adds up to: a fold that does not depend on order or repetition.

A unit counts once, however many events say so: for the one with the lowest position that is not
taken back. A reversal takes a count back when it comes from the person who counted, or from the
office, whichever of the two arrives first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NamedTuple
from uuid import UUID

from operations.rules.ledger_entry import LedgerEntry
from operations.rules.terminal_hours import hour_start
from operations.vocabulary import CargoMode, Direction


class CargoFacts(NamedTuple):
    """What the cargo list says of a unit or a line; blank where it says nothing."""

    mode: CargoMode = CargoMode.IDENTIFIED
    cargo_class: str = ""
    port: str = ""
    is_listed: bool = False
    is_worked_here: bool = True
    hold_reason: str = ""

    @property
    def is_expected(self) -> bool:
        """Whether the list wants this cargo worked here."""
        return self.is_listed and self.is_worked_here


NOT_LISTED = CargoFacts()


@dataclass(frozen=True, slots=True)
class CargoList:
    """The facts of a call's cargo by unit key and by line id."""

    units: Mapping[tuple[Direction, str], CargoFacts] = field(default_factory=dict)
    lines: Mapping[int, CargoFacts] = field(default_factory=dict)

    def facts_of(self, entry: LedgerEntry) -> CargoFacts:
        """Return what the list says of the cargo that an entry counts."""
        if entry.unit_key:
            return self.units.get(entry.unit_key, NOT_LISTED)
        if entry.line_id:
            return self.lines.get(entry.line_id, NOT_LISTED)
        return NOT_LISTED


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


class TallyFold:
    """Entries of one call, kept by what they count, so that the effective ones can be told."""

    def __init__(self, entries: Iterable[LedgerEntry] = ()) -> None:
        self._counts: dict[UUID, LedgerEntry] = {}
        self._reversals: dict[UUID, list[LedgerEntry]] = defaultdict(list)
        self._by_unit: dict[tuple[Direction, str], list[LedgerEntry]] = defaultdict(list)
        self._seen: set[UUID] = set()
        for entry in entries:
            self.add(entry)

    def add(self, entry: LedgerEntry) -> None:
        """Take in an entry; taking it in again changes nothing."""
        if entry.event_id in self._seen:
            return
        self._seen.add(entry.event_id)
        if not entry.is_count:
            if entry.reverses:
                self._reversals[entry.reverses].append(entry)
            return
        self._counts[entry.event_id] = entry
        if entry.unit_key:
            self._by_unit[entry.unit_key].append(entry)

    def count(self, event_id: UUID) -> LedgerEntry | None:
        """Return the count with this id, if it was taken in."""
        return self._counts.get(event_id)

    def has(self, event_id: UUID) -> bool:
        """Return whether an entry with this id was taken in, whatever its kind."""
        return event_id in self._seen

    def is_reversed(self, count: LedgerEntry) -> bool:
        """Return whether somebody who may do so took this count back."""
        return any(takes_back(each, count) for each in self._reversals.get(count.event_id, ()))

    def reversals_of(self, event_id: UUID) -> list[UUID]:
        """Return the ids of the reversals that name this event."""
        return [each.event_id for each in self._reversals.get(event_id, ())]

    def standing(self, key: tuple[Direction, str]) -> list[LedgerEntry]:
        """Return the counts of a unit that are not taken back, lowest position first."""
        counts = (each for each in self._by_unit.get(key, ()) if not self.is_reversed(each))
        return sorted(counts, key=lambda each: each.position)

    def effective(self) -> list[LedgerEntry]:
        """Return the entries that count: one for each unit, and all counts of lines and words."""
        held = [standing[0] for key in self._by_unit if (standing := self.standing(key))]
        rest = [
            each
            for each in self._counts.values()
            if not each.unit_key and not self.is_reversed(each)
        ]
        return held + rest


def takes_back(reversal: LedgerEntry, count: LedgerEntry) -> bool:
    """Return whether a reversal that names this count is one that counts."""
    is_office = reversal.tablet_id is None
    return is_office or reversal.person_id == count.person_id


def totals_of(entries: Iterable[LedgerEntry], *, cargo: CargoList, zone: tzinfo) -> Totals:
    """Add up effective entries, as `TallyFold.effective` returns them."""
    totals = Totals()
    for entry in entries:
        if entry.unit_key:
            totals.holders[entry.unit_key] = entry.event_id
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
