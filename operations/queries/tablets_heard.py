from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from operations.models import Tablet, TabletJournal, User

# More than all hands of a terminal count in a shift: a tablet that claims it counts wrongly.
MOST_PLAUSIBLE = 100_000


@dataclass(frozen=True, slots=True)
class TabletHeard:
    """What the office knows of one tablet; counts are as the tablet last said.

    `missing_count`: numbers that the tablet gave in its present journal, that have not arrived and
    that it does not hold as unsent either. `lost_count`: numbers of earlier journals that never
    arrived, which a storage that was wiped leaves behind.
    """

    tablet_id: int
    name: str
    terminal_id: int
    build: str
    last_heard_at: datetime | None
    revoked_at: datetime | None
    unsent_count: int
    missing_count: int
    lost_count: int
    journal_count: int
    journal_began_at: datetime | None
    clock_offset_ms: int | None


def tablets_heard(person: User) -> list[TabletHeard]:
    """Return the tablets of a person's terminals by terminal and name, the revoked ones last."""
    journals = TabletJournal.objects.order_by("first_heard_at", "pk")
    tablets = (
        Tablet.objects.visible_to(person)
        .prefetch_related(Prefetch("journals", queryset=journals))
        .order_by("terminal__name", "revoked_at", "name")
    )
    heard = [_heard(tablet, list(tablet.journals.all())) for tablet in tablets]
    return sorted(heard, key=lambda each: each.revoked_at is not None)


def _heard(tablet: Tablet, journals: Sequence[TabletJournal]) -> TabletHeard:
    present = journals[-1] if journals else None
    return TabletHeard(
        tablet_id=tablet.pk,
        name=tablet.name,
        terminal_id=tablet.terminal_id,
        build=tablet.build,
        last_heard_at=tablet.last_heard_at,
        revoked_at=tablet.revoked_at,
        unsent_count=present.unsent_count if present else 0,
        missing_count=max(present.missing_count - present.unsent_count, 0) if present else 0,
        lost_count=sum(journal.missing_count for journal in journals[:-1]),
        journal_count=len(journals),
        journal_began_at=present.first_heard_at if present else None,
        clock_offset_ms=present.clock_offset_ms if present else None,
    )
