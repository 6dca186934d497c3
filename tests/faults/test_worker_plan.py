"""A real gunicorn, asked for more workers than memory carries, by every way there is to ask."""

import json
import signal

import pytest

from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import wait_until

pytestmark = pytest.mark.faults

# The master and two workers of 64 MB.
MEMORY_MB = "192"
MOST = 2


def has_workers(server: RunningServer, count: int) -> None:
    """Wait until it has started and ended all that it was asked for before."""
    heard = server.log().count("Handling signal: usr1")
    server.tell(signal.SIGUSR1)
    wait_until(lambda: server.log().count("Handling signal: usr1") > heard, what="its attention")
    wait_until(lambda: len(server.worker_pids()) == count, what=f"{count} workers")


def ask_for_one_more(server: RunningServer) -> None:
    refusals = server.log().count("memory carries")
    server.tell(signal.SIGTTIN)
    wait_until(lambda: server.log().count("memory carries") > refusals, what="a refusal")


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (("-w", "33"), {}),
        ((), {"GUNICORN_CMD_ARGS": "--workers 33"}),
        ((), {"WEB_WORKERS": "33"}),
        ((), {"WEB_CONCURRENCY": "33", "WEB_WORKERS": "33"}),
    ],
    ids=["command line", "GUNICORN_CMD_ARGS", "WEB_WORKERS", "WEB_CONCURRENCY"],
)
def test_no_setting_gets_more_workers_than_memory_carries(
    a_running_server: StartServer, arguments: tuple[str, ...], env: dict[str, str]
) -> None:
    server = a_running_server(*arguments, MEMORY_LIMIT_MB=MEMORY_MB, **env)

    has_workers(server, MOST)
    assert "Worker plan: 192 MB of memory carry 2 workers" in server.log()


def test_signals_and_a_reload_get_no_more_either(a_running_server: StartServer) -> None:
    server = a_running_server("-w", "33", MEMORY_LIMIT_MB=MEMORY_MB)
    has_workers(server, MOST)
    first = set(server.worker_pids())

    ask_for_one_more(server)
    ask_for_one_more(server)
    server.tell(signal.SIGHUP)
    wait_until(lambda: first.isdisjoint(server.worker_pids()), what="new workers")

    has_workers(server, MOST)


def test_one_worker_less_is_granted_and_given_back(a_running_server: StartServer) -> None:
    server = a_running_server(MEMORY_LIMIT_MB=MEMORY_MB, WEB_WORKERS="2")

    server.tell(signal.SIGTTOU)
    has_workers(server, 1)
    server.tell(signal.SIGTTIN)

    has_workers(server, MOST)


def test_the_command_says_what_the_server_does(a_running_server: StartServer) -> None:
    server = a_running_server(MEMORY_LIMIT_MB=MEMORY_MB, WEB_WORKERS="33")

    plan = json.loads(server.command("worker_plan", "--format", "json"))
    in_words = server.command("worker_plan")

    assert (plan["workers"], plan["most"]) == (MOST, MOST)
    assert in_words.splitlines()[-1] == "workers: 2, at the most 2"
    assert " ".join(plan["reasons"]) in server.log()
