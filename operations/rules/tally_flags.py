"""What a recorded event is noticed for. Facts are never refused, they are flagged."""

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
    flags = _flags_of_circumstances(entry, around)
    if entry.is_count:
        return flags | _flags_of_cargo(entry, facts, around) | _flags_of_unit(entry, before)
    return flags | _flags_of_reversal(entry, before)


def _flags_of_circumstances(entry: LedgerEntry, around: Circumstances) -> set[Flag]:
    flags = set()
    if around.call_status in _AFTER_COMPLETION:
        flags.add(Flag.LATE)
    known = entry.clock_offset_ms
    if is_clock_off(
        counted_at=entry.counted_at,
        clock_offset_ms=around.clock_offset_ms if known is None else known,
        received_at=entry.received_at,
    ):
        flags.add(Flag.CLOCK_OFF)
    at = entry.effective_at
    if not around.shift_from - CLOCK_TOLERANCE <= at <= around.shift_until + CLOCK_TOLERANCE:
        flags.add(Flag.OUTSIDE_SHIFT)
    return flags


def _flags_of_cargo(entry: LedgerEntry, facts: CargoFacts, around: Circumstances) -> set[Flag]:
    flags = set()
    if not facts.is_listed:
        flags.add(Flag.OVER)
    elif not facts.is_worked_here:
        flags.add(Flag.WRONG_PORT)
    elif entry.line_id and around.counted_on_line + entry.quantity > facts.expected_quantity:
        flags.add(Flag.OVER)
    if facts.hold_reason:
        flags.add(Flag.HELD)
    return flags


def _flags_of_unit(entry: LedgerEntry, before: TallyFold) -> set[Flag]:
    is_counted = entry.unit_key is not None and bool(before.standing(entry.unit_key))
    return {Flag.COUNTED_TWICE} if is_counted else set()


def _flags_of_reversal(entry: LedgerEntry, before: TallyFold) -> set[Flag]:
    count = before.count(entry.reverses) if entry.reverses else None
    if count is None:
        return {Flag.REVERSES_NOTHING_YET}
    return {Flag.ALREADY_REVERSED} if before.is_reversed(count) else set()
