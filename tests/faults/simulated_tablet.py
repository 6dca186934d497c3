"""A tablet without a screen: counts, keeps what is not answered for, sends over a bad network."""

import json
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from time import monotonic
from typing import Any
from uuid import uuid4

from operations.rules.event_ids import new_uuid7
from tests.faults.history import Event, History
from tests.faults.scene import Seat
from tests.servers.fault_proxy import Fault, FaultProxy
from tests.servers.ports import LOOPBACK

API = "/field/api/v1/"
# Longer than a healthy answer under load, short enough that a lost one does not end the story.
PATIENCE_SECONDS = 5.0
# How often each thing happens, of one hundred sends.
DROPPED, CUT, CUT_REQUEST, HELD, PORTAL, GATEWAY = 14, 5, 6, 1, 2, 2
TWICE, SHUFFLED, STALE, CLOCK_JUMPS, MALFORMED = 15, 30, 10, 3, 5
A_DAY_SECONDS = 24 * 3600
# With a few that were sent before, still no more than the office takes at once.
MOST_DRAINED = 490


class SimulatedTablet:
    """One thread counts and sends; the queue survives everything, as in a browser's database."""

    def __init__(self, seat: Seat, *, proxy: FaultProxy, history: History, seed: int) -> None:
        self.seat = seat
        self._proxy = proxy
        self._history = history
        self._chance = random.Random(seed)
        self.journal_id = str(uuid4())
        self._queue: dict[str, Event] = {}
        self._sent: list[Event] = []
        self._own_counts: list[Event] = []
        self._number = 0
        self._lock = threading.Lock()
        self._skew = self._any_skew()
        self._offset_ms: int | None = None

    @property
    def waiting_count(self) -> int:
        """How many events are in the queue."""
        return len(self._queue)

    def work(self, is_over: Callable[[], bool]) -> None:
        """Count and send until it is over."""
        pause = threading.Event()
        while not is_over():
            for _ in range(self._chance.randint(1, 12)):
                self._record()
            self._spoil_the_network()
            self._flush(1, 60)
            pause.wait(self._chance.uniform(0, 0.1))

    def drain(self, is_over: Callable[[], bool]) -> None:
        """Send what is left over a network that is well again."""
        pause = threading.Event()
        while self._queue and not is_over():
            self._flush(MOST_DRAINED, MOST_DRAINED)
            pause.wait(0.05)

    def _any_skew(self) -> timedelta:
        return timedelta(seconds=self._chance.randint(-A_DAY_SECONDS, A_DAY_SECONDS))

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._skew

    def _happens(self, of_a_hundred: int) -> bool:
        return self._chance.randrange(100) < of_a_hundred

    def _record(self) -> None:
        self._number += 1
        event: Event = {
            "event_id": str(new_uuid7(self._now())),
            "device_sequence": self._number,
            "kind": "COUNT",
            "call": self._chance.choice(self.seat.calls),
            "direction": "LOAD",
            "identifier": "",
            "line": None,
            "description": "",
            "quantity": 1,
            "deck": self._chance.choice(["5", "6", ""]),
            "gang": "Gang 3",
            "reverses": None,
            "reason": "",
            "counted_at": self._now().isoformat(),
            "clock_offset_ms": self._offset_ms,
            "shift_token": self._chance.choice(self.seat.tokens),
        }
        event |= self._subject(event["call"])
        is_malformed = self._happens(MALFORMED)
        if is_malformed:
            event["quantity"] = self._chance.choice([0, -1, 1.5, True, "1", 10**9])
        elif event["kind"] == "COUNT":
            self._own_counts.append(event)
        self._history.attempt(event, is_malformed=is_malformed)
        with self._lock:
            self._queue[event["event_id"]] = event

    def _subject(self, call: int) -> Event:
        """Return what an event is about: mostly a car, some cases, a few undos."""
        which = self._chance.randrange(100)
        if which < 70:
            return {"identifier": f"CAR{self._chance.randrange(330)}"}
        if which < 80:
            return {"line": self.seat.lines[str(call)], "quantity": self._chance.randint(1, 5)}
        if which < 85 or not self._own_counts:
            return {"description": "a boat on a trailer"}
        # Only what is fresh: an undo after a quarter of an hour is refused, and rightly.
        count = self._chance.choice(self._own_counts[-50:])
        same = {name: count[name] for name in ("call", "shift_token")}
        return {"kind": "REVERSAL", "reverses": count["event_id"]} | same

    def _spoil_the_network(self) -> None:
        chances = {
            Fault.DROP_ANSWER: DROPPED,
            Fault.CUT_ANSWER: CUT,
            Fault.CUT_REQUEST: CUT_REQUEST,
            Fault.HANG: HELD,
            Fault.PORTAL: PORTAL,
            Fault.BAD_GATEWAY: GATEWAY,
        }
        for fault, of_a_hundred in chances.items():
            if self._happens(of_a_hundred):
                self._proxy.fail("^POST .*/events", fault)
        if self._happens(CLOCK_JUMPS):
            # An undo over the jump may look too late, and be refused, rightly.
            self._skew, self._offset_ms = self._any_skew(), None
            self._own_counts.clear()

    def _flush(self, least: int, most: int) -> None:
        csrf = self._open_session()
        with self._lock:
            waiting = list(self._queue.values())
        if csrf is None or not waiting:
            return
        events = waiting[: self._chance.randint(least, most)]
        if self._happens(STALE):
            events += self._chance.sample(self._sent, min(3, len(self._sent)))
        if self._happens(SHUFFLED):
            self._chance.shuffle(events)
        copies = 2 if self._happens(TWICE) else 1
        with ThreadPoolExecutor(copies) as pool:
            list(pool.map(lambda _: self._send(events, csrf), range(copies)))

    def _open_session(self) -> str | None:
        """Return a CSRF token with its cookie, and learn how far off this clock is."""
        answer = self._ask("GET", "session")
        if answer is None:
            return None
        server_now = datetime.fromisoformat(answer["server_now"])
        self._offset_ms = round((server_now - self._now()) / timedelta(milliseconds=1))
        return str(answer["csrf_token"])

    def _send(self, events: list[Event], csrf: str) -> None:
        batch = {
            "device_now": self._now().isoformat(),
            "journal_id": self.journal_id,
            "head_sequence": self._number,
            "unsent_count": len(self._queue),
            "build": "simulated",
            "events": events,
        }
        answer = self._ask("POST", "events", batch, csrf=csrf)
        if answer is None:
            return
        self._history.answer(events, answer["results"], monotonic())
        with self._lock:
            for event, result in zip(events, answer["results"], strict=False):
                if result["verdict"] != "retry":
                    self._queue.pop(event["event_id"], None)
                    self._sent.append(event)

    def _ask(
        self, method: str, path: str, content: object = None, *, csrf: str = ""
    ) -> dict[str, Any] | None:
        """Return the JSON of a whole 200, or None; the history is told either way."""
        connection = HTTPConnection(LOOPBACK, self._proxy.port, timeout=PATIENCE_SECONDS)
        # The masked token does as its own cookie: Django unmasks both.
        headers = {"Cookie": f"{self.seat.cookie}; csrf={csrf}", "X-CSRFToken": csrf}
        if content is not None:
            headers["Content-Type"] = "application/json"
        body = None if content is None else json.dumps(content)
        try:
            connection.request(method, API + path, body, headers)
            response = connection.getresponse()
            answer = json.loads(response.read()) if response.status == 200 else None
        except (OSError, HTTPException, ValueError):
            self._history.status(None)
            return None
        finally:
            connection.close()
        self._history.status(response.status)
        return answer
