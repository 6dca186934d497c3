"""All that a call's own page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from operations.board import wording
from operations.board.call_card import CallCard, CallFigures, units_chart, weight_chart
from operations.board.discrepancy_rows import (
    DiscrepancyRow,
    KindGroup,
    SetAsideRow,
    discrepancy_row,
    kind_groups,
    set_aside_row,
)
from operations.board.hour_chart import HourChart
from operations.board.ledger_rows import LedgerRow, ledger_rows
from operations.board.moves import STOP_REASONS, Move, next_moves, will_be_short
from operations.board.pace import is_under_way
from operations.board.tablet_rows import TabletRow, tablet_rows
from operations.models import Stoppage, User, VesselCall
from operations.queries.board_calls import calls_alongside
from operations.queries.discrepancy_facts import discrepancy_facts
from operations.queries.hourly_counts import GangHour, gang_hours
from operations.queries.open_discrepancies import (
    open_discrepancies,
    set_aside_events,
    settled_lately,
)
from operations.queries.recent_ledger import ledger_page
from operations.queries.tablets_heard import tablets_heard
from operations.queries.unsettled_work import unsettled_work
from operations.rules.productivity import in_whole_minutes
from operations.rules.terminal_hours import hour_start
from operations.vocabulary import CallStatus

_NEWEST = 20  # entries that still fit a screen and a half; all of them have a page of their own
_MOST_OF_A_KIND = 50  # rows that a person still reads through; when some are settled, others come
_MOST_SETTLED = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a call's life with its time; "" while it did not happen."""

    label: str
    at: str


@dataclass(frozen=True, slots=True)
class StopRow:
    """One stoppage; `length` runs on while it lasts."""

    reason: str
    since: str
    until: str
    length: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class GangRow:
    """What one gang counted. `per_hour`: in those whole hours in which it counted anything."""

    name: str
    units: str
    this_hour: str
    hours: str
    per_hour: str


@dataclass(frozen=True, slots=True)
class BerthChoice:
    """One berth of the terminal, and which ship lies there; "" when it is free."""

    pk: int
    name: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class CallPage:
    """One call in full."""

    card: CallCard
    terminal: str
    zone: str
    imo_number: str
    steps: list[Step]
    closing_note: str
    moves: list[Move]
    will_be_short: str
    stop_reasons: tuple[str, ...]
    berths: list[BerthChoice]
    in_the_way: list[str]
    units_chart: HourChart | None
    weight_chart: HourChart | None
    gangs: list[GangRow]
    stops: list[StopRow]
    kinds: list[KindGroup]
    settled: list[DiscrepancyRow]
    set_aside: list[SetAsideRow]
    tablets: list[TabletRow]
    ledger: list[LedgerRow]
    head_position: str
    head_digest: str


def call_page(
    call: VesselCall, *, person: User, now: datetime, is_document: bool = False
) -> CallPage:
    """Return the page of a call as it stands at an instant, times in the terminal's zone.

    A document is read on other days too: there its times have their date.
    """
    zone, today = call.terminal.zone, None if is_document else now
    figures = CallFigures([call])
    hours, stoppages = figures.hours.get(call.pk, []), figures.stoppages.get(call.pk, [])
    waiting = list(open_discrepancies(call, most_of_a_kind=_MOST_OF_A_KIND))
    settled = list(settled_lately(call, most=_MOST_SETTLED))
    facts = discrepancy_facts(call, [*waiting, *settled])
    return CallPage(
        card=figures.card(call, now=now),
        terminal=call.terminal.name,
        zone=wording.zone_name(zone, now=now),
        imo_number=call.vessel.imo_number,
        steps=steps_of(call, today=today),
        closing_note=call.closing_note,
        moves=next_moves(call),
        will_be_short=will_be_short(call, figures.progress[call.pk].total),
        stop_reasons=STOP_REASONS,
        berths=_berths(call) if call.status == CallStatus.ARRIVED else [],
        in_the_way=unsettled_work(call) if call.status == CallStatus.DEPARTED else [],
        units_chart=units_chart(call, hours, stoppages, now=now, is_document=is_document),
        weight_chart=weight_chart(call, hours, stoppages, now=now),
        gangs=gang_rows(gang_hours(call.pk), zone=zone, now=now),
        stops=stop_rows(stoppages, zone=zone, now=now, today=today),
        kinds=kind_groups(
            waiting,
            figures.open_counts.get(call.pk, {}),
            facts,
            zone=zone,
            now=now,
        ),
        settled=[discrepancy_row(each, facts, zone=zone, now=now) for each in settled],
        set_aside=[set_aside_row(each, zone=zone, now=now) for each in set_aside_events(call)],
        tablets=_tablets(call, person, zone, now),
        ledger=ledger_rows(ledger_page(call, length=_NEWEST), zone=zone, now=now),
        head_position=wording.count(call.head_position),
        head_digest=call.head_digest,
    )


def steps_of(call: VesselCall, *, today: datetime | None) -> list[Step]:
    """Return the life of a call so far and what of it is still to come."""
    instants = [
        ("Arrived", call.arrived_at),
        ("Alongside", call.berthed_at),
        ("Work started", call.work_started_at),
        ("Work completed", call.work_completed_at),
        ("Departed", call.departed_at),
        ("Closed", call.closed_at),
    ]
    if call.cancelled_at:
        instants = [each for each in instants if each[1]] + [("Cancelled", call.cancelled_at)]
    zone = call.terminal.zone
    return [Step(label, wording.clock(at, zone=zone, now=today)) for label, at in instants]


def stop_rows(
    stoppages: Sequence[Stoppage], *, zone: tzinfo, now: datetime, today: datetime | None
) -> list[StopRow]:
    """Return the stoppages, oldest first; each is as long as its times shown say."""
    times = in_whole_minutes((each.starts_at, each.ends_at) for each in stoppages)
    return [
        StopRow(
            reason=each.reason,
            since=wording.clock(each.starts_at, zone=zone, now=today),
            until=wording.clock(each.ends_at, zone=zone, now=today),
            length=wording.duration((ends_at or now) - starts_at),
            recorded_by=each.recorded_by.shown_name,
        )
        for (starts_at, ends_at), each in zip(times, stoppages, strict=True)
    ]


def gang_rows(hours: Sequence[GangHour], *, zone: tzinfo, now: datetime) -> list[GangRow]:
    """Return the gangs by name; what nobody said comes last."""
    this_hour_at = hour_start(now, zone)
    names = sorted({each.gang for each in hours}, key=lambda name: (not name, name))
    rows = []
    for name in names:
        mine = [each for each in hours if each.gang == name]
        whole = [each.unit_count for each in mine if each.hour_at < this_hour_at]
        running = sum(each.unit_count for each in mine if each.hour_at == this_hour_at)
        rows.append(
            GangRow(
                name=name or "No gang given",
                units=wording.count(sum(each.unit_count for each in mine)),
                this_hour=wording.count(running),
                hours=wording.count(len(whole)),
                per_hour=wording.rate(sum(whole) / len(whole) if whole else None),
            )
        )
    return rows


def _berths(call: VesselCall) -> list[BerthChoice]:
    taken = {each.berth_id: each.vessel.name for each in calls_alongside(call.reference)}
    berths = call.terminal.berths.order_by("name", "pk")
    return [BerthChoice(each.pk, each.name, taken.get(each.pk, "")) for each in berths]


def _tablets(call: VesselCall, person: User, zone: tzinfo, now: datetime) -> list[TabletRow]:
    """Return the tablets of the terminal that somebody must look after."""
    of_terminal = (each for each in tablets_heard(person) if each.terminal_id == call.terminal_id)
    is_worked = any(is_under_way(each) for each in calls_alongside(call.reference))
    rows = tablet_rows(of_terminal, zone=zone, now=now, is_worked=is_worked)
    return [row for row in rows if row.has_trouble]
