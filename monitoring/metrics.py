"""The instruments that count, in every process of the site; `docs/metrics.md` explains each.

In a worker they write to the files of `metrics_folder`, and any worker can add up all of them;
in tests and commands they live in memory. The library decides that when it is imported.
"""

from functools import cache
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

from monitoring.front_door import Environ
from monitoring.request_facts import FACTS_KEY, RequestFacts

# A second series for each, of when it began: nobody asks that, and workers cannot agree on it.
disable_created_metrics()

# The library's own has figures of one process, which says little where several answer in turn.
REGISTRY = CollectorRegistry()

requests = Counter(
    "site_requests", "Answers given.", ["route", "method", "status"], registry=REGISTRY
)
request_seconds = Histogram(
    "site_request_seconds",
    "Time from a request to its answer.",
    ["route"],
    # From a page out of the cache to the longest that a person or a tablet waits.
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
    registry=REGISTRY,
)
limiter_refusals = Counter(
    "site_limiter_refusals", "Requests beyond a limit.", ["scope"], registry=REGISTRY
)
cache_fallbacks = Counter(
    "site_cache_fallbacks", "Calls answered without Redis.", ["cache"], registry=REGISTRY
)
breaker_state = Gauge(
    "site_breaker_state",
    "Workers whose breaker is in this state.",
    ["breaker", "state"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)


# Routes, methods and statuses are few, and to look their series up takes longer than to count.
_answers = cache(requests.labels)
_seconds = cache(request_seconds.labels)


def count_answer(facts: RequestFacts, *, status: int, seconds: float) -> None:
    """Count one answer by its route: a pattern of ours, never the path that was asked for."""
    _answers(facts.route, facts.method, status).inc()
    _seconds(facts.route).observe(seconds)


def count_refusal(environ: Environ, status: HTTPStatus) -> None:
    """Count a request that was turned away at the front door, which took it no time."""
    facts: RequestFacts = environ[FACTS_KEY]
    _answers(facts.route, facts.method, status.value).inc()
