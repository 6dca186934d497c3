"""Events that cannot become ledger, kept until a person settles them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from operations.models import SetAsideEvent, Tablet, TallyEvent, VesselCall
from operations.rules.tally_report import MAX_SEQUENCE, Malformed, read_uuid, read_whole
from operations.vocabulary import Verdict

# Longer than any honest event; what a broken tablet sends must not fill the database.
MAX_RAW_TEXT = 8_000


@dataclass(frozen=True, slots=True)
class SetAside:
    """One event to keep: as it came, as printable text, why, and for which call if that is known."""

    raw: object
    raw_text: str
    verdict: Verdict
    reason: str
    call: VesselCall | None

    @property
    def sha256(self) -> str:
        """What makes it the same event when it is sent again."""
        return hashlib.sha256(self.raw_text.encode()).hexdigest()

    def field(self, name: str) -> object:
        """Return a field of the event, or None when there is none."""
        return self.raw.get(name) if isinstance(self.raw, dict) else None


def set_aside_events(
    *, tablet: Tablet, journal_id: UUID, events: Sequence[SetAside], received_at: datetime
) -> int:
    """Keep events aside, each once however often it is sent.

    Returns how many sequence numbers of the journal arrived with them for the first time.
    """
    if not events:
        return 0
    mine = SetAsideEvent.objects.filter(tablet=tablet, journal_id=journal_id)
    known = set(
        mine.filter(raw_sha256__in=[each.sha256 for each in events]).values_list(
            "raw_sha256", flat=True
        )
    )
    new = {each.sha256: each for each in events if each.sha256 not in known}
    rows = [
        SetAsideEvent(
            tablet=tablet,
            journal_id=journal_id,
            device_sequence=_sequence(each),
            event_id=_event_id(each),
            call=each.call,
            verdict=each.verdict,
            reason=each.reason,
            raw=each.raw_text[:MAX_RAW_TEXT],
            raw_sha256=sha256,
            received_at=received_at,
        )
        for sha256, each in new.items()
    ]
    fresh = _numbers_not_seen(tablet, journal_id, rows)
    SetAsideEvent.objects.bulk_create(rows)
    return len(fresh)


def _numbers_not_seen(tablet: Tablet, journal_id: UUID, rows: Sequence[SetAsideEvent]) -> set[int]:
    numbers = {row.device_sequence for row in rows if row.device_sequence is not None}
    if not numbers:
        return set()
    for model in (TallyEvent, SetAsideEvent):
        seen = model.objects.filter(
            tablet=tablet, journal_id=journal_id, device_sequence__in=numbers
        )
        numbers -= set(seen.values_list("device_sequence", flat=True))
    return numbers


def _sequence(each: SetAside) -> int | None:
    try:
        return read_whole(each.field("device_sequence"), "device_sequence", 1, MAX_SEQUENCE)
    except Malformed:
        return None


def _event_id(each: SetAside) -> UUID | None:
    try:
        return read_uuid(each.field("event_id"), "event_id")
    except Malformed:
        return None
