"""The whole site in 512 MB and on one processor: 100 people, then 200, and what memory it takes.

Run by hand, as root, on a quiet machine: .venv/bin/python -m benchmarks.small_container

gunicorn runs inside a control group of its own; PostgreSQL, Redis and the people outside of it.
All are signed in and think for a second, more or less, between two clicks.
"""

import asyncio
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.control_group import MB, ControlGroup, a_group
from benchmarks.crowd import people, probes
from benchmarks.database import a_postgres, holds, say_load
from benchmarks.judgement import VOID, judged
from benchmarks.walkers import Figures, Walker, walk
from tests.servers.foreign_load import ForeignLoad, percentile, postmaster_of
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK
from tests.servers.valkey import RedisServer

MEMORY_MB, CPUS = 512, 1.0
THINK_SECONDS, WARM_UP_SECONDS = 1.0, 10.0
# How long people walk, by how many they are: together more than 10,000 requests.
CROWDS = {100: 80.0, 200: 40.0}
ENOUGH_REQUESTS = 10_000


def main() -> int:
    """Build the container, let the people in, and judge."""
    say_load()
    if os.geteuid() != 0:
        print("VOID: only root may make a control group; nothing was measured")
        return VOID
    with ExitStack() as open_things:
        postgres = open_things.enter_context(a_postgres(is_durable=False))
        redis = RedisServer()
        redis.start()
        open_things.callback(redis.stop)
        everybody = people(max(CROWDS))
        group = open_things.enter_context(a_group(memory_mb=MEMORY_MB, cpus=CPUS))
        folder = Path(open_things.enter_context(tempfile.TemporaryDirectory()))
        env = {
            "ALLOWED_HOSTS": LOOPBACK,
            "REDIS_URL": redis.url,
            # Each person comes from an address of their own, as through an ingress.
            "TRUSTED_PROXIES": "127.0.0.1/32",
            # As the image has it.
            "MALLOC_ARENA_MAX": "1",
            "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
        }
        log = folder / "gunicorn.log"
        server = RunningServer(dict(os.environ) | env, log_file=log, inside=group.inside())
        server.start()
        open_things.callback(server.stop)
        print(*(line for line in server.log().splitlines() if "Worker plan" in line))
        everybody += probes(server.port, max(CROWDS))
        watch = ForeignLoad([postmaster_of(postgres.url())])
        verdicts = _measure(server, group, everybody)
        return judged(verdicts, watch)


def _measure(server: RunningServer, group: ControlGroup, everybody: list[Walker]) -> list[bool]:
    def let_in(count: int, seconds: float) -> Figures:
        # A hundred of two hundred are of the same kinds.
        some = everybody[:: len(everybody) // count]
        return asyncio.run(walk(some, server.port, seconds=seconds, think_seconds=THINK_SECONDS))

    warm = let_in(100, WARM_UP_SECONDS)
    met = {count: let_in(count, seconds) for count, seconds in CROWDS.items()}
    use = group.memory_use(server.pid)
    for count, figures in met.items():
        _say(count, figures)
    print(f"the group had to wait in {group.throttled()}")
    print(f"{use.anonymous_bytes / MB:.0f} MB of it anonymous; {len(server.worker_pids())} workers")
    requests = sum(len(figures.times_ms) for figures in [warm, *met.values()])
    failures = sum(len(figures.failures) for figures in [warm, *met.values()])
    return [
        holds("requests", requests, at_least=ENOUGH_REQUESTS),
        holds("failures", failures, at_most=0),
        holds("ms, p95 of 100 people", percentile(met[100].times_ms, 0.95), at_most=200),
        holds("of the memory used", use.working_set_bytes / MEMORY_MB / MB, at_most=0.40),
        holds("killed for want of memory", group.oom_kills(), at_most=0),
    ]


def _say(count: int, figures: Figures) -> None:
    times = figures.times_ms
    shares = ", ".join(
        f"p{share} {percentile(times, share / 100):.0f} ms" for share in (50, 95, 99)
    )
    print(f"{count} people: {len(times):,} requests in {CROWDS[count]:.0f} s, {shares}")
    for failure in figures.failures[:5]:
        print(f"  failed: {failure}")


if __name__ == "__main__":
    sys.exit(main())
