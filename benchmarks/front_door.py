"""What stands before the views: the quick health against a view, our middleware against Django's.

Run by hand, on a quiet machine: .venv/bin/python -m benchmarks.front_door

Both are ratios of processor time. One worker answers 1000 / (ms a request) requests a second, so
the ratio of the times is that of the throughputs, and waiting for others is not in it.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil

from benchmarks.database import a_postgres, holds, say_load
from benchmarks.judgement import judged
from monitoring.worker_plan import PLACES
from tests.servers.foreign_load import ForeignLoad, postmaster_of
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK, wait_until

# As many at once as find a place in one worker.
SERVED_ROUNDS, SERVED_CALLS, AT_ONCE = 8, 1_504, PLACES
BATCHES, CALLS = 60, 200


def main() -> int:
    """Measure both on one database, and judge."""
    say_load()
    with a_postgres(is_durable=False) as postgres:
        watch = ForeignLoad([postmaster_of(postgres.url())])
        quick_ms, bare_ms = _served()
        ours_us, defaults_us = _in_process()
        print(f"served: quick health {quick_ms:.3f} ms, a bare view {bare_ms:.3f} ms of processor")
        print(f"in process: our middleware {ours_us:.0f} µs, Django's seven {defaults_us:.0f} µs")
        verdicts = [
            holds("throughput of quick health / bare view", bare_ms / quick_ms, at_least=2),
            holds("our middleware / Django's seven", ours_us / defaults_us, at_most=1.5),
        ]
        return judged(verdicts, watch)


def _served() -> tuple[float, float]:
    """Return the worker's milliseconds for a quick health and for a bare view."""
    env = {
        "DJANGO_SETTINGS_MODULE": "benchmarks.bare_site",
        "ALLOWED_HOSTS": LOOPBACK,
        "WEB_WORKERS": "1",
    }
    with tempfile.TemporaryDirectory() as folder:
        log_file = Path(folder) / "gunicorn.log"
        # No worker may be replaced while its time is taken.
        arguments = ("--max-requests", "0")
        server = RunningServer(dict(os.environ) | env, log_file=log_file, arguments=arguments)
        server.start()
        try:
            wait_until(lambda: len(server.worker_pids()) == 1, what="the worker")
            rounds = [
                (_worker_ms(server, "/health/quick"), _worker_ms(server, "/bare"))
                for _ in range(SERVED_ROUNDS)
            ]
        finally:
            server.stop()
    # The first round warms both up.
    return min(quick for quick, _ in rounds[1:]), min(bare for _, bare in rounds[1:])


def _worker_ms(server: RunningServer, path: str) -> float:
    worker = psutil.Process(server.worker_pids()[0])
    connections = [HTTPConnection(LOOPBACK, server.port, timeout=10) for _ in range(AT_ONCE)]
    before = worker.cpu_times()
    for _ in range(SERVED_CALLS // AT_ONCE):
        for connection in connections:
            connection.request("GET", path)
        for connection in connections:
            answer = connection.getresponse()
            assert answer.status == 200, (path, answer.status)
            answer.read()
    after = worker.cpu_times()
    for connection in connections:
        connection.close()
    used = (after.user + after.system) - (before.user + before.system)
    return float(used) / SERVED_CALLS * 1000


def _in_process() -> tuple[float, float]:
    """Return the microseconds of a request through all that is ours, and through Django's seven."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory, override_settings

    from benchmarks.bare_site import MIDDLEWARE as DEFAULTS
    from monitoring.database.lent_connections import LentConnections
    from monitoring.front_door import FrontDoor
    from stevedores.reading import always_utf8
    from stevedores.security_headers import security_headers

    with override_settings(ROOT_URLCONF="benchmarks.bare_view"):
        lent = LentConnections()
        ours = FrontDoor(
            always_utf8(WSGIHandler()),
            headers=security_headers(),
            room=1,
            hall=1,
            on_enter=lent.take_up,
            on_leave=lent.put_down,
        )
        with override_settings(MIDDLEWARE=DEFAULTS):
            defaults = WSGIHandler()
        environ = RequestFactory().get("/bare", headers={"host": "testserver"}).environ
        rounds = [(_batch(ours, environ), _batch(defaults, environ)) for _ in range(BATCHES)]
    return min(mine for mine, _ in rounds), min(theirs for _, theirs in rounds)


def _batch(application: Callable[..., Any], environ: dict[str, Any]) -> float:
    def started(status: str, *_: object) -> None:
        assert status == "200 OK", status

    began = time.process_time()
    for _ in range(CALLS):
        answer = application(dict(environ), started)
        assert list(answer) == [b'{"status": "alive"}']
        answer.close()
    return (time.process_time() - began) / CALLS * 1e6


if __name__ == "__main__":
    sys.exit(main())
