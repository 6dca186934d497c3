"""What a board's figures hang on, in cheap columns: when none of it moved, nothing moved.

Nothing here reads the ledger. Each call's row carries the head of its ledger, the version of its
list and of its discrepancies, written in the same transactions as those.
"""

from datetime import datetime

from django.db.models import Count

from operations.models import SetAsideEvent, Stoppage, Tablet, TabletJournal, Terminal, User
from operations.queries.board_calls import board_calls, calls_alongside, calls_in_full

_TERMINAL_COLUMNS = ("pk", "name", "time_zone", "port__name")
_CALL_COLUMNS = (
    "pk",
    "reference",
    "voyage",
    "direction",
    "status",
    "terminal_id",
    "berth_id",
    "vessel__name",
    "vessel__shipping_line__name",
    "planned_arrival_at",
    "estimated_arrival_at",
    "planned_departure_at",
    "arrived_at",
    "berthed_at",
    "work_started_at",
    "work_completed_at",
    "departed_at",
    "closed_at",
    "cancelled_at",
    "closing_note",
    "cargo_version",
    "head_position",
    "head_digest",
    "discrepancy_version",
)
_STOPPAGE_COLUMNS = ("pk", "reason", "starts_at", "ends_at")
_TABLET_COLUMNS = ("pk", "name", "terminal_id", "build", "last_heard_at", "revoked_at")
_JOURNAL_COLUMNS = (
    "pk",
    "last_heard_at",
    "head_sequence",
    "received_count",
    "unsent_count",
    "clock_offset_ms",
)

State = tuple[tuple[object, ...], ...]


def board_state(person: User, *, now: datetime) -> State:
    """Return a value that differs whenever the board of a person's terminals would differ.

    People of the same terminals have the same state.
    """
    terminals = Terminal.objects.visible_to(person).order_by("pk")
    calls = board_calls(person, now=now).order_by("pk")
    stoppages = Stoppage.objects.filter(call__in=calls.order_by().values("pk")).order_by("pk")
    return (
        tuple(terminals.values_list(*_TERMINAL_COLUMNS)),
        tuple(calls.values_list(*_CALL_COLUMNS)),
        tuple(stoppages.values_list(*_STOPPAGE_COLUMNS)),
        *_state_of_field(person),
    )


def call_state(person: User, reference: str) -> State | None:
    """Return a value that differs whenever the page of a call would differ, or None for a stranger.

    It holds who lies at the terminal's berths, since a ship is sent to one from that page, and
    whether those ships are worked, since silent tablets are told only then.
    """
    call = calls_in_full(person).filter(reference=reference).values_list(*_CALL_COLUMNS).first()
    if call is None:
        return None
    stoppages = Stoppage.objects.filter(call__reference=reference).order_by("pk")
    alongside = calls_alongside(reference).order_by("pk")
    return (
        call,
        tuple(stoppages.values_list(*_STOPPAGE_COLUMNS)),
        tuple(alongside.values_list("berth_id", "vessel__name", "status")),
        *_state_of_field(person),
    )


def _state_of_field(person: User) -> State:
    tablets = Tablet.objects.visible_to(person).order_by("pk")
    journals = TabletJournal.objects.visible_to(person).order_by("pk")
    set_aside = SetAsideEvent.objects.visible_to(person)
    return (
        tuple(tablets.values_list(*_TABLET_COLUMNS)),
        tuple(journals.values_list(*_JOURNAL_COLUMNS)),
        tuple(set_aside.aggregate(Count("pk"), Count("settled_at")).values()),
    )
