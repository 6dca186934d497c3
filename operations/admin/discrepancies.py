from django.contrib import admin

from operations.actions.settle import (
    SettlementMissing,
    WentAway,
    reopen_discrepancy,
    settle_discrepancy,
    settle_set_aside_event,
)
from operations.admin import columns
from operations.admin.asked_page import Deed, DeedsAdmin, Told
from operations.admin.filters import (
    OpenDiscrepancyFilter,
    RecentCallFilter,
    UnsettledEventFilter,
    VisibleRelatedFilter,
)
from operations.models import Discrepancy, SetAsideEvent
from operations.vocabulary import DiscrepancyStatus

_WENT_AWAY = "it went away by itself."


def _is_there(discrepancy: Discrepancy) -> bool:
    return discrepancy.quantity > 0


def _settle(discrepancy: Discrepancy, told: Told) -> None:
    settle_discrepancy(
        discrepancy=discrepancy, settlement=told.words, settled_by=told.by, settled_at=told.at
    )


def _reopen(discrepancy: Discrepancy, told: Told) -> None:
    reopen_discrepancy(discrepancy=discrepancy, reopened_by=told.by)


def _line_of(discrepancy: Discrepancy) -> str:
    described = discrepancy.event.description if discrepancy.event else ""
    what = discrepancy.identifier or str(discrepancy.line or described)
    return f"{discrepancy.get_kind_display()}: {what}, {discrepancy.call}"


SETTLE: Deed[Discrepancy] = Deed(
    name="settle",
    title="Settle",
    explained=(
        "Say what was found and what was done. Your words stay with each discrepancy below. "
        "When more of the same is counted later, it opens again by itself."
    ),
    button="Settle",
    done="Settled",
    permission="change_discrepancy",
    do=_settle,
    shown=_line_of,
    asks_for="What was found, and what was done?",
    refusals={SettlementMissing: "", WentAway: _WENT_AWAY},
    fits=_is_there,
)
REOPEN: Deed[Discrepancy] = Deed(
    name="reopen",
    title="Open again",
    explained="The discrepancies below wait for a person again. Their words stay in the history.",
    button="Open again",
    done="Opened again",
    permission="change_discrepancy",
    do=_reopen,
    shown=_line_of,
    refusals={WentAway: _WENT_AWAY},
    fits=lambda row: row.status == DiscrepancyStatus.SETTLED and _is_there(row),
)


@admin.register(Discrepancy)
class DiscrepancyAdmin(DeedsAdmin[Discrepancy]):
    explained = "What does not fit: over, short, counted twice, wrong port, late, held."
    no_rows = "Nothing here. What does not fit the list shows up by itself."
    deeds = (SETTLE, REOPEN)
    list_display = ("kind_shown", "what", "quantity", "ship", "entry", "raised", "state", "words")
    list_filter = (
        OpenDiscrepancyFilter,
        "kind",
        RecentCallFilter,
        ("call__terminal", VisibleRelatedFilter),
    )
    list_select_related = ("call__terminal", "call__vessel", "line", "event")
    search_fields = ("identifier", "line__description", "call__reference", "settlement")
    search_help_text = "A VIN, a call’s reference, or words of a settlement."
    date_hierarchy = "raised_at"
    ordering = ("-raised_at", "-pk")
    fields = (
        "kind_shown",
        "ship",
        "direction",
        "what",
        "quantity",
        "entry",
        "raised",
        "state",
        "words",
        "settled",
    )

    @admin.display(description="What is wrong", ordering="kind")
    def kind_shown(self, discrepancy: Discrepancy) -> str:
        return discrepancy.get_kind_display()

    @admin.display(description="Cargo")
    def what(self, discrepancy: Discrepancy) -> str:
        if discrepancy.identifier:
            return columns.identifier(discrepancy.identifier)
        if discrepancy.line is not None:
            return columns.link_to(discrepancy.line)
        return discrepancy.event.description if discrepancy.event else columns.NOTHING

    @admin.display(description="Call")
    def ship(self, discrepancy: Discrepancy) -> str:
        return columns.call_link(discrepancy.call)

    @admin.display(description="In the ledger")
    def entry(self, discrepancy: Discrepancy) -> str:
        event = discrepancy.event
        return columns.link_to(event, f"No. {event.position:,}") if event else columns.NOTHING

    @admin.display(description="Raised", ordering="raised_at")
    def raised(self, discrepancy: Discrepancy) -> str:
        return columns.local_minute(discrepancy.raised_at, discrepancy.call.terminal)

    @admin.display(description="State", ordering="status")
    def state(self, discrepancy: Discrepancy) -> str:
        is_open = discrepancy.status == DiscrepancyStatus.OPEN
        return columns.badge(discrepancy.get_status_display(), "attention" if is_open else "good")

    @admin.display(description="Settlement")
    def words(self, discrepancy: Discrepancy) -> str:
        return discrepancy.settlement

    @admin.display(description="Settled")
    def settled(self, discrepancy: Discrepancy) -> str:
        if discrepancy.settled_at is None:
            return columns.NOTHING
        when = columns.local_minute(discrepancy.settled_at, discrepancy.call.terminal)
        by = discrepancy.settled_by
        return f"{when}, {by.shown_name}" if by else f"{when}, by itself"


def _settle_event(event: SetAsideEvent, told: Told) -> None:
    settle_set_aside_event(
        event=event, settlement=told.words, settled_by=told.by, settled_at=told.at
    )


SETTLE_EVENT: Deed[SetAsideEvent] = Deed(
    name="settle",
    title="Settle",
    explained=(
        "These events stay out of the ledger. Say what became of them, such as counted again by "
        "hand; your words stay with each."
    ),
    button="Settle",
    done="Settled",
    permission="change_setasideevent",
    do=_settle_event,
    shown=lambda event: f"{event.tablet}, {event.get_verdict_display().lower()}: {event.reason}",
    asks_for="What became of them?",
    refusals={SettlementMissing: ""},
)


@admin.register(SetAsideEvent)
class SetAsideEventAdmin(DeedsAdmin[SetAsideEvent]):
    one, many = "event set aside", "events set aside"
    explained = "What tablets sent that could not become ledger, kept as it came."
    no_rows = "Nothing here. What a tablet sends and the ledger cannot take is kept here."
    deeds = (SETTLE_EVENT,)
    list_display = ("received", "reason", "verdict", "device", "ship", "device_sequence", "words")
    list_filter = (
        UnsettledEventFilter,
        "verdict",
        RecentCallFilter,
        ("tablet", VisibleRelatedFilter),
    )
    list_select_related = ("tablet__terminal", "call__vessel")
    search_fields = ("reason", "raw", "settlement")
    search_help_text = "Words of the reason, or of what was sent, such as a VIN."
    date_hierarchy = "received_at"
    ordering = ("-received_at", "-pk")
    fieldsets = (
        (None, {"fields": ("verdict", "reason", "device", "ship", "received", "words", "settled")}),
        ("As it was sent", {"fields": ("sent", "event_id", "journal_id", "device_sequence")}),
    )

    @admin.display(description="Received", ordering="received_at")
    def received(self, event: SetAsideEvent) -> str:
        return columns.local_second(event.received_at, event.tablet.terminal)

    @admin.display(description="Tablet")
    def device(self, event: SetAsideEvent) -> str:
        return columns.link_to(event.tablet)

    @admin.display(description="Call")
    def ship(self, event: SetAsideEvent) -> str:
        return columns.call_link(event.call)

    @admin.display(description="Settlement")
    def words(self, event: SetAsideEvent) -> str:
        return event.settlement or columns.badge("Open", "attention")

    @admin.display(description="Settled")
    def settled(self, event: SetAsideEvent) -> str:
        if event.settled_at is None or event.settled_by is None:
            return columns.NOTHING
        when = columns.local_minute(event.settled_at, event.tablet.terminal)
        return f"{when}, {event.settled_by.shown_name}"

    @admin.display(description="Event")
    def sent(self, event: SetAsideEvent) -> str:
        return columns.pretty_json(event.raw)
