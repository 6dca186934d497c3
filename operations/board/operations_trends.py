"""The charts of the operations page: what is drawn of the samples, and how it is written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from monitoring.alert_rules import Unit
from monitoring.alerting.rules_in_use import all_rules
from monitoring.minutes.trends import Bucket, Trends, trends
from operations.board import wording
from operations.board.trend_chart import Bound, Line, TrendChart, trend_chart
from operations.vocabulary import Verdict

_MINUTES_IN_AN_HOUR = 60
_HOURS_IN_A_DAY = 24


class Period(NamedTuple):
    """How far back the page looks: `bucket_count` buckets of so many minutes."""

    key: str
    label: str
    bucket_count: int
    bucket_minutes: int
    labelled_minutes: int


#: By their word in the address; the first is shown when there is none.
PERIODS = {
    each.key: each
    for each in (
        Period("hour", "Last hour", 60, 1, 10),
        Period("day", "Last day", 96, 15, 3 * 60),
        Period("week", "Last week", 168, 60, 24 * 60),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One chart. Counts of all containers are added up; of all else each container has a line.

    `of` makes it a part of another figure. `prefix`: one line for each figure that begins so.
    `rules` name those whose bounds are drawn.
    """

    name: str
    title: str
    unit: Unit
    least_top: float
    of: str = ""
    prefix: str = ""
    rules: tuple[str, ...] = ()
    is_peak: bool = False


FIGURES = (
    Figure(name="requests", title="Requests a minute", unit=Unit.COUNT, least_top=4),
    Figure(
        name="errors",
        title="Requests that failed",
        unit=Unit.RATIO,
        of="requests",
        least_top=0.02,
        rules=("errors",),
    ),
    Figure(
        name="p95_seconds",
        title="Longest wait of 95 in 100 requests",
        unit=Unit.SECONDS,
        least_top=0.25,
        rules=("slow-answers",),
        is_peak=True,
    ),
    Figure(
        name="memory_ratio",
        title="Memory in use",
        unit=Unit.RATIO,
        least_top=1,
        rules=("memory-high", "memory-critical"),
        is_peak=True,
    ),
    Figure(name="cpu_ratio", title="Processor time in use", unit=Unit.RATIO, least_top=1),
    Figure(
        name="port_ledger_events",
        title="Events from tablets a minute",
        unit=Unit.COUNT,
        prefix="port_ledger_events.",
        least_top=4,
    ),
    Figure(
        name="cache_fallbacks",
        title="Calls answered without Redis, a minute",
        unit=Unit.COUNT,
        least_top=4,
    ),
    Figure(
        name="limiter_refusals",
        title="Requests beyond a limit, a minute",
        unit=Unit.COUNT,
        least_top=4,
        rules=("refusals",),
    ),
)
_NAMES = {each.name for each in FIGURES} | {f"port_ledger_events.{each}" for each in Verdict}


class TableRow(NamedTuple):
    """One bucket of all charts in words."""

    time: str
    figures: list[str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """All charts of a period, and the same as one table, the newest first."""

    charts: list[TrendChart]
    columns: list[str]
    rows: list[TableRow]


def drawn_trends(period: Period, *, now: datetime, zone: tzinfo) -> Drawn:
    """Return the charts and their table; no charts when nobody told anything."""
    # The minute under way is told of when it is over.
    until = now - timedelta(minutes=1)
    found = trends(_NAMES, until=until, count=period.bucket_count, minutes=period.bucket_minutes)
    pairs = [(figure, _lines(figure, found)) for figure in FIGURES]
    times = [_time_below(start, period, zone) for start in found.starts]
    charts = [_chart(figure, lines, times) for figure, lines in pairs]
    told = [(figure, line) for figure, lines in pairs for line in lines]
    return Drawn(
        charts=[chart for chart in charts if chart is not None],
        columns=[_heading(figure, line) for figure, line in told],
        rows=list(_rows(found.starts, told, now=now, zone=zone)),
    )


def writer(unit: Unit) -> Callable[[float], str]:
    """Return how a figure of a unit is written on this page; counts are means, so with a tenth."""
    return _count if unit is Unit.COUNT else unit.write


def _count(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) or value >= 10 else f"{value:.1f}"  # noqa: PLR2004  # two digits are enough


def _lines(figure: Figure, found: Trends) -> list[Line]:
    if figure.prefix:
        names = sorted(name for name in found.found if name.startswith(figure.prefix))
        return [Line(_verdict(name, figure.prefix), _together(found, name)) for name in names]
    if figure.of:
        return (
            [Line("", _part(found, figure.name, figure.of))] if figure.name in found.found else []
        )
    if figure.unit is Unit.COUNT:
        return [Line("", _together(found, figure.name))] if figure.name in found.found else []
    return [
        Line(source, [_of_bucket(buckets.get(start), figure) for start in found.starts])
        for source, buckets in sorted(found.found.get(figure.name, {}).items())
    ]


def _of_bucket(bucket: Bucket | None, figure: Figure) -> float | None:
    if bucket is None:
        return None
    return bucket.highest if figure.is_peak else bucket.mean


def _together(found: Trends, name: str) -> list[float | None]:
    """Return how much of something all containers counted a minute, on average of each bucket.

    Not the sum of their means: one that replaces another counts in other minutes than that.
    """
    told = found.minutes_told[name]
    totals = [(start, _total(found, name, start)) for start in found.starts]
    return [None if total is None else total / told[start] for start, total in totals]


def _part(found: Trends, name: str, of: str) -> list[float | None]:
    parts: list[float | None] = []
    for start in found.starts:
        whole, some = _total(found, of, start), _total(found, name, start)
        parts.append(None if whole is None or some is None else some / whole if whole else 0.0)
    return parts


def _total(found: Trends, name: str, start: datetime) -> float | None:
    told = [buckets[start] for buckets in found.found[name].values() if start in buckets]
    return sum(bucket.total for bucket in told) if told else None


def _chart(figure: Figure, lines: Sequence[Line], times: Sequence[str]) -> TrendChart | None:
    rules = [rule for rule in all_rules() if rule.name in figure.rules]
    write = writer(figure.unit)
    return trend_chart(
        name=figure.name.replace("_", "-"),
        title=figure.title,
        lines=lines,
        times=times,
        write=write,
        bounds=[Bound(rule.raise_at, write(rule.raise_at), rule.level.lower()) for rule in rules],
        least_top=figure.least_top,
    )


def _time_below(start: datetime, period: Period, zone: tzinfo) -> str:
    """Return what stands below a bucket: a time where the terminal's clock passes a round one."""
    local = start.astimezone(zone)
    before = (start - timedelta(minutes=period.bucket_minutes)).astimezone(zone)
    if _slot(local, period) == _slot(before, period):
        return ""
    if period.labelled_minutes >= _HOURS_IN_A_DAY * _MINUTES_IN_AN_HOUR:
        return f"{local:%a} {local.day}"
    return f"{local:%H:%M}"


def _slot(local: datetime, period: Period) -> tuple[int, int]:
    minute = local.hour * _MINUTES_IN_AN_HOUR + local.minute
    return local.toordinal(), minute // period.labelled_minutes


def _heading(figure: Figure, line: Line) -> str:
    return f"{figure.title} ({line.name})" if line.name else figure.title


def _verdict(name: str, prefix: str) -> str:
    return name.removeprefix(prefix).replace("_", " ")


def _rows(
    starts: Sequence[datetime],
    told: Sequence[tuple[Figure, Line]],
    *,
    now: datetime,
    zone: tzinfo,
) -> Iterator[TableRow]:
    for place in reversed(range(len(starts))):
        figures = [(figure, line.figures[place]) for figure, line in told]
        if any(value is not None for _, value in figures):
            yield TableRow(
                wording.clock(starts[place], zone=zone, now=now), list(_written(figures))
            )


def _written(figures: Iterable[tuple[Figure, float | None]]) -> Iterator[str]:
    for figure, value in figures:
        yield "–" if value is None else writer(figure.unit)(value)
