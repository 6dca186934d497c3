from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TypeVar

import pytest

from monitoring.resilient_cache import ResilientCache
from tests.servers.valkey import RedisServer

Answer = TypeVar("Answer")
MakeCache = Callable[..., ResilientCache]
_workers = count()


def on_a_page(ask: Callable[[], Answer]) -> Answer:
    """Ask as another page would: in a thread of its own, which has not waited for Redis before."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(ask).result()


@pytest.fixture
def redis(redis_server: RedisServer) -> RedisServer:
    """Return the server, running and empty."""
    redis_server.revive()
    return redis_server


@pytest.fixture
def a_worker(redis: RedisServer) -> MakeCache:
    """Return a function that makes the cache as one more worker process would see it."""

    def make(**options: object) -> ResilientCache:
        location = f"{redis.url}?client_name=worker{next(_workers)}"
        known = {"SOCKET_CONNECT_TIMEOUT": 0.25, "SOCKET_TIMEOUT": 0.25, "PAUSE_SECONDS": 0.0}
        return ResilientCache(location, {"KEY_PREFIX": "test", "OPTIONS": known | options})

    return make
