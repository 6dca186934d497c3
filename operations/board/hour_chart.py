"""The hour-by-hour chart as shapes: across in percent, down in pixels.

So it fits any screen, while its words keep their size.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import NamedTuple

from operations.board import wording
from operations.board.hour_axis import HourAxis, hour_axis
from operations.rules.productivity import stopped_time
from operations.vocabulary import CallDirection

TOP, BASE = 20, 180  # px: above stands the figure of the highest bar, below stand the hours
MOST_HOURS = 72  # more bars than this cannot be told apart on a desk
_HOUR_LINE, _DAY_LINE = BASE + 18, BASE + 34
_FIGURE_GAP = 5
_BAR_PART = 0.72  # of an hour's room; the rest keeps bars apart
_MOST_TICKS = 4
# How many labels of two digits, and how many letters, stand side by side without touching.
_NARROW_LABELS, _WIDE_LABELS = 12, 30
_NARROW_LETTERS, _WIDE_LETTERS = 36, 90

#: The directions as a ship is worked; bars stand on each other in this order.
IN_TURN = CallDirection.BOTH.directions

Moved = dict[str, int]


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
    """What is drawn, and the same as a table, the newest hour first."""

    name: str
    title: str
    description: str
    directions: list[str]
    shapes: list[Shape]
    labels: list[Label]
    ticks: list[Label]
    rows: list[Row]


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
    is_over: bool = False,
    is_document: bool = False,
) -> HourChart | None:
    """Return the chart from the first to the last hour, or None when nothing happened yet.

    `first_at`, `last_at`: when work began and when it ended, or now; `is_over`: it ended. `name`
    keeps the ids of several charts on one page apart; `write` writes a figure; in a document, the
    rows have dates.
    """
    table: dict[datetime, Moved] = defaultdict(dict)
    for hour_at, direction, figure in figures:
        table[hour_at][direction] = figure
    known = [*table, *([first_at] if first_at and first_at <= last_at else [])]
    if not known:
        return None
    axis = hour_axis(
        first_at=min(known),
        last_at=max([last_at, *table]),
        zone=zone,
        now=now,
        most_hours=most_hours,
        is_over=is_over,
    )
    return _Drawing(axis, table, stops, write).chart(name, is_document=is_document)


class _Drawing:
    """All that a chart is drawn from."""

    def __init__(
        self,
        axis: HourAxis,
        table: dict[datetime, Moved],
        stops: Sequence[Stop],
        write: Callable[[int], str],
    ) -> None:
        self._axis, self._table, self._stops, self._write = axis, table, stops, write
        self._totals = [sum(table.get(hour, {}).values()) for hour in axis.hours]
        self._directions = [
            each for each in IN_TURN if any(each in moved for moved in table.values())
        ]
        self._ticks = _ticks(max(self._totals))
        self._scale = (BASE - TOP) / self._ticks[-1]

    def chart(self, name: str, *, is_document: bool) -> HourChart:
        axis = self._axis
        hours = sorted({*self._table, *axis.hours}, reverse=True)
        return HourChart(
            name=name,
            title=f"From {axis.words(axis.hours[0])} to {axis.words(axis.end)}, hour by hour",
            description=self._description(),
            directions=[each.label for each in self._directions],
            shapes=[*self._stop_shapes(), *self._bars()],
            labels=[*self._hour_labels(), *self._figure_labels()],
            ticks=[
                Label("0", self._height_of(tick), self._write(tick), is_wide=False)
                for tick in self._ticks
            ],
            rows=[self._row(hour, is_document=is_document) for hour in hours],
        )

    def _height_of(self, figure: int) -> float:
        return round(BASE - figure * self._scale, 1)

    def _bars(self) -> Iterable[Shape]:
        slot = self._axis.slot
        width = slot * _BAR_PART
        for place, hour in enumerate(self._axis.hours):
            x = place * slot + (slot - width) / 2
            running = " is-running" if self._axis.is_running(hour) else ""
            bottom = float(BASE)
            for direction in IN_TURN:
                if figure := self._table.get(hour, {}).get(direction, 0):
                    height = round(figure * self._scale, 1)
                    bottom = round(bottom - height, 1)
                    words = f"{self._axis.words(hour)}: {self._write(figure)}"
                    kind = f"chart-{direction.lower()}{running}"
                    title = f"{words} {direction.label.lower()}"
                    yield Shape(kind, _percent(x), _percent(width), bottom, height, title)

    def _stop_shapes(self) -> Iterable[Shape]:
        axis = self._axis
        for starts_at, ends_at, reason in self._stops:
            left, right = axis.x_of(starts_at), axis.x_of(ends_at or axis.now)
            if right > left:
                until = axis.words(ends_at) if ends_at else "now"
                title = f"Stopped {axis.words(starts_at)} to {until}: {reason}"
                x, width = _percent(left), _percent(right - left)
                yield Shape("chart-stop", x, width, TOP, BASE - TOP, title)

    def _hour_labels(self) -> Iterable[Label]:
        axis, drawn = self._axis, len(self._axis.hours)
        wide_step = -(-drawn // _WIDE_LABELS)
        # A multiple of the other one: what a narrow screen leaves out leaves even gaps.
        narrow_step = wide_step * -(-drawn // (wide_step * _NARROW_LABELS))
        for place, hour in enumerate(axis.hours):
            local, x = hour.astimezone(axis.zone), _percent((place + 0.5) * axis.slot)
            # Counted from the end, so that the newest hour always has its label.
            back = drawn - 1 - place
            if back % wide_step == 0:
                yield Label(x, _HOUR_LINE, f"{local:%H}", is_wide=back % narrow_step != 0)
            if axis.is_running(hour):
                yield Label(x, _DAY_LINE, "so far", is_wide=False, kind="is-running")
            elif local.hour == 0:
                yield Label(x, _DAY_LINE, f"{local:%a} {local.day}", is_wide=False)

    def _figure_labels(self) -> Iterable[Label]:
        letters = len(self._totals) * max(len(self._write(total)) for total in self._totals)
        if letters > _WIDE_LETTERS:
            return
        for place, total in enumerate(self._totals):
            if total:
                x = _percent((place + 0.5) * self._axis.slot)
                y = round(self._height_of(total) - _FIGURE_GAP, 1)
                is_wide = letters > _NARROW_LETTERS
                yield Label(x, y, self._write(total), is_wide, "chart-figure")

    def _row(self, hour: datetime, *, is_document: bool) -> Row:
        moved = self._table.get(hour, {})
        stopped = stopped_time(
            stoppages=[(each.starts_at, each.ends_at) for each in self._stops],
            work_started_at=hour,
            until=min(self._axis.after(hour), self._axis.now),
        )
        return Row(
            hour=self._axis.words(hour, is_document=is_document),
            figures=[self._write(moved.get(each, 0)) for each in self._directions],
            total=self._write(sum(moved.values())),
            stopped=wording.duration(stopped) if stopped else "",
            is_running=self._axis.is_running(hour),
        )

    def _description(self) -> str:
        hours = dict(zip(self._axis.hours, self._totals, strict=True))
        best = max(hours, key=lambda hour: hours[hour])
        words = f"Most in one hour: {self._write(hours[best])}, from {self._axis.words(best)}."
        running = [total for hour, total in hours.items() if self._axis.is_running(hour)]
        if running:
            words += f" In the hour under way so far: {self._write(running[0])}."
        return words


def _ticks(most: int) -> list[int]:
    """Whole round numbers from 0 up to at least the highest bar."""
    step = 1
    while step * _MOST_TICKS < most:
        step = int(step * 2.5) if str(step)[0] == "2" else step * 2
    return [step * place for place in range(max(-(-most // step), 1) + 1)]


def _percent(value: float) -> str:
    return f"{value:.3f}%"
