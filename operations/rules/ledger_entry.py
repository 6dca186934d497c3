from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from operations.vocabulary import Direction, EventKind


class LedgerEntry(NamedTuple):
    """One row of the ledger as plain values; the order of the fields is the order in the digest.

    `quantity` is units, or kg on a BULK line. Instants are aware. `tablet_id`, `journal_id` and
    `device_sequence` are None for what the office recorded.
    """

    call_id: int
    position: int
    event_id: UUID
    kind: EventKind
    direction: Direction
    identifier: str
    line_id: int | None
    description: str
    quantity: int
    deck: str
    gang: str
    reverses: UUID | None
    reason: str
    person_id: int
    tablet_id: int | None
    journal_id: UUID | None
    device_sequence: int | None
    counted_at: datetime
    clock_offset_ms: int | None
    effective_at: datetime
    received_at: datetime
    flags: str

    @property
    def is_count(self) -> bool:
        """Whether this entry counts cargo, rather than taking a count back."""
        return self.kind == EventKind.COUNT

    @property
    def is_in_words(self) -> bool:
        """Whether this is a count that names neither a unit nor a line."""
        return self.is_count and not self.identifier and self.line_id is None

    @property
    def unit_key(self) -> tuple[Direction, str] | None:
        """What is counted at most once: (direction, identifier), or None for lines and words."""
        return (self.direction, self.identifier) if self.identifier else None

    @property
    def said(self) -> tuple[object, ...]:
        """What was reported, without what the server added; a repetition says the same."""
        return _said(self)

    def says_again(self, earlier: "LedgerEntry") -> bool:
        """Return whether this reports the same as an entry that was recorded before.

        A tablet that lost its storage puts what it still knows into a new journal, under new
        numbers; the event is the same.
        """
        if self.journal_id == earlier.journal_id:
            return self.said == earlier.said
        renumbered = self._replace(
            journal_id=earlier.journal_id, device_sequence=earlier.device_sequence
        )
        return renumbered.said == earlier.said


_ADDED_BY_SERVER = frozenset({"position", "effective_at", "received_at", "flags"})
_said = attrgetter(*(name for name in LedgerEntry._fields if name not in _ADDED_BY_SERVER))
