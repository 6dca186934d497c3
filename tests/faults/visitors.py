"""People who look at pages, and who asks whether the site stands; answers are written down."""

import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from time import monotonic

from tests.servers.ports import LOOPBACK

# Nobody is left without an answer for so long; more is a thread that is stuck.
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Answer:
    """What was asked and when, how long the answer took, and its status: None when none came.

    A page that is sent row by row may be cut short in the middle, and is not whole then.
    """

    path: str
    asked_at: float
    took_seconds: float
    status: int | None
    says_when_to_come_again: bool = False
    is_whole: bool = True


@dataclass
class Visitor:
    """Asks for one page after the other, round and round."""

    port: int
    pages: Sequence[str]
    cookie: str = ""
    pause_seconds: float = 0.05
    patience_seconds: float = PATIENCE_SECONDS
    answers: list[Answer] = field(default_factory=list)

    def work(self, is_over: Callable[[], bool]) -> None:
        """Ask until it is over."""
        pause = threading.Event()
        while not is_over():
            page = self.pages[len(self.answers) % len(self.pages)]
            self.answers.append(self.ask(page))
            pause.wait(self.pause_seconds)

    def ask(self, page: str) -> Answer:
        """Ask for one page, and read all of it."""
        began = monotonic()
        status, is_whole, comes_again = None, False, False
        with (
            closing(HTTPConnection(LOOPBACK, self.port, timeout=self.patience_seconds)) as office,
            suppress(OSError, HTTPException),
        ):
            office.request("GET", page, headers={"Cookie": self.cookie})
            response = office.getresponse()
            status = response.status
            comes_again = response.getheader("Retry-After") is not None
            response.read()
            is_whole = True
        return Answer(page, began, monotonic() - began, status, comes_again, is_whole)
