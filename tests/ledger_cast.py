"""What the ledger's tests share: entries as plain values, and a tablet in a clerk's hand."""

from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from operations.actions.record_tally_events import (
    BatchOutcome,
    TallyBatch,
    record_tally_events,
)
from operations.models import Tablet, User, VesselCall
from operations.queries.ledger_entries import account_of
from operations.queries.verify_ledger import problems_of
from operations.rules.event_ids import new_uuid7
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_totals import Totals
from operations.vocabulary import Direction, EventKind
from tests.cast import NOON, a_raw_event, a_shift_token

CLERK, COLLEAGUE, SUPERVISOR = 7, 8, 9

Raw = dict[str, object]


def an_entry(position: int = 1, **fields: object) -> LedgerEntry:
    """Return the count of a car from tablet 4, unless a keyword says otherwise."""
    known: dict[str, object] = {
        "call_id": 12,
        "position": position,
        "event_id": uuid4(),
        "kind": EventKind.COUNT,
        "direction": Direction.LOAD,
        "identifier": f"VIN{position}",
        "line_id": None,
        "description": "",
        "quantity": 1,
        "deck": "5",
        "gang": "Gang 3",
        "reverses": None,
        "reason": "",
        "person_id": CLERK,
        "tablet_id": 4,
        "journal_id": UUID(int=1),
        "device_sequence": position,
        "counted_at": NOON,
        "clock_offset_ms": 0,
        "effective_at": NOON,
        "received_at": NOON,
        "flags": "",
    }
    if "line_id" in fields or "description" in fields:
        known["identifier"] = ""
    return LedgerEntry(**known | fields)  # type: ignore[arg-type]  # columns of many types


def a_reversal(of: LedgerEntry, position: int = 2, **fields: object) -> LedgerEntry:
    """Return the clerk's own reversal of a count, a minute after it."""
    later = NOON + timedelta(minutes=1)
    known: dict[str, object] = {
        "kind": EventKind.REVERSAL,
        "identifier": "",
        "reverses": of.event_id,
        "counted_at": later,
        "effective_at": later,
    }
    return an_entry(position, **known | fields)


def from_the_office(of: LedgerEntry, position: int = 2, **fields: object) -> LedgerEntry:
    """Return a supervisor's reversal of a count, hours after it."""
    office: dict[str, object] = {
        "person_id": SUPERVISOR,
        "tablet_id": None,
        "journal_id": None,
        "device_sequence": None,
        "effective_at": NOON + timedelta(hours=5),
    }
    return a_reversal(of, position, **office | fields)


class TabletInHand:
    """A tablet and the clerk who holds it: numbers its events and sends them."""

    def __init__(self, tablet: Tablet, person: User, call: VesselCall) -> None:
        self.tablet = tablet
        self.person = person
        self.call = call
        self.journal_id = uuid4()
        self.token = a_shift_token(person, tablet)
        self._numbers = count(1)
        self.head_sequence = 0

    def count(self, **fields: object) -> Raw:
        """Return the next event: a count of a new car unless a keyword says otherwise."""
        self.head_sequence = next(self._numbers)
        call = fields.pop("call", self.call)
        assert isinstance(call, VesselCall)
        known: Raw = {"token": self.token, "sequence": self.head_sequence}
        return a_raw_event(call, **known | fields)  # type: ignore[arg-type]  # columns of many types

    def undo(self, event: Raw, **fields: object) -> Raw:
        """Return the next event: the reversal of another, a minute later."""
        later = (NOON + timedelta(minutes=1)).isoformat()
        known: Raw = {"kind": "REVERSAL", "reverses": event["event_id"], "counted_at": later}
        return self.count(**known | fields)

    def send(
        self, *events: object, received_at: datetime = NOON, device_now: datetime | None = None
    ) -> BatchOutcome:
        """Send events in one batch, with nothing else waiting on the tablet."""
        batch = TallyBatch(
            journal_id=self.journal_id,
            head_sequence=self.head_sequence,
            unsent_count=len(events),
            build="3f9c21aa07be",
            device_now=device_now or received_at,
            events=events,
        )
        return record_tally_events(batch=batch, tablet=self.tablet, received_at=received_at)


def totals(call: VesselCall) -> Totals:
    """Return what the ledger of a call adds up to, added up anew."""
    call.refresh_from_db()
    return account_of(call).totals


def problems(call: VesselCall) -> list[str]:
    """Return what verify_ledger finds wrong with a call."""
    call.refresh_from_db()
    return [str(problem) for problem in problems_of(call)]


def an_id() -> UUID:
    """Return a new event id."""
    return new_uuid7(NOON)
