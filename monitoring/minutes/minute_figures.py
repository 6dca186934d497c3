"""What a minute was like, worked out of what the instruments said before and after it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_SLOW_PART = 0.95


@dataclass(frozen=True, slots=True)
class Readings:
    """All instruments at one moment.

    `counters` only grow, until their container begins anew. `gauges` are as they are. `waits` tells
    of how many requests were answered within so many seconds, for each bound, infinity too.
    """

    counters: Mapping[str, float]
    gauges: Mapping[str, float]
    waits: Mapping[float, float]


def figures_between(before: Readings, after: Readings, *, seconds: float) -> dict[str, float]:
    """Return the figures of the time between two readings, by name."""
    figures = dict(after.gauges)
    for name, count in after.counters.items():
        figures[name] = _grown(before.counters.get(name, 0.0), count)
    processor_seconds = figures.pop("cpu_seconds", None)
    if processor_seconds is not None and seconds > 0:
        limit = figures.pop("cpu_limit", 1.0) or 1.0
        figures["cpu_ratio"] = processor_seconds / seconds / limit
    waits = {
        bound: _grown(before.waits.get(bound, 0.0), count) for bound, count in after.waits.items()
    }
    if (slow := within(waits, _SLOW_PART)) is not None:
        figures["p95_seconds"] = slow
    return figures


def within(waits: Mapping[float, float], part: float) -> float | None:
    """Return in how many seconds this part of the requests was answered; None without any.

    Source: Prometheus, `histogram_quantile`: even spread within the bucket; beyond the last bound,
    that bound.
    """
    bounds = sorted(waits)
    if not bounds or not waits[bounds[-1]]:
        return None
    wanted = part * waits[bounds[-1]]
    for lower, upper in _buckets(bounds):
        if waits[upper] >= wanted:
            if upper == float("inf"):
                return lower
            below = waits.get(lower, 0.0)
            return lower + (upper - lower) * (wanted - below) / (waits[upper] - below)
    return bounds[-1]


def _buckets(bounds: list[float]) -> Iterator[tuple[float, float]]:
    yield from zip([0.0, *bounds], bounds, strict=False)


def _grown(before: float, after: float) -> float:
    """Return by how much a counter grew; one that is lower has begun anew in between."""
    return after - before if after >= before else after
