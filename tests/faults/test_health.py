"""`/health` of a real gunicorn, while its PostgreSQL and its Redis come and go."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

import psycopg
import pytest

from tests.conftest import POSTGRES_SERVER
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK, wait_until
from tests.servers.postgres import PostgresServer
from tests.servers.valkey import RedisServer

pytestmark = pytest.mark.faults
# What the site promises, and what a busy machine takes beside it.
FLIPS_WITHIN_SECONDS = 5.0
GRACE_SECONDS = 1.0
QUICK_WITHIN_SECONDS = 1.0


@dataclass(frozen=True)
class Answer:
    status: int
    content: dict[str, Any]
    took_seconds: float

    def check(self, name: str) -> str:
        return str(self.content["checks"][name])


class Probe:
    """Asks one worker on a fresh connection each time, as platforms do; as a stranger."""

    def __init__(self, server: RunningServer) -> None:
        self._port = server.port

    def ask(self, path: str) -> Answer:
        began = time.monotonic()
        with closing(HTTPConnection(LOOPBACK, self._port, timeout=10)) as connection:
            connection.request("GET", path, headers={"Host": "stranger.example"})
            response = connection.getresponse()
            content = json.loads(response.read())
        return Answer(response.status, content, time.monotonic() - began)

    def flips(self, becomes: Callable[[Answer], bool]) -> Answer:
        """Wait until `/health` answers so; meanwhile `/health/quick` is 200, and soon."""
        last: list[Answer] = []

        def has_flipped() -> bool:
            quick = self.ask("/health/quick")
            assert quick.status == 200
            assert quick.took_seconds < QUICK_WITHIN_SECONDS
            last[:] = [self.ask("/health")]
            return becomes(last[0])

        began = time.monotonic()
        wait_until(has_flipped, what="another /health")
        assert time.monotonic() - began < FLIPS_WITHIN_SECONDS + GRACE_SECONDS
        return last[0]


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.revive()
    server.stop()


@pytest.fixture
def postgres(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    server = request.config.stash.get(POSTGRES_SERVER, None)
    if server is None:
        pytest.skip("stops its PostgreSQL: not one that somebody else runs")
    yield server
    if not server.is_running:
        server.start()
    server.thaw()


@pytest.fixture
def probe(
    postgres: PostgresServer, redis: RedisServer, a_running_server: StartServer
) -> Iterator[Probe]:
    server = a_running_server(REDIS_URL=redis.url, WEB_WORKERS="1")
    probe = Probe(server)
    wait_until(lambda: probe.ask("/health").status == 200, what="a good beginning")
    yield probe
    # The database is dropped after the test, which needs a server that runs.
    if not postgres.is_running:
        postgres.start()
    postgres.thaw()


def fails(answer: Answer) -> bool:
    return (answer.status, answer.check("database")) == (503, "fail")


def serves(answer: Answer) -> bool:
    return (answer.status, answer.check("database")) == (200, "ok")


def test_a_database_that_is_stopped_is_told_and_so_is_its_return(
    probe: Probe, postgres: PostgresServer
) -> None:
    postgres.stop("immediate")
    down = probe.flips(fails)
    postgres.start()
    probe.flips(serves)

    assert down.content["status"] == "fail"
    assert down.took_seconds < 1


def test_a_database_that_hangs_is_told_and_so_is_its_return(
    probe: Probe, postgres: PostgresServer
) -> None:
    postgres.freeze()
    down = probe.flips(fails)
    postgres.thaw()
    probe.flips(serves)

    assert down.content["status"] == "fail"
    assert down.took_seconds < 1


def test_a_redis_that_is_killed_degrades_and_sends_nobody_away(
    probe: Probe, redis: RedisServer
) -> None:
    redis.stop()
    down = probe.flips(lambda answer: answer.check("redis") == "fail")
    strict = probe.ask("/health?strict=1")
    redis.start()
    probe.flips(lambda answer: answer.check("redis") == "ok")

    assert (down.status, down.content["status"]) == (200, "degraded")
    assert strict.status == 503


def test_a_redis_that_hangs_degrades_and_sends_nobody_away(
    probe: Probe, redis: RedisServer
) -> None:
    redis.freeze()
    down = probe.flips(lambda answer: answer.check("redis") == "fail")
    redis.thaw()
    probe.flips(lambda answer: answer.check("redis") == "ok")

    assert (down.status, down.content["status"]) == (200, "degraded")


def test_a_database_that_turns_read_only_is_told_though_it_answers(
    probe: Probe, postgres: PostgresServer
) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as operator:
        operator.execute("ALTER ROLE postgres SET default_transaction_read_only = on")
        try:
            probe.flips(fails)
        finally:
            operator.execute("SET default_transaction_read_only = off")
            operator.execute("ALTER ROLE postgres RESET default_transaction_read_only")
    probe.flips(serves)
