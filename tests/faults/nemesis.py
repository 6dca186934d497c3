"""What goes wrong on the server's side while tablets send."""

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import psycopg

from tests.faults import postgres_faults
from tests.servers.gunicorn import RunningServer
from tests.servers.postgres import PostgresServer

# Between two blows, in seconds: long enough for work to go on, short enough to hit it often.
QUIET_SECONDS = (0.8, 2.0)
FREEZE_SECONDS = 1.0
# Longer than the site waits for a lock, or for a sign of life of an idle connection: 2 s each.
OUTAGE_SECONDS = 3.0


class Nemesis:
    """Strikes one blow after the other until it is over; counts them by name."""

    def __init__(self, server: RunningServer, postgres: PostgresServer, *, seed: int) -> None:
        self._server = server
        self._postgres = postgres
        self._chance = random.Random(seed)
        self._pause = threading.Event()
        self.blows: Counter[str] = Counter()

    def work(self, is_over: Callable[[], bool]) -> None:
        """Strike until it is over; what was struck is up again when this returns."""
        blows = {
            "worker killed": self._kill_a_worker,
            "worker frozen": self._freeze_a_worker,
            "postgres crashed": self._crash_postgres,
            "postgres frozen": self._freeze_postgres,
            "ledger locked": self._lock_the_ledger,
            "backends ended": self._end_backends,
            "gunicorn restarted": self._server.restart,
            "workers renewed": self._renew_workers,
        }
        # Each of them at least once, in any order, then as chance has it.
        coming = self._chance.sample(sorted(blows), len(blows))
        while not is_over():
            name = coming.pop() if coming else self._chance.choice(sorted(blows))
            blows[name]()
            self.blows[name] += 1
            self._pause.wait(self._chance.uniform(*QUIET_SECONDS))

    def _kill_a_worker(self) -> None:
        # The one that is there may just be going by itself.
        with suppress(ProcessLookupError, IndexError):
            self._server.kill_a_worker()

    def _freeze_a_worker(self) -> None:
        with suppress(ProcessLookupError, IndexError):
            victim = self._server.worker_pids()[0]
            os.kill(victim, signal.SIGSTOP)
            self._pause.wait(FREEZE_SECONDS)
            os.kill(victim, signal.SIGCONT)

    def _crash_postgres(self) -> None:
        self._postgres.restart("immediate")

    def _freeze_postgres(self) -> None:
        with postgres_faults.hung(self._postgres, self._server.database_url):
            self._pause.wait(OUTAGE_SECONDS)

    def _lock_the_ledger(self) -> None:
        with postgres_faults.locked(
            self._postgres, self._server.database_url, table="operations_tallyevent"
        ):
            self._pause.wait(OUTAGE_SECONDS)

    def _end_backends(self) -> None:
        with psycopg.connect(self._postgres.url(), autocommit=True) as admin:
            admin.execute(postgres_faults.END_BACKENDS)

    def _renew_workers(self) -> None:
        os.kill(self._server.pid, signal.SIGHUP)
