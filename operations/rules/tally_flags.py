"""What a recorded event is noticed for. Facts are never refused, they are flagged."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from operations.rules.device_clock import CLOCK_TOLERANCE, is_clock_off
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_totals import CargoFacts, TallyFold
from operations.vocabulary import CallStatus, Flag

# From completion on, the figures have been told to others: what arrives now changes them.
_AFTER_COMPLETION = frozenset(
    {CallStatus.COMPLETED, CallStatus.DEPARTED, CallStatus.CLOSED, CallStatus.CANCELLED}
)


class Circumstances(NamedTuple):
    """What surrounds an event when it is recorded.

    `clock_offset_ms` is for an event whose tablet did not know it. `counted_on_line` is what its
    line holds before it, in units or kg; 0 without a line.
    """

    call_status: CallStatus
    clock_offset_ms: int
    shift_from: datetime
    shift_until: datetime
    counted_on_line: int = 0


def flags_of(
    entry: LedgerEntry, *, before: TallyFold, facts: CargoFacts, around: Circumstances
) -> set[Flag]:
    """Return what an entry is noticed for, given what the ledger held before it."""
    flags = set(_flags_of_circumstances(entry, around))
    if entry.is_count:
        flags.update(_flags_of_cargo(entry, facts, around))
        key = entry.unit_key
        if key and before.standing_counts(key):
            flags.add(Flag.COUNTED_TWICE)
    else:
        flags.update(_flags_of_reversal(entry, before))
    return flags


def _flags_of_circumstances(entry: LedgerEntry, around: Circumstances) -> Iterator[Flag]:
    if around.call_status in _AFTER_COMPLETION:
        yield Flag.LATE
    known = entry.clock_offset_ms
    if is_clock_off(
        counted_at=entry.counted_at,
        clock_offset_ms=around.clock_offset_ms if known is None else known,
        received_at=entry.received_at,
    ):
        yield Flag.CLOCK_OFF
    at = entry.effective_at
    if not around.shift_from - CLOCK_TOLERANCE <= at <= around.shift_until + CLOCK_TOLERANCE:
        yield Flag.OUTSIDE_SHIFT


def _flags_of_cargo(entry: LedgerEntry, facts: CargoFacts, around: Circumstances) -> Iterator[Flag]:
    if not facts.is_listed:
        yield Flag.OVER
    elif not facts.is_worked_here:
        yield Flag.WRONG_PORT
    elif entry.line_id and around.counted_on_line + entry.quantity > facts.expected_quantity:
        yield Flag.OVER
    if facts.hold_reason:
        yield Flag.HELD


def _flags_of_reversal(entry: LedgerEntry, before: TallyFold) -> Iterator[Flag]:
    count = before.count(entry.reverses) if entry.reverses else None
    if count is None:
        yield Flag.REVERSES_NOTHING_YET
    elif before.is_reversed(count):
        yield Flag.ALREADY_REVERSED
