"""The queue of a tablet that cannot send any more, brought in as the file that it saved."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from operations.actions.history import note_history
from operations.actions.record_tally_events import BatchOutcome, TallyBatch, record_tally_events
from operations.models import Tablet, TabletJournal, User
from operations.queries.shift_tokens import TokenNotValid, read_shift
from operations.rules.tally_report import (
    MAX_NAME,
    Malformed,
    read_instant,
    read_text,
    read_uuid,
    read_whole,
    readable_sequence,
)
from operations.vocabulary import Audited

FORMAT = "stevedores-field-queue"
VERSION = 1
MAX_BYTES = 8 * 1024 * 1024  # ten thousand events: weeks of counting without a network
# An event is one object. Brackets cost memory far beyond their letter once they are read.
_MAX_BRACKETS = 20_000
_EVENTS_AT_ONCE = 500  # as much as a tablet sends; each such part is a transaction of its own


class NotAnExport(Exception):
    """The file is not a queue that a tablet of this person's terminals saved; the text says why."""


@dataclass(frozen=True, slots=True)
class _Export:
    """What the file says. Of itself it is believed no more than its events show."""

    tablet_id: int
    journal_id: UUID
    build: str
    exported_at: datetime
    events: Sequence[object]


def load_exported_queue(*, content: bytes, loaded_by: User, loaded_at: datetime) -> BatchOutcome:
    """Record the events of an exported queue, also of a revoked tablet; idempotent by event_id.

    Returns one result for each event in the order of the file. Raises NotAnExport with a sentence
    for a person; then nothing was recorded.
    """
    export = _read(content)
    tablet = Tablet.objects.visible_to(loaded_by).filter(pk=export.tablet_id).first()
    if tablet is None:
        raise NotAnExport("It comes from a tablet that is not of your terminals.")
    if not _is_signed_here(export.events, tablet):
        raise NotAnExport("None of its events was recorded by a person signed in at this office.")
    journal = TabletJournal.objects.filter(tablet=tablet, journal_id=export.journal_id).first()
    offset = timedelta(milliseconds=journal.clock_offset_ms if journal else 0)
    outcome = _record(export, tablet, device_now=loaded_at - offset, received_at=loaded_at)
    _keep_last_heard(
        tablet, journal, export.journal_id, spoke_at=min(export.exported_at + offset, loaded_at)
    )
    note_history(
        subject=tablet,
        by=loaded_by,
        said=f"Loaded its queue: {len(export.events)} events.",
        what=Audited.QUEUE_LOADED,
    )
    return outcome


def _read(content: bytes) -> _Export:
    if len(content) > MAX_BYTES:
        raise NotAnExport(f"It is larger than {MAX_BYTES // 1024**2} MB.")
    if content.count(b"[") + content.count(b"{") > _MAX_BRACKETS:
        raise NotAnExport("It holds more than a tablet can have saved.")
    try:
        file = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise NotAnExport("It is not a file that a tablet saved: not JSON.") from None
    if not isinstance(file, dict) or file.get("format") != FORMAT:
        raise NotAnExport("It is not a file that a tablet saved.")
    if type(file.get("version")) is not int or file["version"] != VERSION:
        raise NotAnExport("It was saved by another version of the field app.")
    try:
        return _export(file)
    except Malformed as problem:
        raise NotAnExport(f"It is damaged: {problem.field}.") from problem


def _export(file: dict[str, object]) -> _Export:
    tablet, events = file.get("tablet"), file.get("events")
    if not isinstance(tablet, dict):
        raise Malformed("tablet")
    if not isinstance(events, list) or not events:
        raise Malformed("events")
    return _Export(
        tablet_id=read_whole(tablet.get("id"), "tablet", 1, 2**63 - 1),
        journal_id=read_uuid(file.get("journal_id"), "journal_id"),
        build=read_text(file.get("build"), "build", MAX_NAME),
        exported_at=read_instant(file.get("exported_at"), "exported_at"),
        events=events,
    )


def _is_signed_here(events: Sequence[object], tablet: Tablet) -> bool:
    tokens = {str(each.get("shift_token")) for each in events if isinstance(each, dict)}
    return any(_is_valid(token, tablet) for token in tokens)


def _is_valid(token: str, tablet: Tablet) -> bool:
    try:
        read_shift(token, tablet=tablet)
    except TokenNotValid:
        return False
    return True


def _record(
    export: _Export, tablet: Tablet, *, device_now: datetime, received_at: datetime
) -> BatchOutcome:
    """The file may be days old: `device_now` is what the tablet's clock would show today."""
    outcome = BatchOutcome()
    # As in a batch of the tablet: what it did not put into the file it does not tell of either.
    head_sequence = max((readable_sequence(event) or 0 for event in export.events), default=0)
    for first in range(0, len(export.events), _EVENTS_AT_ONCE):
        part = record_tally_events(
            batch=TallyBatch(
                journal_id=export.journal_id,
                head_sequence=head_sequence,
                unsent_count=len(export.events) - first,
                build=export.build,
                device_now=device_now,
                events=export.events[first : first + _EVENTS_AT_ONCE],
            ),
            tablet=tablet,
            received_at=received_at,
        )
        outcome.results += part.results
        outcome.heads |= part.heads
    return outcome


def _keep_last_heard(
    tablet: Tablet, journal: TabletJournal | None, journal_id: UUID, *, spoke_at: datetime
) -> None:
    """A file in the office is not the tablet speaking: what it counted since is still unknown."""
    heard = [each for each in (tablet.last_heard_at, journal and journal.last_heard_at) if each]
    last_heard_at = max([spoke_at, *heard])
    Tablet.objects.filter(pk=tablet.pk).update(last_heard_at=last_heard_at)
    TabletJournal.objects.filter(tablet=tablet, journal_id=journal_id).update(
        last_heard_at=last_heard_at
    )


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
