"""What the printed tally says beside the figures: each exception, and what changed afterwards."""

from dataclasses import dataclass
from datetime import datetime

from operations.board import discrepancy_subjects, discrepancy_words, wording
from operations.models import Discrepancy, VesselCall
from operations.queries.call_exceptions import (
    arrived_since_closing,
    call_exceptions,
    exception_counts,
)
from operations.queries.discrepancy_facts import DiscrepancyFacts, discrepancy_facts
from operations.vocabulary import DiscrepancyKind

_MOST_OF_A_KIND = 200  # five sheets of paper; beyond that people agree on the sum


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One exception; `settled` is blank while it is open."""

    what: str
    is_identifier: bool
    cargo: str
    amount: str
    port: str
    counted: str
    settlement: str
    settled: str


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """The exceptions of a kind."""

    title: str
    count: str
    open_count: str
    rows: list[SheetRow]
    more: str


@dataclass(frozen=True, slots=True)
class TallySheet:
    """What stands on the sheet only; times with their day, for it is read on other days too."""

    printed_at: str
    changed: str
    groups: list[SheetGroup]


def tally_sheet(call: VesselCall, *, now: datetime) -> TallySheet:
    """Return the sheet of a call as it stands at an instant."""
    found = list(call_exceptions(call, most_of_a_kind=_MOST_OF_A_KIND))
    facts = discrepancy_facts(call, found)
    counts = exception_counts(call)
    groups = []
    for kind in DiscrepancyKind:
        if kind in counts:
            rows = [_row(each, facts, call) for each in found if each.kind == kind]
            more_count = counts[kind].all_count - len(rows)
            groups.append(
                SheetGroup(
                    title=discrepancy_words.TITLES[kind],
                    count=wording.count(counts[kind].all_count),
                    open_count=wording.count(counts[kind].open_count),
                    rows=rows,
                    more=f"and {wording.count(more_count)} more" if more_count else "",
                )
            )
    return TallySheet(printed_at=_clock(now, call), changed=_changed(call), groups=groups)


def _row(each: Discrepancy, facts: DiscrepancyFacts, call: VesselCall) -> SheetRow:
    bill, port = discrepancy_subjects.bill(each, facts), discrepancy_subjects.port(each, facts)
    mentions = discrepancy_subjects.mentions(each, facts, zone=call.terminal.zone, now=None)
    counted = "; ".join(f"{mention.words}, no. {mention.position}" for mention in mentions)
    by = each.settled_by.shown_name if each.settled_by else ""
    amount = discrepancy_subjects.amount(each) or ("1 unit" if each.identifier else "")
    return SheetRow(
        what=discrepancy_subjects.what_it_is_about(each),
        is_identifier=bool(each.identifier),
        cargo=", ".join(filter(None, (discrepancy_subjects.cargo(each, facts), bill))),
        amount=", ".join(filter(None, (amount, each.get_direction_display().lower()))),
        port=port,
        counted=counted or f"noticed {_clock(each.raised_at, call)}",
        settlement=each.settlement,
        settled=f"{by}, {_clock(each.settled_at, call)}" if by else "",
    )


def _changed(call: VesselCall) -> str:
    """Return what arrived after whoever signed had the figures; "" for nothing."""
    since = arrived_since_closing(call)
    if not since.event_count:
        return ""
    events = wording.counted(since.event_count, "event", "events")
    return f"{events} arrived since, the last {_clock(since.last_at, call)}"


def _clock(instant: datetime | None, call: VesselCall) -> str:
    return wording.clock(instant, zone=call.terminal.zone, now=None)
