from monitoring.counting.worker_gauges import tell_of_redis
from monitoring.metrics import cache_fallbacks
from monitoring.redis.line import line_to


def fallbacks(name: str) -> float:
    [metric] = cache_fallbacks.labels(name).collect()
    return float(next(each.value for each in metric.samples if each.name.endswith("_total")))


def test_each_call_without_redis_is_told_once_of_the_cache_that_missed_it() -> None:
    names = ("gauge-pages", "gauge-limits")
    pages, limits = (
        line_to(name, server="gauge", pause_seconds=60, keeps_counters=False) for name in names
    )

    pages.fallback_count, limits.fallback_count = 7, 3
    tell_of_redis()
    tell_of_redis()
    pages.fallback_count += 1
    tell_of_redis()

    assert [fallbacks(name) for name in names] == [8, 3]
