"""People at work while something breaks: the board, tablets, the office's admin, a probe.

Each signs in by the real door, keeps a connection open as a browser does, and clicks on until the
work is over. What each click met is written down: no answer and every status but those that a
person would not notice count as an error.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from time import monotonic
from urllib.parse import urlencode
from uuid import uuid4

from tests.cast import PASSWORD
from tests.faults.office import Desk
from tests.raw_event import a_raw_event
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK

API = "/field/api/v1/"
FINE = frozenset({200, 302, 304})
# Nobody waits longer; what takes longer is an error.
PATIENCE_SECONDS = 10.0
# Between two clicks of one person: more than people do, and not more than two processors serve, or
# the times would tell of the crowd alone.
THINK_SECONDS = 0.25


@dataclass(frozen=True)
class Click:
    """One request as its person met it: when it began, what was asked, what came, how long."""

    at: float
    asked: str
    outcome: int | str
    took_ms: float
    tries: int

    @property
    def is_error(self) -> bool:
        """Tell whether a person would have seen that something is wrong."""
        return self.outcome not in FINE


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class User:
    """One person with a browser: cookies, a connection that is kept, and a second try if allowed.

    A second try is for a connection that broke or a 503, as browsers and tablets do by themselves.
    """

    def __init__(self, port: int, clicks: list[Click], *, tries: int) -> None:
        self._port = port
        self._clicks = clicks
        self._tries = tries
        self._cookies: SimpleCookie = SimpleCookie()
        self._connection: HTTPConnection | None = None
        self.headers: dict[str, str] = {}

    def take_cookie(self, cookie: str) -> None:
        """Keep one more cookie, as ``name=value``."""
        self._cookies.load(cookie)

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer | None:
        """Ask, write down what came, and return it unless it is an error."""
        began = monotonic()
        outcome: int | str = "nothing"
        tries = 0
        while tries < self._tries:
            tries += 1
            try:
                answer = self._once(method, path, body, headers)
            except (OSError, HTTPException) as error:
                outcome = repr(error)
                self.hang_up()
                continue
            outcome = answer.status
            if outcome != 503:
                break
        took_ms = (monotonic() - began) * 1000
        click = Click(began, f"{method} {path}", outcome, took_ms, tries)
        self._clicks.append(click)
        return None if click.is_error else answer

    def hang_up(self) -> None:
        """Close the connection; the next click opens another."""
        if self._connection:
            self._connection.close()
        self._connection = None

    @property
    def csrf_token(self) -> str:
        """Return the token of the cookie, which does as a form's own."""
        return self._cookies["csrf"].value

    @property
    def cookies(self) -> str:
        """Return what their browser says of cookies in each request."""
        return "; ".join(f"{name}={each.value}" for name, each in self._cookies.items())

    def _once(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = HTTPConnection(LOOPBACK, self._port, timeout=PATIENCE_SECONDS)
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, body, self.headers | {"Cookie": self.cookies} | said)
        response: HTTPResponse = self._connection.getresponse()
        content = response.read()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._cookies.load(value)
        return Answer(response.status, dict(response.getheaders()), content)


def sign_in_at_desk(user: User, username: str) -> None:
    """Come in by the office's front door."""
    user.ask("GET", "/login/")
    form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": user.csrf_token}
    answer = user.ask(
        "POST", "/login/", urlencode(form), Content_Type="application/x-www-form-urlencoded"
    )
    assert answer is not None, username
    assert answer.status == 302, answer.body


def sign_in_on_tablet(user: User, desk: Desk) -> None:
    """Begin a shift on a tablet that is enrolled."""
    user.take_cookie(desk.cookie)
    user.ask("GET", f"{API}session")
    who = json.dumps({"username": desk.username, "password": PASSWORD})
    answer = user.ask(
        "POST",
        f"{API}sign-in",
        who,
        Content_Type="application/json",
        X_CSRFToken=user.csrf_token,
    )
    assert answer is not None
    user.headers["Shift-Token"] = json.loads(answer.body)["shift_token"]


def reads_the_board(user: User, desk: Desk) -> Iterator[None]:
    """Open the board and then ask for news, as its page does; open it anew now and then."""
    while True:
        etag = ""
        user.ask("GET", "/")
        yield
        for _ in range(4):
            answer = user.ask("GET", "/live/", **({"If_None_Match": etag} if etag else {}))
            etag = answer.headers.get("ETag", "") if answer else ""
            yield
        user.ask("GET", f"/calls/{desk.reference}/")
        yield


def counts_cars(user: User, desk: Desk) -> Iterator[None]:
    """Count one car after the other, and follow what others count."""
    number, position, journal = 0, 0, str(uuid4())
    while True:
        number += 1
        event = a_raw_event(
            desk.call,
            token=user.headers["Shift-Token"],
            sequence=number,
            identifier=f"{desk.username}{number}",
        )
        batch = {
            "device_now": datetime.now(UTC).isoformat(),
            "journal_id": journal,
            "head_sequence": number,
            "unsent_count": 1,
            "build": "clicks",
            "events": [event],
        }
        user.ask(
            "POST",
            f"{API}events",
            json.dumps(batch),
            Content_Type="application/json",
            X_CSRFToken=user.csrf_token,
        )
        yield
        answer = user.ask("GET", f"{API}calls/{desk.call}/changes?after={position}&limit=100")
        position = json.loads(answer.body)["position"] if answer else position
        yield
        user.ask("GET", f"{API}calls")
        yield


def works_in_admin(user: User, desk: Desk) -> Iterator[None]:
    """Walk around in the office."""
    while True:
        for page in ("", "operations/vesselcall/", "operations/tallyevent/"):
            user.ask("GET", f"/admin/{page}")
            yield


def asks_for_life(user: User, desk: Desk) -> Iterator[None]:
    """Ask whether the site is alive, as a platform does."""
    while True:
        user.ask("GET", "/health/quick")
        yield


Routine = Callable[[User, Desk], Iterator[None]]


class Crowd:
    """Everybody who is at work at one server; each has a routine."""

    def __init__(self, server: RunningServer, desks: Sequence[Desk], *, tries: int = 1) -> None:
        self.clicks: list[Click] = []
        self._routines: list[tuple[User, Iterator[None]]] = []
        for desk in desks:
            user = User(server.port, self.clicks, tries=tries)
            for routine in _come_in(user, desk):
                self._routines.append((user, routine(user, desk)))

    @contextmanager
    def at_work(self, *, think_seconds: float = THINK_SECONDS) -> Iterator[None]:
        """Let all of them click for as long as this lasts."""
        self.clicks.clear()
        is_over = threading.Event()

        def work(number: int, routine: Iterator[None]) -> None:
            # Not all in one instant, again and again: that is a crowd that marches.
            is_over.wait(think_seconds * number / len(self._routines))
            while not is_over.is_set():
                next(routine)
                is_over.wait(think_seconds)

        threads = [
            threading.Thread(target=work, args=(number, routine))
            for number, (_, routine) in enumerate(self._routines)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            is_over.set()
            for thread in threads:
                thread.join()
            for user, _ in self._routines:
                user.hang_up()


def _come_in(user: User, desk: Desk) -> Sequence[Routine]:
    if desk.cookie:
        sign_in_on_tablet(user, desk)
        return [counts_cars]
    if desk.username:
        sign_in_at_desk(user, desk.username)
        return [works_in_admin if desk.is_staff else reads_the_board]
    return [asks_for_life]
