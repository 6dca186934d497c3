"""What eight workers take that left what is loaded out of the garbage collector, and that did not.

Run by hand: .venv/bin/python -m benchmarks.memory

The same people walk through both. Counted is what the kernel says each process has, with shared
pages divided by those who share them (PSS). Who else uses the machine makes no difference to it,
as long as enough was asked.
"""

import asyncio
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psutil

from benchmarks.crowd import people, probes
from benchmarks.database import a_postgres, holds, say_load
from benchmarks.walkers import Walker, walk
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK, wait_until
from tests.servers.valkey import RedisServer

WORKERS, MB = 8, 1024 * 1024
PEOPLE, SECONDS, THINK_SECONDS, ENOUGH_REQUESTS = 50, 40.0, 0.2, 2_000
# The site's own configuration, in a Python that freezes nothing.
UNFROZEN = "import gc\ngc.freeze = lambda: None\nexec(open('gunicorn.conf.py').read())\n"


def main() -> int:
    """Serve the site twice, and compare."""
    say_load()
    with ExitStack() as open_things:
        open_things.enter_context(a_postgres(is_durable=False))
        redis = RedisServer()
        redis.start()
        open_things.callback(redis.stop)
        folder = Path(open_things.enter_context(tempfile.TemporaryDirectory()))
        configuration = folder / "unfrozen.conf.py"
        configuration.write_text(UNFROZEN)
        os.environ |= {
            "ALLOWED_HOSTS": LOOPBACK,
            "REDIS_URL": redis.url,
            "WEB_WORKERS": str(WORKERS),
            "TRUSTED_PROXIES": "127.0.0.1/32",
        }
        everybody = people(PEOPLE)
        frozen = _pss_mb(everybody, folder / "frozen.log")
        unfrozen = _pss_mb(everybody, folder / "unfrozen.log", "-c", str(configuration))
    return 0 if holds("frozen / unfrozen", frozen / unfrozen, at_most=0.85) else 1


def _pss_mb(everybody: list[Walker], log_file: Path, *arguments: str) -> float:
    server = RunningServer(dict(os.environ), log_file=log_file, arguments=arguments)
    server.start()
    try:
        wait_until(lambda: len(server.worker_pids()) == WORKERS, what="all workers")
        crowd = [*everybody, *probes(server.port, PEOPLE)]
        idle_mb = _family_pss_mb(server.pid)
        met = asyncio.run(walk(crowd, server.port, seconds=SECONDS, think_seconds=THINK_SECONDS))
        loaded_mb = _family_pss_mb(server.pid)
    finally:
        server.stop()
    asked = f"{len(met.times_ms):,} requests"
    print(f"{log_file.stem}: {idle_mb:.0f} MB at first, {loaded_mb:.0f} MB after {asked}")
    assert met.failures == [], met.failures[:5]
    assert len(met.times_ms) >= ENOUGH_REQUESTS, "too few requests to tell"
    return loaded_mb


def _family_pss_mb(master: int) -> float:
    family = [psutil.Process(master), *psutil.Process(master).children()]
    return float(sum(process.memory_full_info().pss for process in family)) / MB


if __name__ == "__main__":
    sys.exit(main())
