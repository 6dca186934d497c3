"""How fast a call is worked and when it will be finished, or that nobody can tell yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from operations.board import wording
from operations.models import Stoppage, VesselCall
from operations.queries.call_progress import Figures
from operations.queries.hourly_counts import HourCount
from operations.rules.completion_estimate import CompletionEstimate, estimate_completion
from operations.rules.productivity import (
    Stopped,
    gross_units_per_hour,
    in_whole_minutes,
    net_units_per_hour,
    stopped_time,
)
from operations.rules.terminal_hours import hour_start
from operations.vocabulary import CallDirection, CallStatus

_UNDER_WAY = frozenset({CallStatus.WORKING, CallStatus.STOPPED})


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of a call in words.

    `gross` is over all the time since work started, `net` over the time without stoppages; both
    are "no data yet" before anything can be told.
    """

    is_under_way: bool
    is_finished: bool
    this_hour: str
    this_hour_detail: str
    gross: str
    net: str
    stopped: str
    finish: str
    finish_band: str
    finish_basis: str

    @property
    def has_rates(self) -> bool:
        """Whether there is anything to say of how fast it went."""
        return self.gross != wording.NO_DATA


def is_under_way(call: VesselCall) -> bool:
    """Return whether a ship is being worked, or only stopped for a while."""
    return call.status in _UNDER_WAY


def pace_of(
    call: VesselCall,
    *,
    total: Figures,
    hours: Sequence[HourCount],
    stoppages: Sequence[Stoppage],
    now: datetime,
) -> Pace:
    """Return the pace of a call at an instant; all times in the terminal's zone."""
    stops = in_whole_minutes((each.starts_at, each.ends_at) for each in stoppages)
    started_at, until = call.work_started_at, call.work_completed_at or call.departed_at or now
    stopped = (
        stopped_time(stoppages=stops, work_started_at=started_at, until=until)
        if started_at
        else None
    )
    units = total.moved_units
    net = (
        net_units_per_hour(
            unit_count=units, work_started_at=started_at, until=until, stopped=stopped
        )
        if stopped is not None
        else None
    )
    gross = gross_units_per_hour(unit_count=units, work_started_at=started_at, until=until)
    finish, band, basis = _finish(call, total=total, hours=hours, stops=stops, now=now)
    this_hour, detail = _this_hour(call, hours, now)
    return Pace(
        is_under_way=is_under_way(call),
        is_finished=call.work_completed_at is not None,
        this_hour=this_hour,
        this_hour_detail=detail,
        gross=wording.rate(gross if units else None),
        net=wording.rate(net if units else None),
        stopped=wording.duration(stopped) if stopped else "",
        finish=finish,
        finish_band=band,
        finish_basis=basis,
    )


def _this_hour(call: VesselCall, hours: Sequence[HourCount], now: datetime) -> tuple[str, str]:
    hour_at = hour_start(now, call.terminal.zone)
    moved = {
        each.direction: each.unit_count
        for each in hours
        if each.hour_at == hour_at and each.unit_count
    }
    since = f"since {wording.clock(hour_at, zone=call.terminal.zone, now=now)}"
    if len(moved) > 1:
        parts = [
            f"{wording.count(moved[each])} {each.label.lower()}"
            for each in CallDirection.BOTH.directions
        ]
        since = f"{since}: {', '.join(parts)}"
    return wording.count(sum(moved.values())), since


def _finish(
    call: VesselCall,
    *,
    total: Figures,
    hours: Sequence[HourCount],
    stops: Sequence[Stopped],
    now: datetime,
) -> tuple[str, str, str]:
    """Return (when, between when and when, on what basis)."""
    zone = call.terminal.zone
    if call.work_completed_at is not None:
        return wording.clock(call.work_completed_at, zone=zone, now=now), "", "work was completed"
    if not is_under_way(call):
        return wording.NO_DATA, "", "work has not started"
    if not total.expected_units:
        return wording.NO_DATA, "", "there is no list of units to finish"
    estimate = _estimate(call, total=total, hours=hours, stops=stops, now=now)
    if estimate is None:
        return wording.NO_DATA, "", "too little was counted of late to tell"
    if not total.remaining_units:
        return "all counted", "", estimate.basis
    ends = [
        wording.clock(each, zone=zone, now=now)
        for each in (estimate.completes_at, estimate.earliest_at, estimate.latest_at)
    ]
    return ends[0], f"between {ends[1]} and {ends[2]}", estimate.basis


def _estimate(
    call: VesselCall,
    *,
    total: Figures,
    hours: Sequence[HourCount],
    stops: Sequence[Stopped],
    now: datetime,
) -> CompletionEstimate | None:
    counts: dict[datetime, int] = {}
    for each in hours:
        counts[each.hour_at] = counts.get(each.hour_at, 0) + each.unit_count
    return estimate_completion(
        remaining_units=total.remaining_units,
        hourly_counts=sorted(counts.items()),
        stoppages=stops,
        work_started_at=call.work_started_at,
        now=now,
    )
