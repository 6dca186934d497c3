"""One run: tablets, a reader and perhaps a nemesis at a real server; then the judgement."""

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from json import loads
from time import monotonic

import psycopg
from psycopg.rows import dict_row

from tests.faults.history import Final, History, Read, Verdict, judge
from tests.faults.scene import Seat, set_the_scene
from tests.faults.simulated_tablet import API, SimulatedTablet
from tests.servers.databases import PROJECT
from tests.servers.fault_proxy import FaultProxy
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK

Work = Callable[[Callable[[], bool]], None]
# A reader's patience; and how long the queues may take once all is well again.
READ_TIMEOUT_SECONDS, DRAIN_SECONDS = 5, 20


@dataclass(frozen=True)
class Length:
    """How long a run lasts: until so many events were attempted, or so many seconds went by."""

    seconds: float
    events: int | None = None

    def clock(self, history: History) -> Callable[[], bool]:
        """Start the clock; the answer tells whether it has run down."""
        ends_at = monotonic() + self.seconds
        enough = self.events or sys.maxsize
        return lambda: monotonic() > ends_at or len(history.attempted) >= enough


def run_history(
    server: RunningServer,
    proxy: FaultProxy,
    *,
    length: Length,
    seed: int,
    nemesis: Work | None = None,
) -> Verdict:
    """Let everybody work for a while, heal everything, drain, and judge what is there."""
    history = History()
    seats = set_the_scene(_without_bugs(server)).seats
    tablets = [
        SimulatedTablet(seat, proxy=proxy, history=history, seed=seed * 100 + number)
        for number, seat in enumerate(seats)
    ]
    reader = Reader(server, seats[0], history)
    works = [reader.work, *(tablet.work for tablet in tablets), *filter(None, [nemesis])]
    all_at_once(works, length.clock(history))
    proxy.heal()
    all_at_once([tablet.drain for tablet in tablets], Length(DRAIN_SECONDS).clock(history))
    return judge(history, _final(server, tablets))


def all_at_once(works: Sequence[Work], is_over: Callable[[], bool]) -> None:
    """Everybody works until it is over; returns when the last one is done."""
    failures: list[BaseException] = []

    def run(work: Work) -> None:
        try:
            work(is_over)
        except BaseException as failure:  # told below, in the thread that waits
            failures.append(failure)
            raise

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


class Reader:
    """Follows the ledger of each call by its positions, as other tablets do."""

    def __init__(self, server: RunningServer, seat: Seat, history: History) -> None:
        self._server = server
        self._seat = seat
        self._history = history
        self._seen = dict.fromkeys(seat.calls, 0)

    def work(self, is_over: Callable[[], bool]) -> None:
        """Read again and again until it is over."""
        pause = threading.Event()
        while not is_over():
            for call in self._seat.calls:
                # The server may be down just now; a read that fails tells nothing.
                with suppress(OSError, HTTPException):
                    self._read(call)
            pause.wait(0.05)

    def _read(self, call: int) -> None:
        began = monotonic()
        connection = HTTPConnection(LOOPBACK, self._server.port, timeout=READ_TIMEOUT_SECONDS)
        address = f"{API}calls/{call}/changes?after={self._seen[call]}&limit=1000"
        headers = {"Cookie": self._seat.cookie, "Shift-Token": self._seat.tokens[0]}
        try:
            connection.request("GET", address, headers=headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        self._history.status(response.status)
        if response.status != 200:
            return
        page = loads(body)
        rows = [(row["position"], row["event_id"]) for row in page["events"]]
        self._seen[call] = page["position"]
        # Where a page is full, the rest of the ledger was not asked for.
        if not page["more"]:
            self._history.read(Read(began, call, page["position"]), rows)
        else:
            self._history.read(Read(0, call, page["position"]), rows)


def _final(server: RunningServer, tablets: Sequence[SimulatedTablet]) -> Final:
    with psycopg.connect(server.database_url, row_factory=dict_row) as database:
        rows = database.execute(
            "SELECT * FROM operations_tallyevent ORDER BY call_id, position, event_id"
        ).fetchall()
        aside = database.execute(
            "SELECT event_id FROM operations_setasideevent WHERE event_id IS NOT NULL"
        ).fetchall()
    return Final(
        rows=rows,
        set_aside=frozenset(str(row["event_id"]) for row in aside),
        waiting=sum(tablet.waiting_count for tablet in tablets),
        verified=_verify(server),
    )


def _without_bugs(server: RunningServer) -> dict[str, str]:
    """The environment of a program that looks at the served database with the site's own code."""
    return server.env | {"DJANGO_SETTINGS_MODULE": "stevedores.settings"}


def _verify(server: RunningServer) -> str:
    outcome = subprocess.run(
        [sys.executable, "manage.py", "verify_ledger"],
        cwd=PROJECT,
        env=_without_bugs(server),
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if outcome.returncode == 0 else outcome.stdout + outcome.stderr
