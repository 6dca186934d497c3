"""Processes end in every way they can, and whoever clicks on sees no error.

A client tries twice: browsers do so when a connection breaks, and tablets always do.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from socket import create_connection
from time import monotonic

import psutil
import pytest

from tests.faults.office import open_the_office
from tests.faults.users import Click, Crowd
from tests.servers.fixtures import StartServer
from tests.servers.foreign_load import percentile
from tests.servers.gunicorn import RunningServer
from tests.servers.http_message import Message, read_message
from tests.servers.ports import LOOPBACK, is_listening, wait_until

pytestmark = pytest.mark.faults

TRIES = 2
REFUSED = "ConnectionRefusedError"
# Where both versions of control groups count what the kernel had to kill.
OOM_FILES = ("memory/memory.oom_control", "memory.events")

_clock = threading.Event()


@pytest.fixture(autouse=True)
def no_kill_for_want_of_memory() -> Iterator[None]:
    before = oom_kills()
    yield
    assert oom_kills() == before


def oom_kills() -> int:
    """Return how often the kernel killed for memory in this container; 0 where nobody counts."""
    files = (Path("/sys/fs/cgroup") / name for name in OOM_FILES)
    lines = [line for file in files if file.is_file() for line in file.read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))


class Office:
    """A served site with two workers, and people at work there."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.crowd = Crowd(server, open_the_office(server), tries=TRIES)

    @contextmanager
    def at_work(self, about: str) -> Iterator[None]:
        """Let people click for as long as this lasts, and a moment before and after."""
        with self.crowd.at_work():
            _clock.wait(0.5)
            yield
            _clock.wait(0.5)
        times = [click.took_ms for click in self.crowd.clicks]
        again = sum(click.tries > 1 for click in self.crowd.clicks)
        sys.stdout.write(
            f"{about}: {len(self.errors)} of {len(times)} not served, {again} tried again,"
            f" p95 {percentile(times, 0.95):.0f} ms, slowest {max(times):.0f} ms\n"
        )

    @property
    def errors(self) -> list[Click]:
        return [click for click in self.crowd.clicks if click.is_error]

    def has_workers_but(self, *gone: int) -> bool:
        pids = self.server.worker_pids()
        return len(pids) == 2 and set(pids).isdisjoint(gone)

    def has_renewed_four(self) -> bool:
        return self.server.log().count("Autorestarting worker") >= 4


OpenOffice = Callable[..., Office]


@pytest.fixture
def open_office(a_running_server: StartServer) -> OpenOffice:
    return lambda *arguments: Office(a_running_server(*arguments, WEB_WORKERS="2"))


class HalfSentForm:
    """A sign-in of which the second half is still to come: a thread is waiting for it."""

    _FORM = f"csrfmiddlewaretoken={'x' * 32}&username=nobody&password=nothing"
    _HEAD = (
        f"POST /login/ HTTP/1.1\r\nHost: {LOOPBACK}\r\nConnection: close\r\n"
        f"Cookie: csrf={'x' * 32}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(_FORM)}\r\n\r\n"
    )

    def __init__(self, server: RunningServer) -> None:
        self._server = server
        self._connection = create_connection((LOOPBACK, server.port), timeout=30)
        self._connection.sendall((self._HEAD + self._FORM[:20]).encode())
        wait_until(self._is_taken, what="a worker that takes the connection")

    def _is_taken(self) -> bool:
        ours = self._connection.getsockname()[1]
        return any(
            there.raddr and there.raddr.port == ours
            for pid in self._server.worker_pids()
            for there in psutil.Process(pid).net_connections("tcp4")
        )

    def finish(self) -> Message:
        self._connection.sendall(self._FORM[20:].encode())
        return read_message(self._connection, is_answer=True)

    def close(self) -> None:
        self._connection.close()


def is_answered(form: HalfSentForm) -> bool:
    answer = form.finish()
    return " 403 " in answer.first_line and b"The user name or the password is wrong" in answer.body


@pytest.fixture
def half_sent() -> Iterator[Callable[[RunningServer], HalfSentForm]]:
    with ExitStack() as open_things:
        yield lambda server: open_things.enter_context(closing(HalfSentForm(server)))


HalfSend = Callable[[RunningServer], HalfSentForm]


def test_a_worker_that_is_killed_is_missed_by_nobody(open_office: OpenOffice) -> None:
    office = open_office()

    with office.at_work("worker killed"):
        for _ in range(3):
            victim = office.server.kill_a_worker()
            wait_until(partial(office.has_workers_but, victim), what="another worker")
            # Long enough for the second try of all whom this one cut off.
            _clock.wait(2)

    assert office.errors == []
    assert any(click.tries > 1 for click in office.crowd.clicks)


def test_a_worker_that_hangs_is_replaced(open_office: OpenOffice) -> None:
    office = open_office("--timeout", "2")
    victim = office.server.worker_pids()[0]

    with office.at_work("worker hung"):
        os.kill(victim, signal.SIGSTOP)
        wait_until(lambda: office.has_workers_but(victim), what="another worker")

    assert office.errors == []
    assert f"WORKER TIMEOUT (pid:{victim})" in office.server.log()


def test_a_site_that_is_told_to_stop_finishes_what_it_began(
    open_office: OpenOffice, half_sent: HalfSend
) -> None:
    office = open_office()
    server = office.server
    under_way = [half_sent(server) for _ in range(6)]

    with office.at_work("told to stop"):
        told_at = monotonic()
        server.tell(signal.SIGTERM)
        wait_until(lambda: not is_listening(server.port), what="a closed door", within_seconds=2)
        answered = [is_answered(form) for form in under_way]
        exit_code = server.wait_for_end()

    assert answered == [True] * 6
    assert exit_code == 0
    assert [click for click in office.errors if click.at < told_at] == []
    # Whoever comes later is refused at once, and goes to another replica.
    assert {str(click.outcome).split("(")[0] for click in office.errors} == {REFUSED}


def test_a_reload_is_noticed_by_nobody(open_office: OpenOffice) -> None:
    office = open_office()

    with office.at_work("reloaded"):
        for _ in range(3):
            before = office.server.worker_pids()
            office.server.tell(signal.SIGHUP)
            wait_until(partial(office.has_workers_but, *before), what="a new set of workers")

    assert office.errors == []


def test_workers_that_are_renewed_in_turn_are_missed_by_nobody(open_office: OpenOffice) -> None:
    office = open_office("--max-requests", "40", "--max-requests-jitter", "20")

    with office.at_work("renewed"):
        wait_until(office.has_renewed_four, what="four renewed workers", within_seconds=40)

    assert office.errors == []


def test_clients_that_send_slowly_hold_nobody_up_and_are_answered(
    open_office: OpenOffice, half_sent: HalfSend
) -> None:
    office = open_office()
    slow = [half_sent(office.server) for _ in range(8)]

    with office.at_work("slow clients"):
        _clock.wait(2)

    assert office.errors == []
    assert all(is_answered(form) for form in slow)
