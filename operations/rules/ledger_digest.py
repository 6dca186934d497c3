"""The chain that shows when somebody rewrote the ledger behind its back.

Each call has a chain of its own: a digest covers the digest before it and every column of its
row, so that a changed column, a missing row or a changed order breaks all that follow.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import UUID

from operations.rules.ledger_entry import LedgerEntry

_ESCAPES = str.maketrans(
    {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
)


class ChainBroken(Exception):
    """The first position of a chain that does not follow from those before it, and why."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"position {position}: {reason}")
        self.position = position
        self.reason = reason


def canonical_line(entry: LedgerEntry) -> str:
    r"""Return every column of an entry in one line, in the order of the fields.

    As PostgreSQL's COPY has text: a tab between columns, a backslash before what would end one,
    and \N for none; so no text can pose as two columns, and what is hashed is what is stored.
    Instants are in UTC. Source: PostgreSQL documentation, COPY, "Text Format".
    """
    e = entry
    return (
        f"{e.call_id}\t{e.position}\t{e.event_id.hex}\t{e.kind}\t{e.direction}\t{_text(e.identifier)}"
        f"\t{_number(e.line_id)}\t{_text(e.description)}\t{e.quantity}\t{_text(e.deck)}"
        f"\t{_text(e.gang)}\t{_id(e.reverses)}\t{_text(e.reason)}\t{e.person_id}"
        f"\t{_number(e.tablet_id)}\t{_id(e.journal_id)}\t{_number(e.device_sequence)}"
        f"\t{_instant(e.counted_at)}\t{_number(e.clock_offset_ms)}\t{_instant(e.effective_at)}"
        f"\t{_instant(e.received_at)}\t{_text(e.flags)}"
    )


def _text(value: str) -> str:
    # Hardly any text has something to escape, and these two questions are quick.
    if value.isprintable() and "\\" not in value:
        return value
    return value.translate(_ESCAPES)


def _number(value: int | None) -> str:
    return "\\N" if value is None else str(value)


def _id(value: UUID | None) -> str:
    return "\\N" if value is None else value.hex


def _instant(value: datetime) -> str:
    utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return utc.isoformat(timespec="microseconds")


def digest_after(previous: str, line: str) -> str:
    """Return the SHA-256 of a canonical line that follows a digest; 64 hexadecimal digits.

    `previous` is empty for the first entry of a call.
    """
    return hashlib.sha256(f"{previous}\n{line}".encode()).hexdigest()


def next_digest(previous: str, entry: LedgerEntry) -> str:
    """Return the digest of an entry that follows a digest."""
    return digest_after(previous, canonical_line(entry))


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
