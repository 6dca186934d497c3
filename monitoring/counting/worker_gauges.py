"""What each worker tells of itself by the clock: whether it reaches Redis."""

import threading

from django.conf import settings
from django.core.cache import caches

from monitoring.circuit_breaker import State
from monitoring.metrics import breaker_state, cache_fallbacks
from monitoring.redis.line import lines
from monitoring.resilient_cache import ResilientCache
from monitoring.rounds import Round

EVERY_SECONDS = 5.0  # well below the 15 s after which most collectors ask again

_told: dict[str, int] = {}
_lock = threading.Lock()


def tell_of_redis() -> None:
    """Show the state of each breaker of this process, and how often Redis was done without."""
    for line in lines():
        for state in State:
            breaker_state.labels(line.breaker.name, state).set(line.breaker.state is state)
        # The round and somebody who asks for the figures must not both tell of the same calls.
        with _lock:
            count = line.fallback_count
            # A forked worker begins at nothing again, and remembers what its master told.
            told = _told.get(line.name, 0)
            new = count - told if count >= told else count
            _told[line.name] = count
        cache_fallbacks.labels(line.name).inc(new)


def _look_at_every_cache() -> None:
    # One that no request has used yet has a breaker too: what is missing could be anything.
    for alias in settings.CACHES:
        cache = caches[alias]
        if isinstance(cache, ResilientCache) and cache.breaker.state is not State.CLOSED:
            # On a quiet night nobody else would find out that Redis is back.
            cache.has_key("probe")
    tell_of_redis()


ROUND = Round("redis-gauges", EVERY_SECONDS, _look_at_every_cache)
