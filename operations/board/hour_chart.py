"""The hour-by-hour chart as shapes: across in percent, down in pixels.

So it fits any screen, while its words keep their size.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from operations.board import wording
from operations.rules.productivity import stopped_time
from operations.rules.terminal_clock import hours_between, next_hour
from operations.vocabulary import Direction

TOP, BASE = 20, 180  # px: above stands the figure of the highest bar, below stand the hours
MOST_HOURS = 72  # more bars than this cannot be told apart on a desk
_LEAST_SLOTS = 8  # the first hours of a call are no barn doors
_BAR_PART = 0.72  # of an hour's room; the rest keeps bars apart
_MOST_TICKS = 4
# How many labels of two digits stand side by side without touching.
_NARROW_LABELS, _WIDE_LABELS = 12, 30


class HourFigure(NamedTuple):
    """What was moved in one hour in one direction: units or kg."""

    hour_at: datetime
    direction: str
    figure: int


class Stop(NamedTuple):
    """A time without work; `ends_at` is None while it lasts."""

    starts_at: datetime
    ends_at: datetime | None
    reason: str


class Shape(NamedTuple):
    """A rectangle: `x` and `width` in percent, `y` and `height` in px."""

    kind: str
    x: str
    width: str
    y: float
    height: float
    title: str


class Label(NamedTuple):
    """A word below or above a bar; `is_wide` is left out where the screen is narrow."""

    x: str
    y: float
    text: str
    is_wide: bool
    kind: str = ""


class Row(NamedTuple):
    """The same in words, for the table behind the chart; `figures` as the chart's directions."""

    hour: str
    figures: list[str]
    total: str
    stopped: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class HourChart:
    """What is drawn, and the same as a table."""

    name: str
    title: str
    description: str
    directions: list[str]
    shapes: list[Shape]
    labels: list[Label]
    ticks: list[Label]
    rows: list[Row]


class _Hours:
    """The hours that are drawn, and where an instant lies among them."""

    def __init__(self, hours: Sequence[datetime], zone: tzinfo) -> None:
        self.hours = hours
        self.zone = zone
        self.slot = 100 / max(len(hours), _LEAST_SLOTS)
        self.end = next_hour(hours[-1], zone)

    def x_of(self, instant: datetime) -> float:
        """Percent from the left; outside of the hours it is the edge that is nearer."""
        for place, hour in enumerate(self.hours):
            after = self.hours[place + 1] if hour != self.hours[-1] else self.end
            if instant < after:
                return (place + max((instant - hour) / (after - hour), 0)) * self.slot
        return len(self.hours) * self.slot


def hour_chart(
    *,
    name: str,
    figures: Iterable[HourFigure],
    stops: Sequence[Stop],
    first_at: datetime | None,
    last_at: datetime,
    now: datetime,
    zone: tzinfo,
    write: Callable[[int], str] = wording.count,
    most_hours: int = MOST_HOURS,
) -> HourChart | None:
    """Return the chart from the first to the last hour, or None when nothing happened yet.

    `first_at`, `last_at`: when work began and when it ended, or now. `name` keeps the ids of
    several charts on one page apart; `write` writes a figure.
    """
    table: dict[datetime, dict[str, int]] = defaultdict(dict)
    for hour_at, direction, figure in figures:
        table[hour_at][direction] = figure
    known = [*table, *([first_at] if first_at and first_at <= last_at else [])]
    if not known:
        return None
    last = max([last_at, *table])
    # A tablet's clock may have been years off: only so many hours are walked through.
    earliest = max(min(known), last - timedelta(hours=most_hours - 1))
    hours = _Hours([*hours_between(earliest, last, zone)][-most_hours:], zone)
    directions = [each for each in Direction if any(each in row for row in table.values())]
    most = max((sum(table[hour].values()) for hour in hours.hours if hour in table), default=0)
    ticks = _ticks(most)
    scale = (BASE - TOP) / ticks[-1]
    return HourChart(
        name=name,
        title=f"{_span(hours, zone, now)}, hour by hour",
        description=_description(hours, table, now, write),
        directions=[each.label for each in directions],
        shapes=[
            *_stop_shapes(hours, stops, now),
            *_bars(hours, table, scale, now=now, write=write),
        ],
        labels=[*_hour_labels(hours, now), *_figure_labels(hours, table, scale, write)],
        ticks=[
            Label("0", round(BASE - tick * scale, 1), write(tick), is_wide=False) for tick in ticks
        ],
        rows=[
            _row(hour, table.get(hour, {}), directions, stops, now=now, zone=zone, write=write)
            for hour in sorted({*table, *hours.hours}, reverse=True)
        ],
    )


def _ticks(most: int) -> list[int]:
    """Whole round numbers from 0 up to at least the highest bar."""
    step = 1
    while step * _MOST_TICKS < most:
        step = int(step * 2.5) if str(step)[0] == "2" else step * 2
    return [step * place for place in range(max(-(-most // step), 1) + 1)]


def _percent(value: float) -> str:
    return f"{value:.3f}%"


def _is_running(hour: datetime, hours: _Hours, now: datetime) -> bool:
    return hour <= now < next_hour(hour, hours.zone)


def _bars(
    hours: _Hours,
    table: dict[datetime, dict[str, int]],
    scale: float,
    *,
    now: datetime,
    write: Callable[[int], str],
) -> Iterable[Shape]:
    width = hours.slot * _BAR_PART
    for place, hour in enumerate(hours.hours):
        x = place * hours.slot + (hours.slot - width) / 2
        bottom = float(BASE)
        running = " is-running" if _is_running(hour, hours, now) else ""
        for direction in (Direction.DISCHARGE, Direction.LOAD):
            figure = table.get(hour, {}).get(direction, 0)
            if figure:
                height = round(figure * scale, 1)
                bottom = round(bottom - height, 1)
                title = f"{_hour_words(hour, hours.zone, now)}: {write(figure)} {direction.label}"
                kind = f"chart-{direction.lower()}{running}"
                yield Shape(kind, _percent(x), _percent(width), bottom, height, title.lower())


def _stop_shapes(hours: _Hours, stops: Sequence[Stop], now: datetime) -> Iterable[Shape]:
    for starts_at, ends_at, reason in stops:
        left, right = hours.x_of(starts_at), hours.x_of(ends_at or now)
        if right > left:
            until = wording.clock(ends_at, zone=hours.zone, now=now) or "now"
            since = wording.clock(starts_at, zone=hours.zone, now=now)
            title = f"Stopped {since} to {until}: {reason}"
            x, width = _percent(left), _percent(right - left)
            yield Shape("chart-stop", x, width, TOP, BASE - TOP, title)


def _hour_labels(hours: _Hours, now: datetime) -> Iterable[Label]:
    drawn = len(hours.hours)
    wide_step, narrow_step = -(-drawn // _WIDE_LABELS), -(-drawn // _NARROW_LABELS)
    for place, hour in enumerate(hours.hours):
        local = hour.astimezone(hours.zone)
        x = _percent((place + 0.5) * hours.slot)
        # Counted from the end, so that the newest hour always has its label.
        back = drawn - 1 - place
        if back % wide_step == 0 or back % narrow_step == 0:
            yield Label(x, BASE + 18, f"{local:%H}", is_wide=back % narrow_step != 0)
        if _is_running(hour, hours, now):
            yield Label(x, BASE + 34, "so far", is_wide=False, kind="is-running")
        elif local.hour == 0:
            yield Label(x, BASE + 34, f"{local:%a} {local.day}", is_wide=False)


def _figure_labels(
    hours: _Hours,
    table: dict[datetime, dict[str, int]],
    scale: float,
    write: Callable[[int], str],
) -> Iterable[Label]:
    if len(hours.hours) > _WIDE_LABELS:
        return
    for place, hour in enumerate(hours.hours):
        if total := sum(table.get(hour, {}).values()):
            x = _percent((place + 0.5) * hours.slot)
            is_wide = len(hours.hours) > _NARROW_LABELS
            yield Label(
                x, round(BASE - total * scale - 5, 1), write(total), is_wide, "chart-figure"
            )


def _row(
    hour: datetime,
    moved: dict[str, int],
    directions: Sequence[Direction],
    stops: Sequence[Stop],
    *,
    now: datetime,
    zone: tzinfo,
    write: Callable[[int], str],
) -> Row:
    end = next_hour(hour, zone)
    stopped = stopped_time(
        stoppages=[(each.starts_at, each.ends_at) for each in stops],
        work_started_at=hour,
        until=min(end, now),
    )
    return Row(
        hour=_hour_words(hour, zone, now),
        figures=[write(moved.get(each, 0)) for each in directions],
        total=write(sum(moved.values())),
        stopped=wording.duration(stopped) if stopped else "",
        is_running=hour <= now < end,
    )


def _hour_words(hour: datetime, zone: tzinfo, now: datetime) -> str:
    return wording.clock(hour, zone=zone, now=now)


def _span(hours: _Hours, zone: tzinfo, now: datetime) -> str:
    return f"From {_hour_words(hours.hours[0], zone, now)} to {_hour_words(hours.end, zone, now)}"


def _description(
    hours: _Hours,
    table: dict[datetime, dict[str, int]],
    now: datetime,
    write: Callable[[int], str],
) -> str:
    totals = {hour: sum(table.get(hour, {}).values()) for hour in hours.hours}
    best = max(totals, key=lambda hour: totals[hour])
    words = f"Most in one hour: {write(totals[best])}, from {_hour_words(best, hours.zone, now)}."
    running = [hour for hour in hours.hours if _is_running(hour, hours, now)]
    if running:
        words += f" In the hour under way so far: {write(totals[running[0]])}."
    return words
