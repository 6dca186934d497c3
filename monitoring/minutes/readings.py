"""Reads all instruments of a container at one moment, by the names that samples have."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus

from prometheus_client import Metric
from prometheus_client.samples import Sample

from monitoring.health import STALE_AFTER_SECONDS, Snapshot, State, last_snapshot
from monitoring.metrics_page import all_figures
from monitoring.minutes.minute_figures import Readings

# What these tell is read one by one below.
_OURS = "site_"
# An instant says nothing of a minute.
_INSTANT = "_at_seconds"
_BADNESS = {State.OK: 0.0, State.DEGRADED: 0.5, State.FAIL: 1.0}
_STATES_OPEN = frozenset({"open", "half-open"})


def readings() -> Readings:
    """Return what the instruments of all workers say now, and how this worker found the site."""
    told, seen = readings_of(all_figures()), health_gauges(last_snapshot())
    if used := seen.get("health.memory.used_mb"):
        # It knows MEMORY_LIMIT_MB too, where that is the tighter limit.
        seen["memory_ratio"] = used / seen["health.memory.limit_mb"]
    return Readings(told.counters, {**told.gauges, **seen}, told.waits)


def health_gauges(snapshot: Snapshot | None) -> dict[str, float]:
    """Return how each check is, 0 for well and 1 for failed, and its figures, by check and name."""
    if snapshot is None or snapshot.age_seconds > STALE_AFTER_SECONDS:
        return {}
    # The check of the database tells it only when there are some.
    gauges = {"health.database.migrations_pending": 0.0}
    for finding in snapshot.findings:
        gauges[f"health.{finding.name}"] = _BADNESS[finding.state]
        for name, figure in finding.figures.items():
            if isinstance(figure, int | float):
                gauges[f"health.{finding.name}.{name}"] = float(figure)
    return gauges


def readings_of(metrics: Iterable[Metric]) -> Readings:
    """Return the figures by which a site is judged, out of all that its instruments tell.

    Those that another app brought are taken as they are: a counter by the name of its one label,
    such as port_ledger_events.accepted, and a gauge by its own.
    """
    told = {metric.name: metric for metric in metrics}
    counters, gauges = dict(_counters(told)), dict(_gauges(told))
    for name, metric in told.items():
        if not name.startswith(_OURS):
            for sample in metric.samples:
                figure = ".".join([name, *sample.labels.values()])
                if metric.type == "counter" and sample.name.endswith("_total"):
                    counters[figure] = sample.value
                elif metric.type == "gauge" and not name.endswith(_INSTANT):
                    gauges[figure] = sample.value
    return Readings(counters, gauges, _waits(told))


def _counters(told: dict[str, Metric]) -> Iterator[tuple[str, float]]:
    answers = list(_samples(told, "site_requests"))
    yield "requests", sum(each.value for each in answers)
    yield "errors", sum(each.value for each in answers if _is_error(each))
    for name in ("limiter_refusals", "cache_fallbacks", "cpu_seconds"):
        yield name, sum(each.value for each in _samples(told, f"{_OURS}{name}"))


def _gauges(told: dict[str, Metric]) -> Iterator[tuple[str, float]]:
    limit = _one(told, "site_container_memory_limit_bytes")
    used = _one(told, "site_container_memory_working_set_bytes")
    if limit and used is not None:
        yield "memory_ratio", used / limit
    if processors := _one(told, "site_container_cpu_limit_cpus"):
        yield "cpu_limit", processors
    breakers = _samples(told, "site_breaker_state")
    is_open = any(each.value for each in breakers if each.labels.get("state") in _STATES_OPEN)
    yield "breaker_open", float(is_open)


def _waits(told: dict[str, Metric]) -> dict[float, float]:
    waits: dict[float, float] = {}
    for sample in _samples(told, "site_request_seconds"):
        if bound := sample.labels.get("le"):
            waits[float(bound)] = waits.get(float(bound), 0.0) + sample.value
    return waits


def _is_error(answer: Sample) -> bool:
    return int(answer.labels["status"]) >= HTTPStatus.INTERNAL_SERVER_ERROR


def _samples(told: dict[str, Metric], name: str) -> list[Sample]:
    return told[name].samples if name in told else []


def _one(told: dict[str, Metric], name: str) -> float | None:
    return next((each.value for each in _samples(told, name)), None)
