"""The chain that shows when somebody rewrote the ledger behind its back.

Each call has a chain of its own: a digest covers the digest before it and every column of its
row, so that a changed column, a missing row or a changed order breaks all that follow.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import UUID

from operations.rules.ledger_entry import LedgerEntry


class ChainBroken(Exception):
    """The first position of a chain that does not follow from those before it, and why."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"position {position}: {reason}")
        self.position = position
        self.reason = reason


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_as_text).encode


def next_digest(previous: str, entry: LedgerEntry) -> str:
    """Return the SHA-256 of an entry that follows a digest; 64 hexadecimal digits.

    `previous` is empty for the first entry of a call.
    """
    return hashlib.sha256(f"{previous}\n{_encode(entry)}".encode()).hexdigest()


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
