"""Events that cannot become ledger, kept until a person settles them."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from operations.models import SetAsideEvent, Tablet, TallyEvent, VesselCall
from operations.rules.tally_report import readable_event_id, readable_sequence
from operations.vocabulary import Verdict

# Longer than any honest event; what a broken tablet sends must not fill the database.
MAX_RAW_TEXT = 8_000
RECORDED_LATER = "Recorded when it was sent again."
# A tablet whose storage was cleared numbers anew what it still knows: that number has arrived too.
RECORDED_BEFORE = "Recorded before, under another number of the tablet."


@dataclass(frozen=True, slots=True)
class SetAside:
    """One event to keep: as it came, as printable text, why, and for which call if known.

    With a settlement there is nothing left for a person to do.
    """

    raw: object
    raw_text: str
    verdict: Verdict
    reason: str
    call: VesselCall | None
    settlement: str = ""

    @property
    def sha256(self) -> str:
        """What makes it the same event when it is sent again."""
        return hashlib.sha256(self.raw_text.encode()).hexdigest()


def set_aside_events(
    *, tablet: Tablet, journal_id: UUID, events: Sequence[SetAside], received_at: datetime
) -> int:
    """Keep events aside, each once however often it is sent; the journal's row is locked.

    Returns how many sequence numbers of the journal arrived with them for the first time.
    """
    if not events:
        return 0
    by_sha256 = {each.sha256: each for each in events}
    mine = SetAsideEvent.objects.filter(tablet=tablet, journal_id=journal_id)
    known = mine.filter(raw_sha256__in=by_sha256).values_list("raw_sha256", flat=True)
    for sha256 in set(known):
        del by_sha256[sha256]
    rows = [
        SetAsideEvent(
            tablet=tablet,
            journal_id=journal_id,
            device_sequence=readable_sequence(each.raw),
            event_id=readable_event_id(each.raw),
            call=each.call,
            verdict=each.verdict,
            reason=each.reason,
            raw=each.raw_text[:MAX_RAW_TEXT],
            raw_sha256=sha256,
            received_at=received_at,
            settled_at=received_at if each.settlement else None,
            settlement=each.settlement,
        )
        for sha256, each in by_sha256.items()
    ]
    numbers = {row.device_sequence for row in rows if row.device_sequence is not None}
    fresh = numbers - _numbers_seen(tablet, journal_id, numbers)
    SetAsideEvent.objects.bulk_create(rows)
    return len(fresh)


def settle_recorded(
    *, tablet: Tablet, journal_id: UUID, recorded: Mapping[int, UUID], settled_at: datetime
) -> int:
    """Settle what was set aside once and is in the ledger now.

    `recorded`: number → event id of what was just recorded. Returns how many of these numbers
    had arrived before, with what was set aside.
    """
    if not recorded:
        return 0
    # A range, not a list of 500 numbers: hardly any journal has anything set aside.
    mine = SetAsideEvent.objects.filter(
        tablet=tablet,
        journal_id=journal_id,
        device_sequence__range=(min(recorded), max(recorded)),
    )
    known = [row for row in mine if row.device_sequence in recorded]
    same = [row.pk for row in known if row.event_id == recorded[row.device_sequence or 0]]
    if same:
        SetAsideEvent.objects.filter(pk__in=same, settled_at=None).update(
            settled_at=settled_at, settlement=RECORDED_LATER
        )
    return len({row.device_sequence for row in known})


def _numbers_seen(tablet: Tablet, journal_id: UUID, numbers: Collection[int]) -> set[int | None]:
    seen: set[int | None] = set()
    for model in (TallyEvent, SetAsideEvent):
        rows = model.objects.filter(
            tablet=tablet, journal_id=journal_id, device_sequence__in=numbers
        )
        seen.update(rows.values_list("device_sequence", flat=True))
    return seen
