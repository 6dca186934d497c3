from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html

from operations.actions.reverse_tally_event import (
    EventAlreadyReversed,
    EventIsNotACount,
    ReasonMissing,
    ReasonTooLong,
    reverse_tally_event,
)
from operations.admin import columns
from operations.admin.asked_page import Deed, DeedsAdmin, Told
from operations.admin.filters import FlagFilter, RecentCallFilter, VisibleRelatedFilter
from operations.models import TallyEvent
from operations.queries.recent_ledger import reversed_positions, taken_back_by
from operations.rules.ledger_entry import LedgerEntry
from operations.vocabulary import CargoMode, EventKind

_NEIGHBOURS = "neighbours"


def what_of(event: TallyEvent) -> str:
    """Return what a count was of, as it was said; nothing for a reversal."""
    return event.identifier or event.description or (str(event.line) if event.line else "")


class Neighbours(NamedTuple):
    """What stands in the ledger for or against an entry: the count it names, what takes it back."""

    names_position: int | None
    taken_back_by: LedgerEntry | None


def _look_up(events: Sequence[TallyEvent]) -> None:
    """Find the neighbours of all these entries at once, and leave them on each."""
    calls: dict[int, list[TallyEvent]] = defaultdict(list)
    for event in events:
        calls[event.call_id].append(event)
    for call_id, of_call in calls.items():
        positions = reversed_positions(call_id, of_call)
        takers = taken_back_by(call_id, of_call)
        for event in of_call:
            position = positions.get(event.reverses) if event.reverses else None
            event.__dict__[_NEIGHBOURS] = Neighbours(position, takers.get(event.event_id))


def neighbours_of(event: TallyEvent) -> Neighbours:
    """Return the neighbours of an entry, found with those of its list or by itself."""
    if _NEIGHBOURS not in event.__dict__:
        _look_up([event])
    neighbours: Neighbours = event.__dict__[_NEIGHBOURS]
    return neighbours


class LedgerList(ChangeList):
    """A page of the ledger whose entries know their neighbours."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: list[TallyEvent] = list(self.result_list)
        _look_up(self.result_list)


def _entry_link(event_id: UUID, position: int) -> str:
    return columns.link_to(TallyEvent(event_id=event_id), f"No. {position:,}")


def _take_back(event: TallyEvent, told: Told) -> None:
    reverse_tally_event(
        event_id=event.event_id, reversed_by=told.by, reason=told.words, reversed_at=told.at
    )


def _line_of(event: TallyEvent) -> str:
    what = what_of(event) or "a reversal"
    when = columns.local_minute(event.effective_at, event.call.terminal)
    ship = f"{event.call.vessel} {event.call.voyage}"
    return f"{ship}, no. {event.position:,}: {what}, {event.person.shown_name}, {when}"


TAKE_BACK: Deed[TallyEvent] = Deed(
    name="take_back",
    title="Take counts back",
    explained=(
        "Nothing is erased: for each count below, a reversal with your name and your reason is "
        "added to the ledger, and the totals follow. Each stands by itself. When one cannot be "
        "taken back you are told which and why; the others are taken back all the same."
    ),
    button="Take back",
    done="Taken back",
    permission="add_tallyevent",
    do=_take_back,
    shown=_line_of,
    fits=lambda event: event.kind == EventKind.COUNT and not neighbours_of(event).taken_back_by,
    on_row="Take this count back",
    asks_for="Why are they taken back?",
    refusals={
        EventIsNotACount: "this is a reversal itself; count the cargo again instead.",
        EventAlreadyReversed: "it was taken back before.",
        ReasonMissing: "say why.",
        ReasonTooLong: f"the reason is longer than {ReasonTooLong.limit} characters.",
    },
    is_grave=True,
)


@admin.register(TallyEvent)
class TallyEventAdmin(DeedsAdmin[TallyEvent]):
    """The ledger is read; what it says wrongly is taken back by one more row, never changed."""

    one, many = "ledger entry", "ledger"
    explained = "Every count and reversal, in order. It is only ever added to."
    no_rows = "Nothing was counted yet. A tablet's first count appears here at once."
    deeds = (TAKE_BACK,)
    list_display = (
        "place",
        "counted",
        "what",
        "amount",
        "direction_word",
        "deck",
        "gang",
        "who",
        "noticed",
        "ship",
    )
    list_filter = (
        RecentCallFilter,
        FlagFilter,
        "kind",
        "direction",
        ("tablet", VisibleRelatedFilter),
        ("person", VisibleRelatedFilter),
    )
    list_select_related = ("call__terminal", "call__vessel", "line", "person", "tablet")
    search_fields = ("identifier", "description")
    search_help_text = "A VIN, a serial number or a part of one, or words of a description."
    # The ledger's own index, read backwards: no sort, however long the ledger is.
    ordering = ("-call_id", "-position")
    sortable_by = ()
    fieldsets = (
        (
            "What was recorded",
            {
                "fields": (
                    "ship",
                    "position",
                    "said",
                    "what",
                    "amount",
                    "direction_word",
                    "deck",
                    "gang",
                    "flags_shown",
                    "reason",
                )
            },
        ),
        (
            "Who and when",
            {
                "fields": (
                    "person_shown",
                    "device",
                    "counted",
                    "tablet_clock",
                    "received",
                    "clock_offset",
                )
            },
        ),
        ("Taken back", {"fields": ("takes_back", "taken_back")}),
        ("Proof", {"fields": ("digest_shown", "event_id", "journal_id", "device_sequence")}),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LedgerList

    def row_title(self, row: TallyEvent) -> str:
        return f"No. {row.position:,} of {row.call.vessel} {row.call.voyage}"

    @admin.display(description="No.")
    def place(self, event: TallyEvent) -> str:
        return f"{event.position:,}"

    @admin.display(description="Call")
    def ship(self, event: TallyEvent) -> str:
        return columns.call_link(event.call)

    @admin.display(description="Kind")
    def said(self, event: TallyEvent) -> str:
        return event.get_kind_display()

    @admin.display(description="What")
    def what(self, event: TallyEvent) -> str:
        if event.kind == EventKind.REVERSAL:
            badge = columns.badge("Reversal")
            return format_html(
                '{} of {} <span class="soft">{}</span>', badge, self.takes_back(event), event.reason
            )
        return columns.identifier(event.identifier) if event.identifier else what_of(event)

    @admin.display(description="Quantity")
    def amount(self, event: TallyEvent) -> str:
        if event.kind == EventKind.REVERSAL:
            return columns.NOTHING
        is_bulk = event.line is not None and event.line.mode == CargoMode.BULK
        return f"{event.quantity:,} kg" if is_bulk else f"{event.quantity:,}"

    @admin.display(description="Direction")
    def direction_word(self, event: TallyEvent) -> str:
        return event.get_direction_display()

    @admin.display(description="Counted by")
    def who(self, event: TallyEvent) -> str:
        device = event.tablet.name if event.tablet else "Office"
        return format_html('{}<br><span class="soft">{}</span>', event.person.shown_name, device)

    @admin.display(description="Person")
    def person_shown(self, event: TallyEvent) -> str:
        return event.person.shown_name

    @admin.display(description="Tablet")
    def device(self, event: TallyEvent) -> str:
        return event.tablet.name if event.tablet else "Office"

    @admin.display(description="Flags")
    def flags_shown(self, event: TallyEvent) -> str:
        return columns.flag_badges(event.flags)

    @admin.display(description="Noticed")
    def noticed(self, event: TallyEvent) -> str:
        if neighbours_of(event).taken_back_by is None:
            return columns.flag_badges(event.flags)
        flags = columns.flag_badges(event.flags) if event.flags else ""
        return format_html("{} Taken back by {}", flags, self.taken_back(event))

    @admin.display(description="Counted")
    def counted(self, event: TallyEvent) -> str:
        return columns.local_second(event.effective_at, event.call.terminal)

    @admin.display(description="As the tablet’s clock said")
    def tablet_clock(self, event: TallyEvent) -> str:
        return columns.local_second(event.counted_at, event.call.terminal)

    @admin.display(description="Received")
    def received(self, event: TallyEvent) -> str:
        return columns.local_second(event.received_at, event.call.terminal)

    @admin.display(description="Office clock minus tablet’s")
    def clock_offset(self, event: TallyEvent) -> str:
        milliseconds = event.clock_offset_ms
        return columns.NOTHING if milliseconds is None else f"{milliseconds / 1000:,.1f} s"

    @admin.display(description="Digest")
    def digest_shown(self, event: TallyEvent) -> str:
        return columns.identifier(event.digest)

    @admin.display(description="Takes back")
    def takes_back(self, event: TallyEvent) -> str:
        if event.reverses is None:
            return columns.NOTHING
        position = neighbours_of(event).names_position
        if position is None:
            return f"{event.reverses}, which has not arrived"
        return _entry_link(event.reverses, position)

    @admin.display(description="Taken back by")
    def taken_back(self, event: TallyEvent) -> str:
        reversal = neighbours_of(event).taken_back_by
        return _entry_link(reversal.event_id, reversal.position) if reversal else columns.NOTHING
