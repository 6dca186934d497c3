"""What a tablet says of itself with every batch."""

from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from operations.models import Tablet, TabletJournal


class Heartbeat(Protocol):
    """What every batch carries, with events or without."""

    @property
    def journal_id(self) -> UUID:
        """The numbering that the batch belongs to."""

    @property
    def head_sequence(self) -> int:
        """The highest number given on the tablet."""

    @property
    def unsent_count(self) -> int:
        """Events not answered for yet, those of this batch included."""

    @property
    def build(self) -> str:
        """The build of the field app."""


class Arrivals(NamedTuple):
    """What came of the events of a batch.

    `answered_count` of them leave the tablet's queue with the answer; `arrived_count` numbers of
    the journal arrived for the first time; `highest_number` is that of what was recorded, 0 for
    nothing.
    """

    answered_count: int
    arrived_count: int
    highest_number: int


def lock_journal(*, tablet: Tablet, journal_id: UUID, received_at: datetime) -> TabletJournal:
    """Return the journal, made when it is new; batches of one journal wait for each other."""
    journal, _ = TabletJournal.objects.select_for_update().get_or_create(
        tablet=tablet,
        journal_id=journal_id,
        defaults={"first_heard_at": received_at, "last_heard_at": received_at},
    )
    return journal


def note_heartbeat(
    journal: TabletJournal,
    *,
    heartbeat: Heartbeat,
    offset_ms: int,
    arrivals: Arrivals,
    received_at: datetime,
) -> None:
    """Keep what the tablet reports: its numbering, its unsent work, its clock and its build.

    A batch that was held up on its way, and knows fewer numbers than the journal, says nothing
    new of unsent work.
    """
    unsent_count = max(heartbeat.unsent_count - arrivals.answered_count, 0)
    if heartbeat.head_sequence > journal.head_sequence:
        journal.unsent_count = unsent_count
    elif heartbeat.head_sequence == journal.head_sequence:
        # Without a new number, unsent work only ever becomes less.
        journal.unsent_count = min(journal.unsent_count, unsent_count)
    journal.head_sequence = max(
        journal.head_sequence, heartbeat.head_sequence, arrivals.highest_number
    )
    journal.received_count += arrivals.arrived_count
    journal.clock_offset_ms = offset_ms
    journal.last_heard_at = received_at
    journal.save()
    Tablet.objects.filter(pk=journal.tablet_id).update(
        last_heard_at=received_at, build=heartbeat.build
    )
