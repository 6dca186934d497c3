"""Samples of a real gunicorn: one of its workers writes them down, whichever is left."""

import os
import signal
from datetime import datetime

import psycopg
import pytest

from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import wait_until

pytestmark = pytest.mark.faults

# A minute is written down within five seconds of its end, on a machine that has nothing else to do.
PATIENCE_SECONDS = 120
_ASK = (
    "SELECT taken_at, name FROM monitoring_sample "
    "WHERE name IN ('requests', 'cpu_ratio') ORDER BY taken_at, name"
)


def told(server: RunningServer) -> list[tuple[datetime, str]]:
    with psycopg.connect(server.database_url) as database:
        return [(taken_at, name) for taken_at, name in database.execute(_ASK)]


def minutes(server: RunningServer) -> set[datetime]:
    return {taken_at for taken_at, _ in told(server)}


def test_samples_go_on_when_every_worker_was_killed(a_running_server: StartServer) -> None:
    server = a_running_server(WEB_WORKERS="2")
    wait_until(lambda: bool(minutes(server)), what="a sample", within_seconds=PATIENCE_SECONDS)
    before = minutes(server)

    for pid in server.worker_pids():
        os.kill(pid, signal.SIGKILL)

    wait_until(
        lambda: len(minutes(server)) > len(before),
        what="a sample of their successors",
        within_seconds=PATIENCE_SECONDS,
    )
    rows = told(server)
    assert len(set(rows)) == len(rows)
    assert {name for _, name in rows} == {"requests", "cpu_ratio"}
