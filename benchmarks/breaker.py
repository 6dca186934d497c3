"""What the cache's breaker costs: while Redis is well, while it is gone, and while it is slow.

Run by hand, on a quiet machine: .venv/bin/python -m benchmarks.breaker

Both caches ask the same server for the same short value, in turns. The least of many batches is
what the code itself needs; the rest of a batch is the machine.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import redis
from django.conf import settings

from benchmarks.database import holds, say_load
from benchmarks.judgement import judged
from tests.servers.foreign_load import ForeignLoad
from tests.servers.ports import free_port, is_listening, wait_until
from tests.servers.valkey import RedisServer

if TYPE_CHECKING:
    from monitoring.resilient_cache import ResilientCache

BATCHES, CALLS = 600, 100
THREADS, SLOW_MS, CALLS_OF_A_THREAD, PAIRS = 8, 5, 150, 7
OPTIONS = {"SOCKET_CONNECT_TIMEOUT": 0.25, "SOCKET_TIMEOUT": 0.25}


def main() -> int:
    """Measure the three, and judge them together."""
    say_load()
    settings.configure()
    server = RedisServer()
    server.start()
    watch = ForeignLoad()
    try:
        with _a_slow_line(server) as slow_port:
            kept = _lost_threads(slow_port)
        overhead, alone = _microseconds(server)
    finally:
        server.stop()
    verdicts = [
        holds("µs that a call costs more than plain django-redis", overhead, at_most=3),
        holds("µs of a call while the breaker is open", alone, at_most=20),
        holds(
            f"throughput of {THREADS} threads on a slow Redis / plain redis-py", kept, at_least=0.95
        ),
    ]
    return judged(verdicts, watch)


def _microseconds(server: RedisServer) -> tuple[float, float]:
    """Return what a call costs more than a plain one, and all of a call when Redis is gone."""
    from django_redis.cache import RedisCache

    plain = RedisCache(server.url, {"OPTIONS": OPTIONS})
    ours = _ours(server.url)
    ours.set("a", 1)
    plain.set("a", 1)
    times: dict[str, list[float]] = {"plain": [], "ours": []}
    for _ in range(BATCHES):
        times["plain"].append(_batch(lambda: plain.get("a")))
        times["ours"].append(_batch(lambda: ours.get("a")))
    print(f"a call: plain {min(times['plain']):.1f} µs, ours {min(times['ours']):.1f} µs")
    server.stop()
    for _ in range(5):
        ours.get("a")
    open_us = statistics.median(_batch(lambda: ours.get("a")) for _ in range(BATCHES // 4))
    return min(times["ours"]) - min(times["plain"]), open_us


def _ours(url: str) -> "ResilientCache":
    from monitoring.resilient_cache import ResilientCache

    return ResilientCache(url, {"KEY_PREFIX": "measured", "OPTIONS": OPTIONS})


def _batch(call: Callable[[], object]) -> float:
    """Return the microseconds of one call, as the mean of a batch."""
    began = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - began) / CALLS * 1e6


@contextmanager
def _a_slow_line(server: RedisServer) -> Iterator[int]:
    """Lend a port on which the server answers late."""
    port = free_port()
    line = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.slow_line", str(port), str(server.port), str(SLOW_MS)]
    )
    try:
        wait_until(lambda: is_listening(port), what="the slow line")
        yield port
    finally:
        line.terminate()
        line.wait()


def _lost_threads(port: int) -> float:
    """Return how much of the throughput of plain redis-py is left; the median of some pairs."""
    url = f"redis://127.0.0.1:{port}/0"
    plain, ours = redis.Redis.from_url(url), _ours(url)
    pairs = [
        (_calls_a_second(lambda: plain.get("a")), _calls_a_second(lambda: ours.get("a")))
        for _ in range(PAIRS)
    ]
    plain.close()
    # Threads that were not asked to wait would be quicker than any.
    assert ours.breaker.state == "closed", "the machine was so busy that the breaker opened"
    print(
        f"{THREADS} threads, answers {SLOW_MS} ms late: plain"
        f" {statistics.median(pair[0] for pair in pairs):.0f} calls a second, ours"
        f" {statistics.median(pair[1] for pair in pairs):.0f}"
    )
    return statistics.median(mine / theirs for theirs, mine in pairs)


def _calls_a_second(call: Callable[[], object]) -> float:
    def work(_: int) -> None:
        for _ in range(CALLS_OF_A_THREAD):
            call()

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    return THREADS * CALLS_OF_A_THREAD / (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
