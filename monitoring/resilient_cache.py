"""A cache on Redis that goes on without Redis, and comes back without telling anything stale."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django_redis.cache import RedisCache
from django_redis.client.default import glob_escape

from monitoring.circuit_breaker import CircuitBreaker
from monitoring.redis.connection import connection_class_for
from monitoring.redis.failures import ERRORS, Failure, failure_of
from monitoring.redis.line import line_to
from monitoring.redis.stand_in import StandInCache, Unreadable

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

_OF_ITS_TIME = 0.8  # a call that took so much of its time-out waited; a refusal is quicker
_KEYS_AT_ONCE = 500  # for SCAN and UNLINK; a thousand keys a millisecond
_EVERYTHING: Any = object()
_NO_ANSWER: Any = object()


class RedisUnavailable(ConnectionError):
    """Redis is gone, and what was asked has no honest answer from one process alone."""


class ResilientCache(BaseCache):
    """Django's cache API on Redis behind a breaker, with a stand-in in the process's own memory.

    `LOCATION` is the URL of a Redis; when it is empty the stand-in is all there is. Beside those of
    django-redis, OPTIONS knows:

    - `PAUSE_SECONDS`: how long an open breaker waits before it probes; 60.
    - `STAND_IN_MAX_ENTRIES`: how many values the stand-in remembers; 2,000.
    - `KEEPS_COUNTERS`: True for values that only count up: on recovery nothing is deleted, those
      of Redis are taken up again; and `incr` makes a counter that is missing in the stand-in.

    What has no honest equivalent in one process, such as a lock, raises RedisUnavailable.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = dict(params.get("OPTIONS") or {})
        pause_seconds = options.pop("PAUSE_SECONDS", 60.0)
        most = options.pop("STAND_IN_MAX_ENTRIES", 2000)
        self._keeps_counters = options.pop("KEEPS_COUNTERS", False)
        self._wait_seconds = _OF_ITS_TIME * options.get("SOCKET_TIMEOUT", 1.0)
        options.setdefault("SERIALIZER", "monitoring.redis.stand_in.ForgivingPickle")
        pool = options.get("CONNECTION_POOL_KWARGS") or {}
        if connection_class := connection_class_for(location):
            options["CONNECTION_POOL_KWARGS"] = {"connection_class": connection_class} | pool
        server = _without_account(location)
        name = f"{self.key_prefix}:{server}"
        self._line = line_to(
            name,
            server=server,
            pause_seconds=pause_seconds,
            keeps_counters=self._keeps_counters,
        )
        self._redis = RedisCache(location, params | {"OPTIONS": options}) if location else None
        self._stand_in = StandInCache(name, params | {"OPTIONS": {"MAX_ENTRIES": most}})

    @property
    def breaker(self) -> CircuitBreaker:
        """Return the breaker that all threads of this process share."""
        return self._line.breaker

    @property
    def has_redis(self) -> bool:
        """Return whether there is a Redis at all, up or down."""
        return self._redis is not None

    @property
    def fallback_count(self) -> int:
        """Return how often Redis was missed so far, in this process."""
        return self._line.fallback_count

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or the default."""
        value = self._ask(
            lambda redis: redis.get(key, default, version=version),
            lambda: self._stand_in.get(key, default, version),
        )
        if value is Unreadable:
            self.delete(key, version)
            return default
        return value

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """Return the values of those keys that are there."""
        wanted = list(keys)
        found: dict[str, Any] = self._ask(
            lambda redis: redis.get_many(wanted, version=version),
            lambda: self._stand_in.get_many(wanted, version),
        )
        return {key: value for key, value in found.items() if value is not Unreadable}

    def set(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Keep a value under a key."""
        self._ask(
            lambda redis: redis.set(key, value, timeout, version=version),
            lambda: self._stand_in.set(key, value, timeout, version),
            changes=[(key, version)],
        )

    def set_many(
        self,
        data: dict[str, Any],
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> list[str]:
        """Keep several values; return the keys that could not be kept, of which there are none."""
        self._ask(
            lambda redis: redis.set_many(data, timeout, version=version),
            lambda: self._stand_in.set_many(data, timeout, version),
            changes=[(key, version) for key in data],
        )
        return []

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep a value unless there is one; return whether it was kept."""
        return self._ask(
            lambda redis: bool(redis.add(key, value, timeout, version=version)),
            lambda: self._stand_in.add(key, value, timeout, version),
            changes=[(key, version)],
        )

    def touch(
        self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Give a value another time to live; return whether it is there."""
        return self._ask(
            lambda redis: bool(redis.touch(key, timeout, version=version)),
            lambda: self._stand_in.touch(key, timeout, version),
            changes=[(key, version)],
        )

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; return whether there was one."""
        return self._ask(
            lambda redis: bool(redis.delete(key, version=version)),
            lambda: self._stand_in.delete(key, version),
            changes=[(key, version)],
        )

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        """Forget several values."""
        unwanted = list(keys)
        self._ask(
            lambda redis: redis.delete_many(unwanted, version=version),
            lambda: self._stand_in.delete_many(unwanted, version),
            changes=[(key, version) for key in unwanted],
        )

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Return whether there is a value."""
        return self._ask(
            lambda redis: bool(redis.has_key(key, version=version)),
            lambda: self._stand_in.has_key(key, version),
        )

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return the sum. Raises ValueError when there is none."""
        return self._ask(
            lambda redis: int(redis.incr(key, delta, version=version)),
            lambda: self._count_alone(key, delta, version),
            changes=[(key, version)],
        )

    def decr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Take from a number. Raises ValueError when there is none."""
        return self.incr(key, -delta, version)

    def clear(self) -> None:
        """Forget every value of this site, and of no other site on the same Redis."""
        self._ask(self._clear_redis, self._stand_in.clear, changes=_EVERYTHING)

    def close(self, **kwargs: object) -> None:
        """Keep the connections: the pool outlives the request."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return an operation of django-redis that only Redis can do, such as `lock`."""
        if name.startswith("_") or not hasattr(RedisCache, name):
            raise AttributeError(f"{type(self).__name__} has no {name}")

        def ask(*args: object, **kwargs: object) -> Any:
            return self._ask(
                lambda redis: getattr(redis, name)(*args, **kwargs), lambda: _refuse(name)
            )

        return ask

    def _ask(
        self,
        of_redis: Callable[[RedisCache], Answer],
        alone: Callable[[], Answer],
        *,
        changes: Any = (),
    ) -> Answer:
        """Ask Redis, or the stand-in when Redis is gone; note what Redis was then not told of."""
        if self._redis is None:
            return alone()
        line = self._line
        permit = line.permit()
        if permit is not None:
            breaker = line.breaker
            began = time.monotonic()
            try:
                answer = of_redis(self._redis) if self._is_settled(self._redis) else _NO_ANSWER
            except ERRORS as error:
                self._judge(permit, error, took_seconds=time.monotonic() - began)
            else:
                if answer is not _NO_ANSWER:
                    breaker.succeeded(permit)
                    return answer
            finally:
                breaker.give_back(permit)
        line.fallback_count += 1
        self._note(changes)
        return alone()

    def _judge(self, permit: int, error: Exception, *, took_seconds: float) -> None:
        """Tell the breaker; raises what is the caller's own mistake."""
        failure = failure_of(error)
        if failure is Failure.GONE:
            self.breaker.failed(permit, error)
            if took_seconds > self._wait_seconds:
                self._line.waited_in_vain()
            return
        if failure is Failure.OURS:
            raise error
        self._line.refused()
        logger.warning("Redis refused a call: %s", error)

    def _note(self, changes: Any) -> None:
        if self._keeps_counters:
            return
        if changes is _EVERYTHING:
            self._line.unsettled.add_everything()
        elif changes:
            self._line.unsettled.add(self.make_key(key, version) for key, version in changes)

    def _is_settled(self, redis: RedisCache) -> bool:
        """Return whether Redis may be asked: all that it was not told is deleted there."""
        if not self._line.unsettled:
            return True
        is_settled = self._line.unsettled.settle(
            delete=lambda keys: _unlink(redis, keys), clear=lambda: self._clear_redis(redis)
        )
        if is_settled:
            self._stand_in.clear()
        return is_settled

    def _clear_redis(self, redis: RedisCache) -> None:
        """By name, since FLUSHDB would also forget what others keep there."""
        server = redis.client.get_client(write=True)
        ours = f"{glob_escape(self.key_prefix)}:*"
        _unlink(redis, list(server.scan_iter(match=ours, count=_KEYS_AT_ONCE)))

    def _count_alone(self, key: str, delta: int, version: int | None) -> int:
        if self._keeps_counters and self._stand_in.add(key, delta, DEFAULT_TIMEOUT, version):
            return delta
        return self._stand_in.incr(key, delta, version)


def _without_account(location: str) -> str:
    """Return where a Redis is, without who comes there: it is logged and stands in the metrics."""
    parts = urlsplit(location)
    kept = [each for each in parse_qsl(parts.query) if each[0] not in {"username", "password"}]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}{query}"


def _unlink(redis: RedisCache, keys: list[Any]) -> None:
    server = redis.client.get_client(write=True)
    for first in range(0, len(keys), _KEYS_AT_ONCE):
        server.unlink(*keys[first : first + _KEYS_AT_ONCE])


def _refuse(name: str) -> Any:
    raise RedisUnavailable(f"{name}() needs Redis, which is gone")
