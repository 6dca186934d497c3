"""The chain that shows when somebody rewrote the ledger behind its back.

Each call has a chain of its own: a digest covers the digest before it and every column of its
row, so that a changed column, a missing row or a changed order breaks all that follow.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from json.encoder import encode_basestring
from uuid import UUID

from operations.rules.ledger_entry import LedgerEntry


class ChainBroken(Exception):
    """The first position of a chain that does not follow from those before it, and why."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"position {position}: {reason}")
        self.position = position
        self.reason = reason


def _text(value: str) -> str:
    return encode_basestring(value)


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)


def _id(value: UUID | None) -> str:
    return "null" if value is None else f'"{value}"'


def _instant(value: datetime) -> str:
    utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return utc.isoformat(timespec="microseconds")


def canonical(entry: LedgerEntry) -> str:
    """Return every column of an entry as one line of JSON, in the order of the fields.

    Texts are quoted and escaped, so that none can pose as two columns; instants are in UTC.
    """
    e = entry
    return (
        f'[{e.call_id},{e.position},"{e.event_id}","{e.kind}","{e.direction}",'
        f"{_text(e.identifier)},{_number(e.line_id)},{_text(e.description)},{e.quantity},"
        f"{_text(e.deck)},{_text(e.gang)},{_id(e.reverses)},{_text(e.reason)},{e.person_id},"
        f"{_number(e.tablet_id)},{_id(e.journal_id)},{_number(e.device_sequence)},"
        f'"{_instant(e.counted_at)}",{_number(e.clock_offset_ms)},"{_instant(e.effective_at)}",'
        f'"{_instant(e.received_at)}",{_text(e.flags)}]'
    )


def next_digest(previous: str, entry: LedgerEntry) -> str:
    """Return the SHA-256 of an entry that follows a digest; 64 hexadecimal digits.

    `previous` is empty for the first entry of a call.
    """
    return hashlib.sha256(f"{previous}\n{canonical(entry)}".encode()).hexdigest()


def checked_chain(
    chain: Iterable[tuple[LedgerEntry, str]], *, head_position: int, head_digest: str
) -> Iterator[LedgerEntry]:
    """Yield the entries of a chain for as long as each follows from those before it.

    `chain` is (entry, stored digest) by ascending position; the head is what the call says of its
    end. Raises ChainBroken at the first position that is altered, missing or too many.
    """
    digest, position = "", 0
    for entry, stored in chain:
        position += 1
        if entry.position != position:
            raise ChainBroken(position, "is missing")
        digest = next_digest(digest, entry)
        if digest != stored:
            raise ChainBroken(position, "its columns do not give its digest")
        if position > head_position:
            raise ChainBroken(position, f"lies beyond the head of the call, {head_position}")
        yield entry
    if position < head_position:
        raise ChainBroken(position + 1, f"is missing: the head of the call is {head_position}")
    if digest != head_digest:
        raise ChainBroken(max(position, 1), "the head of the call has another digest")
