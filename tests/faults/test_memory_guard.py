"""A real gunicorn with a leak: its biggest worker leaves and is replaced, and nobody notices."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException

import pytest

from monitoring.memory import MB, server_bytes
from monitoring.memory_guard import FALLS_BELOW, RISES_AT, Tightness
from tests.faults.memory_group import MemoryGroup, a_memory_group
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK, wait_until

pytestmark = pytest.mark.faults
LIMIT_MB = 256
LEAK_MB = 4
# A little above, so that no page more or less decides.
LEAKED_AT = RISES_AT[Tightness.CRITICAL] + 0.05
CALM_AT = FALLS_BELOW[Tightness.TIGHT]
SETTINGS = "tests.faults.mutants.leaking_settings"


class Visitors:
    """Ask without a pause, two at a time; each may try once more, on a new connection."""

    def __init__(self, server: RunningServer) -> None:
        self._port = server.port
        self.served_count = 0
        self.failures: list[str] = []

    @contextmanager
    def coming(self) -> Iterator[None]:
        is_over = threading.Event()
        threads = [threading.Thread(target=self._ask, args=(is_over,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            is_over.set()
            for thread in threads:
                thread.join()

    def _ask(self, is_over: threading.Event) -> None:
        while not is_over.is_set():
            answers = (self._answer() for _ in range(2))
            if any(answer == "200" for answer in answers):
                self.served_count += 1
            else:
                self.failures.append("failed twice")

    def _answer(self) -> str:
        with closing(HTTPConnection(LOOPBACK, self._port, timeout=30)) as connection:
            try:
                connection.request("GET", "/busy/50/")
                return str(connection.getresponse().status)
            except (OSError, HTTPException) as error:
                return repr(error)


def leak(server: RunningServer, used_bytes: Callable[[], int]) -> None:
    """Leak in one worker, whose connection is kept, until memory is critical."""
    with closing(HTTPConnection(LOOPBACK, server.port, timeout=30)) as connection:

        def is_critical() -> bool:
            connection.request("GET", f"/leak/{LEAK_MB}/")
            connection.getresponse().read()
            return used_bytes() > LEAKED_AT * LIMIT_MB * MB

        wait_until(is_critical, what="a leak", within_seconds=40)


def leak_and_be_replaced(server: RunningServer, used_bytes: Callable[[], int]) -> None:
    wait_until(lambda: len(server.worker_pids()) == 2, what="two workers")
    workers, master = set(server.worker_pids()), server.pid
    visitors = Visitors(server)

    with visitors.coming():
        leak(server, used_bytes)
        wait_until(lambda: used_bytes() < CALM_AT * LIMIT_MB * MB, what="an end of it")
        wait_until(lambda: len(set(server.worker_pids()) - workers) == 1, what="a successor")
        wait_until(lambda: len(server.worker_pids()) == 2, what="the leaver gone")

    assert visitors.failures == []
    assert visitors.served_count > 50
    assert len(workers & set(server.worker_pids())) == 1, "one left, and only one"
    assert server.log().count("leaves for a fresh one") == 1
    assert server.log().count("Starting gunicorn") == 1
    assert server.pid == master
    assert "memory is critical" in server.log()


def test_a_leak_is_sent_away_before_the_limit_that_somebody_said(
    a_running_server: StartServer,
) -> None:
    server = a_running_server(
        DJANGO_SETTINGS_MODULE=SETTINGS, WEB_WORKERS="2", MEMORY_LIMIT_MB=str(LIMIT_MB)
    )

    leak_and_be_replaced(server, lambda: server_bytes(server.pid))

    assert "the server uses" in server.log()


@pytest.fixture
def group() -> Iterator[MemoryGroup]:
    with a_memory_group(LIMIT_MB) as made:
        if made is None:
            pytest.skip("this machine lets nobody make a memory group")
        yield made


def test_a_leak_is_sent_away_before_the_kernel_ends_somebody(
    # Before the server: a group can be removed only when nobody is in it.
    group: MemoryGroup,
    a_running_server: StartServer,
) -> None:
    server = a_running_server(
        DJANGO_SETTINGS_MODULE=SETTINGS, WEB_WORKERS="2", MEMORY_GROUP=str(group.folder)
    )

    leak_and_be_replaced(server, group.used_bytes)

    assert "the container uses" in server.log()
    assert group.oom_kill_count() == 0
