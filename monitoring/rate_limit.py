"""How often somebody may ask: at most so many times in any stretch of a period.

django-ratelimit counts, in windows that stand still; across the edge of two of them it lets twice
as many through. Here its windows are slices of the period, and all that the period touches count.
"""

import math
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase
from django_ratelimit.core import ALL, _get_window, _make_cache_key, get_usage
from django_ratelimit.exceptions import Ratelimited

from monitoring.between_workers.workers_now import workers_now
from monitoring.metrics import limiter_refusals

if TYPE_CHECKING:
    from monitoring.resilient_cache import ResilientCache

CACHE = "rate_limits"
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
# Of a period. More would let a steady caller come nearer to the limit, and cost more keys.
SLICES = 10


class TooManyRequests(Ratelimited):
    """Refused for coming too often; `retry_after_seconds` says when there is room again."""

    def __init__(self, limit: "Limit", retry_after_seconds: int) -> None:
        super().__init__(f"{limit.scope}: try again in {retry_after_seconds} s")
        self.scope = limit.scope
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` requests in any stretch of `period_seconds`, for each caller of a scope."""

    scope: str
    most: int
    period_seconds: int = 60

    @property
    def slice_seconds(self) -> int:
        """Return how long one slice is: whole seconds, two at the least."""
        return max(math.ceil(self.period_seconds / SLICES), 2)

    def charge(self, request: HttpRequest, caller: str) -> None:
        """Count one request of a caller. Raises TooManyRequests, and then it counts for nothing.

        While Redis is gone each worker counts by itself, against its share of the limit: several
        workers let through no more than one, and a caller whom one worker serves alone is refused
        earlier.
        """
        wait_seconds = self._count(request, caller)
        if wait_seconds is not None:
            limiter_refusals.labels(self.scope).inc()
            raise TooManyRequests(self, wait_seconds)

    def has_room(self, request: HttpRequest, caller: str) -> bool:
        """Count one request of a caller, if there is room; else nobody is refused, nor told so."""
        return self._count(request, caller) is None

    def _count(self, request: HttpRequest, caller: str) -> int | None:
        """Count a request, or return in how many seconds there is room for it."""
        cache = cast("ResilientCache", caches[CACHE])
        missed_before = cache.fallback_count
        usage = get_usage(
            request,
            group=self.scope,
            key=lambda *_: caller,
            rate=(self.most, self.slice_seconds),
            increment=True,
        )
        if usage is None:
            return None  # switched off, by RATELIMIT_ENABLE
        keys = self._keys(caller)
        if usage["count"] == 1:
            # django-ratelimit lets a counter go when its own window is over. The one that it made
            # may be a slice old by now.
            for key, _ in keys[:2]:
                cache.touch(key, self.period_seconds + 2 * self.slice_seconds)
        counts = cache.get_many([key for key, _ in keys])
        counted = [(counts.get(key, 0), ends_at) for key, ends_at in keys]
        is_alone = not cache.has_redis or cache.fallback_count > missed_before
        most = max(self.most // workers_now(), 1) if is_alone else self.most
        if sum(count for count, _ in counted) <= most:
            return None
        # It may stand in the slice before, or in what stood in for Redis: then it stays counted.
        with suppress(ValueError):
            cache.decr(keys[0][0])
        return self._wait_seconds(counted, most)

    def _keys(self, caller: str) -> list[tuple[str, int]]:
        """Return the counter of each slice that the period touches, newest first, and its end."""
        newest = _get_window(caller, self.slice_seconds)
        rate = (self.most, self.slice_seconds)
        slices = math.ceil(self.period_seconds / self.slice_seconds)
        ends = [newest - back * self.slice_seconds for back in range(slices + 1)]
        return [(_make_cache_key(self.scope, end, rate, caller, ALL), end) for end in ends]

    def _wait_seconds(self, counted: list[tuple[int, int]], most: int) -> int:
        """Return how long until enough of what was counted is a period old."""
        excess = sum(count for count, _ in counted) - most
        for count, ends_at in reversed(counted):
            excess -= count
            if excess <= 0:
                # A slice still holds the second in which it ends.
                return ends_at + self.period_seconds + 1 - int(time.time())
        return self.period_seconds


def rate_limited(
    limit: Limit, *, of: Callable[[HttpRequest], str], methods: tuple[str, ...] = ()
) -> Callable[[View[P]], View[P]]:
    """Hold a view to a limit: `of` names the caller; with `methods`, only those count."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not methods or request.method in methods:
                limit.charge(request, of(request))
            return view(request, *args, **kwargs)

        return answer

    return wrap
