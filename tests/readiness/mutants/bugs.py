"""Promises broken in the site that is measured."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from unittest.mock import patch

from django.conf import settings

from monitoring import memory_guard
from monitoring.front_door import Environ, FrontDoor, Headers, StartResponse
from monitoring.memory_guard import Tightness
from monitoring.minutes.sampler_notes import Taken

_serve = FrontDoor.__call__


def connections_for_each_request() -> None:
    """No connection to the database is kept."""
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0


def cache_without_a_breaker() -> None:
    """Whoever needs the cache needs Redis."""
    for alias in settings.CACHES.values():
        alias["BACKEND"] = "django_redis.cache.RedisCache"
        alias["OPTIONS"] = {"SOCKET_CONNECT_TIMEOUT": 0.25}


def guard_that_wakes_too_late() -> None:
    """Memory is let run full."""
    patch.dict(memory_guard.RISES_AT, {Tightness.CRITICAL: 0.99}).start()


def scripts_from_anywhere() -> None:
    """The policy lets inline scripts run."""
    policy = "default-src 'none'; script-src 'self' 'unsafe-inline'; base-uri 'none'"
    patch("stevedores.steady_policy.build_policy", lambda: policy).start()


def no_health_page() -> None:
    """`/health` is nobody's."""
    _wrap(lambda environ: environ["PATH_INFO"] != "/health")


def slow_pages() -> None:
    """Every page takes a third of a second."""
    pause = threading.Event()

    def serve(door: FrontDoor, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        pause.wait(0.3)
        return _serve(door, environ, start)

    patch.object(FrontDoor, "__call__", serve).start()


def small_house() -> None:
    """There is room for one at a time, and each stays a while."""
    inside, pause = threading.BoundedSemaphore(1), threading.Event()

    def serve(door: FrontDoor, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if not inside.acquire(blocking=False):
            start("503 Service Unavailable", [("Content-Length", "0")])
            return []
        pause.wait(0.05)
        inside.release()
        return _serve(door, environ, start)

    patch.object(FrontDoor, "__call__", serve).start()


def http_is_good_enough() -> None:
    """Plain http is served."""
    settings.SECURE_SSL_REDIRECT = False


def a_header_forgotten() -> None:
    """What is not there is told without a policy on frames."""

    def serve(door: FrontDoor, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        def start_bare(status: str, headers: Headers, *more: object) -> object:
            kept = [each for each in headers if each[0] != "X-Frame-Options"]
            return start(status, kept if status.startswith("404") else headers, *more)

        return _serve(door, environ, start_bare)

    patch.object(FrontDoor, "__call__", serve).start()


def no_limits() -> None:
    """Everybody may ask as often as they like."""
    settings.RATELIMIT_ENABLE = False


def nonsense_breaks_the_site() -> None:
    """What another host is asked for is a fault of the office."""

    def serve(door: FrontDoor, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        def start_broken(status: str, headers: Headers, *more: object) -> object:
            is_refusal = status.startswith("400")
            return start("500 Internal Server Error" if is_refusal else status, headers, *more)

        return _serve(door, environ, start_broken)

    patch.object(FrontDoor, "__call__", serve).start()


def minutes_of_a_second() -> None:
    """A site that takes samples has taken some before any measurement is over."""
    patch("monitoring.minutes.samples.EVERY_SECONDS", 0.2).start()
    patch("monitoring.minutes.samples._minute_of", _second_of).start()
    patch.object(Taken, "minute", property(lambda taken: _second_of(taken.at))).start()


def _second_of(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)


def _wrap(is_served: Callable[[Environ], bool]) -> None:
    def serve(door: FrontDoor, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if is_served(environ):
            return _serve(door, environ, start)
        start("404 Not Found", [("Content-Length", "0")])
        return []

    patch.object(FrontDoor, "__call__", serve).start()
