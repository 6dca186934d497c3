"""The figures of a real gunicorn, whichever worker is asked and whatever becomes of the others."""

import http.client
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK, wait_until

pytestmark = pytest.mark.faults

ASKED = "/field/sw.js"
TOKEN = "a-token-of-the-operators"


def ask(server: RunningServer, path: str, **headers: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection(LOOPBACK, server.port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Connection": "close"} | headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def ask_often(server: RunningServer, count: int) -> None:
    with ThreadPoolExecutor(8) as clients:
        statuses = {status for status, _ in clients.map(lambda _: ask(server, ASKED), range(count))}
    assert statuses == {200}


def figures(server: RunningServer) -> dict[str, float]:
    """Return name{labels} → value of everything on the page."""
    status, page = ask(server, "/metrics")
    assert status == 200
    return {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def total(server: RunningServer, name: str, **labels: str) -> float:
    wanted = [repr(each) for each in labels.items()]
    return sum(
        value
        for key, value in figures(server).items()
        if key.startswith(f"{name}[") and all(each in key for each in wanted)
    )


def requests_served(server: RunningServer) -> float:
    return total(server, "site_requests_total", route=ASKED, method="GET", status="200")


@pytest.fixture
def server(a_running_server: StartServer) -> RunningServer:
    return a_running_server(WEB_WORKERS="3", MONITORING_TOKEN=TOKEN)


def replace_a_worker(server: RunningServer) -> None:
    before = server.worker_pids()
    victim = server.kill_a_worker()
    wait_until(
        lambda: victim not in server.worker_pids() and len(server.worker_pids()) == len(before),
        what="another worker",
    )


def test_requests_to_all_workers_add_up_exactly(server: RunningServer) -> None:
    ask_often(server, 150)

    assert requests_served(server) == 150
    assert total(server, "site_request_seconds_count", route=ASKED) == 150
    assert total(server, "site_request_seconds_bucket", route=ASKED, le="+Inf") == 150


def test_no_counter_falls_when_workers_are_killed(server: RunningServer) -> None:
    ask_often(server, 60)
    before = figures(server)

    for _ in range(3):
        replace_a_worker(server)

    after = figures(server)
    counters = {key for key in before if "_total[" in key or "_bucket[" in key or "_count[" in key}
    assert {key for key in counters if after.get(key, 0) < before[key]} == set()
    assert requests_served(server) == 60
    ask_often(server, 30)
    assert requests_served(server) == 90


def test_a_reload_and_workers_that_served_enough_take_no_figures_along(
    a_running_server: StartServer,
) -> None:
    server = a_running_server("--max-requests", "20", "--max-requests-jitter", "0", WEB_WORKERS="2")
    first = set(server.worker_pids())

    ask_often(server, 100)
    wait_until(lambda: first.isdisjoint(server.worker_pids()), what="new workers")
    second = set(server.worker_pids())
    server.tell(signal.SIGHUP)
    wait_until(lambda: second.isdisjoint(server.worker_pids()), what="workers after the reload")

    assert requests_served(server) == 100


def test_what_a_worker_measured_ends_with_it(server: RunningServer) -> None:
    wait_until(lambda: workers_told(server) == {3}, what="the breakers of three workers")

    replace_a_worker(server)

    assert max(workers_told(server)) <= 3
    wait_until(lambda: workers_told(server) == {3}, what="the breakers of the new three")


def workers_told(server: RunningServer) -> set[float]:
    """Return how many workers told of each breaker, in whatever state."""
    told: Counter[str] = Counter()
    for key, workers in figures(server).items():
        if key.startswith("site_breaker_state["):
            told[key.split("('state'")[0]] += int(workers)
    return set(told.values())


def test_the_page_is_for_the_token_and_for_this_machine(server: RunningServer) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9"}

    assert ask(server, "/metrics")[0] == 200
    assert ask(server, "/metrics", **forwarded) == (404, "Not Found\n")
    assert ask(server, "/metrics", **forwarded, Authorization=f"Bearer {TOKEN}")[0] == 200
    assert ask(server, "/metrics", Authorization="Bearer wrong") == (404, "Not Found\n")


def test_the_database_is_asked_by_the_clock(server: RunningServer) -> None:
    wait_until(lambda: total(server, "port_asked_at_seconds") > 0, what="an answer of the database")

    assert total(server, "port_oldest_unsent_seconds") == 0
