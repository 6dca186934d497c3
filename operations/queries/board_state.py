"""What a board's figures hang on, in cheap columns: when none of it moved, nothing moved.

Nothing here reads the ledger. Each call's row carries the head of its ledger, the version of its
list and of its discrepancies, written in the same transactions as those.
"""

from django.db.models import Count, Max

from operations.models import SetAsideEvent, Stoppage, Tablet, TabletJournal, User
from operations.queries.board_calls import board_calls, calls_in_full

_CALL_COLUMNS = (
    "pk",
    "reference",
    "voyage",
    "direction",
    "status",
    "terminal__name",
    "terminal__time_zone",
    "berth__name",
    "vessel__name",
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
    "cargo_version",
    "head_position",
    "head_digest",
    "discrepancy_version",
)
_TABLET_COLUMNS = ("pk", "name", "build", "last_heard_at", "revoked_at")
_JOURNAL_COLUMNS = ("pk", "last_heard_at", "head_sequence", "received_count", "unsent_count")


def board_state(person: User, *, reference: str | None = None) -> tuple[object, ...]:
    """Return a value that differs whenever the board, or one call's page, would differ."""
    calls = board_calls(person)
    if reference is not None:
        calls = calls_in_full(person).filter(reference=reference)
    set_aside = SetAsideEvent.objects.visible_to(person)
    stoppages = Stoppage.objects.filter(call__in=calls.order_by().values("pk"))
    tablets = Tablet.objects.visible_to(person)
    journals = TabletJournal.objects.visible_to(person)
    return (
        person.pk,
        tuple(calls.order_by("pk").values_list(*_CALL_COLUMNS)),
        tuple(tablets.order_by("pk").values_list(*_TABLET_COLUMNS)),
        tuple(journals.order_by("pk").values_list(*_JOURNAL_COLUMNS)),
        tuple(stoppages.aggregate(Count("pk"), Count("ends_at"), Max("ends_at")).values()),
        tuple(set_aside.aggregate(Count("pk"), Count("settled_at")).values()),
    )
