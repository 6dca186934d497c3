"""The chain that shows when somebody rewrote the ledger behind its back.

Each call has a chain of its own: a digest covers the digest before it and every column of its
row, so that a changed column, a missing row or a changed order breaks all that follow.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from operator import attrgetter
from uuid import UUID

from operations.rules.ledger_entry import LedgerEntry


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    message = f"no canonical form for {type(value).__name__}"
    raise TypeError(message)


COLUMNS: tuple[str, ...] = tuple(LedgerEntry.__dataclass_fields__)
_columns_of = attrgetter(*COLUMNS)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_as_text).encode


def next_digest(previous: str, entry: LedgerEntry) -> str:
    """Return the SHA-256 of an entry that follows a digest; 64 hexadecimal digits.

    `previous` is empty for the first entry of a call.
    """
    content = f"{previous}\n{_encode(_columns_of(entry))}"
    return hashlib.sha256(content.encode()).hexdigest()


def first_break(
    chain: Iterable[tuple[LedgerEntry, str]], *, head_position: int, head_digest: str
) -> int | None:
    """Return the first position that does not follow from those before it, or None.

    `chain` is (entry, stored digest) by ascending position. A chain that ends before the head,
    or beyond it, breaks at the first position that is missing or too many.
    """
    digest, expected_position = "", 0
    for entry, stored in chain:
        expected_position += 1
        digest = next_digest(digest, entry)
        if entry.position != expected_position or digest != stored:
            return expected_position
    if expected_position != head_position:
        return min(expected_position, head_position) + 1
    return None if digest == head_digest else max(head_position, 1)
