"""A line over time as shapes: across in percent or in buckets, down in pixels."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

TOP, BASE = 10, 110  # px; below stand the times
_TIME_LINE = BASE + 18
_KINDS = 4  # lines that can be told apart
_MOST_TICKS = 3
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LAST_TIME = 0.96  # of the breadth; a word further right would stand over the edge
_ALONE = 0.3  # of a bucket: half the width of a figure without neighbours

Figures = Sequence[float | None]


class Line(NamedTuple):
    """One figure over time, of a container or a kind; None where nobody told it."""

    name: str
    figures: Figures


class Bound(NamedTuple):
    """From where on people are told."""

    value: float
    name: str
    level: str


class Path(NamedTuple):
    """What is drawn of a line: `kind` tells lines apart, `area` is what lies below it."""

    name: str
    kind: str
    line: str
    area: str


class Mark(NamedTuple):
    """Words at a place: `x` in percent, `y` in px; `is_wide` is left out on a narrow screen."""

    x: str
    y: float
    text: str
    is_wide: bool = False


class Edge(NamedTuple):
    """A bound as it is drawn, `y` in px; its words stand below the chart."""

    y: float
    text: str
    level: str


@dataclass(frozen=True, slots=True)
class TrendChart:
    """What is drawn, and the same in words."""

    name: str
    title: str
    newest: str
    description: str
    bucket_count: int
    paths: list[Path]
    bounds: list[Edge]
    ticks: list[Mark]
    times: list[Mark]
    lines: list[Line]

    @property
    def has_legend(self) -> bool:
        """Whether there is more than one line to tell apart."""
        return len(self.paths) > 1


def trend_chart(
    *,
    name: str,
    title: str,
    lines: Sequence[Line],
    times: Sequence[str],
    write: Callable[[float], str],
    bounds: Sequence[Bound] = (),
    least_top: float = 1.0,
) -> TrendChart | None:
    """Return the chart, or None when nobody told anything.

    `times`: what stands below each bucket, mostly nothing. `least_top`: a figure as high as that
    is in sight, however low all of them are; bounds are in sight when they are near.
    """
    told = [figure for line in lines for figure in line.figures if figure is not None]
    if not told:
        return None
    most = max(told)
    in_sight = [bound for bound in bounds if bound.value <= max(most * 1.5, least_top)]
    ticks = _ticks(max([most, least_top, *(bound.value for bound in in_sight)]))
    scale = (BASE - TOP) / ticks[-1]
    return TrendChart(
        name=name,
        title=title,
        newest=_newest(lines, write),
        description=_description(lines, times, write, bounds),
        bucket_count=len(times),
        paths=[_path(line, number, scale) for number, line in enumerate(lines)],
        bounds=[
            Edge(round(BASE - each.value * scale, 1), each.name, each.level) for each in in_sight
        ],
        ticks=[Mark("44", round(BASE - tick * scale, 1), write(tick)) for tick in ticks],
        times=list(_times(times)),
        lines=list(lines),
    )


def _path(line: Line, number: int, scale: float) -> Path:
    drawn, areas = [], []
    for run in _runs(line.figures):
        points = [(place + 0.5, round(BASE - TOP - figure * scale, 1)) for place, figure in run]
        if len(points) == 1:
            x, y = points[0]
            points = [(x - _ALONE, y), (x + _ALONE, y)]
        steps = " L".join(f"{x:g} {y:g}" for x, y in points)
        drawn.append(f"M{steps}")
        areas.append(f"M{points[0][0]:g} {BASE - TOP} L{steps} L{points[-1][0]:g} {BASE - TOP} Z")
    return Path(line.name, f"trend-{number % _KINDS + 1}", " ".join(drawn), " ".join(areas))


def _runs(figures: Figures) -> Iterable[list[tuple[int, float]]]:
    """Yield the stretches of a line that have no gap."""
    run: list[tuple[int, float]] = []
    for place, figure in enumerate([*figures, None]):
        if figure is not None:
            run.append((place, figure))
        elif run:
            yield run
            run = []


def _ticks(most: float) -> list[float]:
    """Round numbers from 0 up to at least the highest figure, which is above 0."""
    rough = most / _MOST_TICKS
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(each * size for each in _STEPS if each * size >= rough * (1 - 1e-9))
    return [step * place for place in range(math.ceil(most / step - 1e-9) + 1)]


def _times(times: Sequence[str]) -> Iterable[Mark]:
    last = len(times) * _LAST_TIME
    shown = [place for place, text in enumerate(times) if text and place < last]
    for number, place in enumerate(shown):
        x = f"{(place + 0.5) / len(times) * 100:.3f}%"
        yield Mark(x, _TIME_LINE, times[place], is_wide=number % 2 == 1)


def _newest(lines: Sequence[Line], write: Callable[[float], str]) -> str:
    """Return the highest of what the lines told last."""
    newest = [
        next((figure for figure in reversed(line.figures) if figure is not None), None)
        for line in lines
    ]
    told = [figure for figure in newest if figure is not None]
    return write(max(told)) if told else ""


def _description(
    lines: Sequence[Line],
    times: Sequence[str],
    write: Callable[[float], str],
    bounds: Sequence[Bound],
) -> str:
    words = []
    for line in lines:
        told = [figure for figure in line.figures if figure is not None]
        if told:
            name = f"{line.name}: " if len(lines) > 1 else ""
            words.append(
                f"{name}least {write(min(told))}, most {write(max(told))}, "
                f"last {write(told[-1])}, told in {len(told)} of {len(times)}."
            )
    words += [f"People are told from {write(bound.value)} on." for bound in bounds]
    return " ".join(words)
