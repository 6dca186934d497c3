"""Everybody at work while something happens to PostgreSQL: what they are answered, how soon."""

import select
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib.util import find_spec
from time import monotonic

import psycopg

from tests.faults.history import History
from tests.faults.run import DRAIN_SECONDS, Length, all_at_once
from tests.faults.scene import Scene
from tests.faults.simulated_tablet import SimulatedTablet
from tests.faults.visitors import Answer, Visitor
from tests.servers.fault_proxy import FaultProxy
from tests.servers.gunicorn import RunningServer
from tests.servers.http_message import read_message
from tests.servers.ports import LOOPBACK
from tests.servers.postgres import PostgresServer

# How long all is well before it begins and after it is over, in seconds.
BEFORE_SECONDS, AFTER_SECONDS = 1.0, 0.5
RECOVERED_WITHIN_SECONDS = 5.0
# Twenty a minute are below what one person may have.
EXPORT_EVERY_SECONDS = 3.0
ALIVE = "/health/quick"
HEALTH = ["/health"] if find_spec("monitoring.health") else []


class QuietTablet(SimulatedTablet):
    """A tablet whose network is well: all that goes wrong is the office's doing."""

    def _spoil_the_network(self) -> None:
        pass


@dataclass
class Port:
    """A site with a PostgreSQL of its own, and who uses it."""

    server: RunningServer
    postgres: PostgresServer
    proxy: FaultProxy
    scene: Scene

    def visitor(self, *pages: str, pause_seconds: float = 0.05) -> Visitor:
        """Return somebody of the office, who looks at these pages or at all of them."""
        desk = self.scene.desk
        return Visitor(self.server.port, pages or desk.pages, desk.cookie, pause_seconds)


class Crowd:
    """Many who ask for a page at the same moment, and wait for their answers."""

    def __init__(self, port: Port, count: int) -> None:
        self.asked_at = monotonic()
        self._waiting = [self._ask(port) for _ in range(count)]
        self.first_lines: list[str] = []

    def _ask(self, port: Port) -> socket.socket:
        connection = socket.create_connection((LOOPBACK, port.server.port))
        head = f"GET / HTTP/1.1\r\nHost: {LOOPBACK}\r\nCookie: {port.scene.desk.cookie}\r\n\r\n"
        connection.sendall(head.encode())
        return connection

    @property
    def waiting_count(self) -> int:
        """How many have no answer yet; what came meanwhile is read."""
        for connection in select.select(self._waiting, [], [], 0)[0]:
            with connection:
                answer = read_message(connection, is_answer=True)
            self.first_lines.append(answer.first_line)
            self._waiting.remove(connection)
        return len(self._waiting)


@dataclass
class Storm:
    """What happened at a port meanwhile."""

    port: Port
    history: History = field(default_factory=History)
    began_at: float = 0
    healed_at: float = 0

    def __post_init__(self) -> None:
        self.alive = self.port.visitor(ALIVE, pause_seconds=0.1)
        self.health = self.port.visitor(*HEALTH, pause_seconds=0.2)
        export = self.port.visitor(self.port.scene.desk.export, pause_seconds=EXPORT_EVERY_SECONDS)
        self.people = [export, *(self.port.visitor() for _ in range(3))]
        self.tablets = [
            QuietTablet(seat, proxy=self.port.proxy, history=self.history, seed=number)
            for number, seat in enumerate(self.port.scene.seats)
        ]

    def rage(self, fault: Callable[[], AbstractContextManager[None]], seconds: float) -> None:
        """Let everybody work through it, and let the tablets send what they have left."""
        is_over = threading.Event()
        visitors = [self.alive, self.health, *self.people]
        works = [visitor.work for visitor in visitors] + [tablet.work for tablet in self.tablets]

        def happen(_: Callable[[], bool]) -> None:
            try:
                self._happen(fault, seconds)
            finally:
                is_over.set()

        all_at_once([happen, *works], is_over.is_set)
        drains = [tablet.drain for tablet in self.tablets]
        all_at_once(drains, Length(DRAIN_SECONDS).clock(self.history))

    def _happen(self, fault: Callable[[], AbstractContextManager[None]], seconds: float) -> None:
        pause = threading.Event()
        pause.wait(BEFORE_SECONDS)
        self.began_at = monotonic()
        with fault():
            pause.wait(seconds)
        self.healed_at = monotonic()
        # Each worker looks by its own clock: one may come to notice when all is well again.
        pause.wait(RECOVERED_WITHIN_SECONDS + AFTER_SECONDS)

    def is_well(self) -> bool:
        """Tell whether every page is there again."""
        pages = [*self.port.scene.desk.pages, *HEALTH]
        return all(self.port.visitor().ask(page).status == 200 for page in pages)

    @property
    def pages(self) -> list[Answer]:
        """Return what the people of the office were answered."""
        return [answer for person in self.people for answer in person.answers]

    def in_ledger(self) -> set[str]:
        """Return the ids that these tablets' journals hold, read from the database itself."""
        journals = [tablet.journal_id for tablet in self.tablets]
        with psycopg.connect(self.port.server.database_url) as database:
            rows = database.execute(
                "SELECT event_id FROM operations_tallyevent WHERE journal_id = ANY(%s::uuid[])",
                [journals],
            )
            return {str(event_id) for (event_id,) in rows}
