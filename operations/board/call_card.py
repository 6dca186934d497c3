"""A call as the board shows it, and as the head of its own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TypedDict

from operations.board import discrepancy_words, wording
from operations.board.call_words import Headline, headline
from operations.board.hour_chart import MOST_HOURS, HourChart, HourFigure, Stop, hour_chart
from operations.board.meters import Cut, Meter, cuts, direction_meters
from operations.board.pace import Pace, pace_of
from operations.models import Stoppage, VesselCall
from operations.queries.call_names import call_names
from operations.queries.call_progress import call_progress
from operations.queries.call_stoppages import call_stoppages
from operations.queries.hourly_counts import HourCount, hourly_counts
from operations.queries.open_discrepancies import open_discrepancy_counts, set_aside_counts
from operations.rules.productivity import in_whole_minutes
from operations.vocabulary import DiscrepancyKind

_SHORT_CHART_HOURS = 12


@dataclass(frozen=True, slots=True)
class OpenKind:
    """How many discrepancies of a kind wait for a person, and where they are on the call's page."""

    title: str
    count: str
    anchor: str


@dataclass(frozen=True, slots=True)
class CallCard:
    """One call with its figures in words."""

    call_id: int
    head: Headline
    is_at_work: bool
    has_list: bool
    meters: list[Meter]
    cuts: list[Cut]
    pace: Pace
    open_kinds: list[OpenKind]
    open_count: int
    set_aside_count: int
    chart: HourChart | None


class CallFigures:
    """The figures of several calls, each kind asked for once for all of them."""

    def __init__(self, calls: Sequence[VesselCall]) -> None:
        call_ids = [call.pk for call in calls]
        self.progress = call_progress(call_ids)
        self.hours = hourly_counts(call_ids)
        self.stoppages = call_stoppages(call_ids)
        self.open_counts = open_discrepancy_counts(call_ids)
        self._set_aside = set_aside_counts(call_ids)
        self.names = call_names(
            locodes={port for each in self.progress.values() for port in each.by_port},
            vessel_ids={call.vessel_id for call in calls},
        )

    def card(self, call: VesselCall, *, now: datetime) -> CallCard:
        """Return the card of one of these calls."""
        progress, stoppages = self.progress[call.pk], self.stoppages.get(call.pk, [])
        hours = self.hours.get(call.pk, [])
        open_kinds = self.open_counts.get(call.pk, {})
        return CallCard(
            call_id=call.pk,
            head=headline(call, stoppages, now=now),
            is_at_work=call.work_started_at is not None or call.head_position > 0,
            has_list=call.cargo_version > 0 or progress.total.has_list,
            meters=direction_meters(call, progress),
            cuts=cuts(call, progress, self.names),
            pace=pace_of(call, total=progress.total, hours=hours, stoppages=stoppages, now=now),
            open_kinds=_open_kinds(open_kinds),
            open_count=sum(open_kinds.values()),
            set_aside_count=self._set_aside.get(call.pk, 0),
            chart=units_chart(
                call, hours, stoppages, now=now, most_hours=_SHORT_CHART_HOURS, name="short"
            ),
        )


def units_chart(
    call: VesselCall,
    hours: Sequence[HourCount],
    stoppages: Sequence[Stoppage],
    *,
    now: datetime,
    name: str = "units",
    most_hours: int = MOST_HOURS,
    is_document: bool = False,
) -> HourChart | None:
    """Return the chart of units, or None before anything was counted or worked."""
    figures = [
        HourFigure(each.hour_at, each.direction, each.unit_count)
        for each in hours
        if each.unit_count
    ]
    if not figures and call.work_started_at is None:
        return None
    return hour_chart(
        name=f"{name}-{call.pk}",
        figures=figures,
        **_frame(call, stoppages, now=now),
        most_hours=most_hours,
        is_document=is_document,
    )


def weight_chart(
    call: VesselCall, hours: Sequence[HourCount], stoppages: Sequence[Stoppage], *, now: datetime
) -> HourChart | None:
    """Return the chart of weights, or None when nothing was weighed."""
    figures = [
        HourFigure(each.hour_at, each.direction, each.weight_kg) for each in hours if each.weight_kg
    ]
    most_kg = max((each.figure for each in figures), default=0)
    if not figures:
        return None
    return hour_chart(
        name=f"weight-{call.pk}",
        figures=figures,
        **_frame(call, stoppages, now=now),
        write=lambda kg: wording.weight(kg, beside_kg=most_kg),
    )


class _Frame(TypedDict):
    """What every chart of a call stands in."""

    stops: list[Stop]
    first_at: datetime | None
    last_at: datetime
    is_over: bool
    now: datetime
    zone: tzinfo


def _frame(call: VesselCall, stoppages: Sequence[Stoppage], *, now: datetime) -> _Frame:
    return {
        "stops": stops_of(stoppages),
        "first_at": call.work_started_at,
        "last_at": _ended_at(call) or now,
        "is_over": _ended_at(call) is not None,
        "now": now,
        "zone": call.terminal.zone,
    }


def stops_of(stoppages: Sequence[Stoppage]) -> list[Stop]:
    """Return stoppages as the chart wants them, in whole minutes."""
    times = in_whole_minutes((each.starts_at, each.ends_at) for each in stoppages)
    return [Stop(*at, each.reason) for at, each in zip(times, stoppages, strict=True)]


def _ended_at(call: VesselCall) -> datetime | None:
    return call.work_completed_at or call.departed_at or call.cancelled_at


def _open_kinds(counts: Mapping[DiscrepancyKind, int]) -> list[OpenKind]:
    return [
        OpenKind(
            discrepancy_words.TITLES[kind],
            wording.count(counts[kind]),
            discrepancy_words.anchor(kind),
        )
        for kind in DiscrepancyKind
        if counts.get(kind)
    ]
