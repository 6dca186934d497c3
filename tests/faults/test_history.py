"""Nothing that was answered as recorded is lost, doubled or altered, whatever breaks meanwhile.

After Jepsen: simulated tablets with wrong clocks over a network that loses, cuts and repeats;
meanwhile workers are killed and PostgreSQL crashes; in the end the database itself is read.
HISTORY_SECONDS makes it longer, HISTORY_SEED makes another story of it.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.nemesis import Nemesis
from tests.faults.run import Length, run_history
from tests.servers.databases import MigratedDatabases
from tests.servers.fault_proxy import FaultProxy
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.faults

SECONDS = float(os.environ.get("HISTORY_SECONDS", "25"))
UNTIL_A_BUG_SHOWS = Length(seconds=60, events=300)
ENOUGH_TO_TELL = 100
SEED = int(os.environ.get("HISTORY_SEED", "1"))


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """Return a PostgreSQL that nobody else uses, for it will crash."""
    server = PostgresServer()
    server.create()
    try:
        yield server
    finally:
        server.destroy()


@pytest.fixture
def behind_a_proxy(
    a_running_server: StartServer, a_fault_proxy: Callable[[RunningServer], FaultProxy]
) -> Callable[..., tuple[RunningServer, FaultProxy]]:
    """Return a function that starts the site, and a network before it that can be spoiled."""

    def start(**env: str) -> tuple[RunningServer, FaultProxy]:
        server = a_running_server(**env)
        return server, a_fault_proxy(server)

    return start


def test_nothing_acknowledged_is_ever_lost_doubled_or_altered(
    own_postgres: PostgresServer,
    behind_a_proxy: Callable[..., tuple[RunningServer, FaultProxy]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    databases = MigratedDatabases(own_postgres.url(), folder=tmp_path, env=dict(os.environ))
    with databases.one() as url:
        server, proxy = behind_a_proxy(DATABASE_URL=url)
        nemesis = Nemesis(server, own_postgres, seed=SEED)

        verdict = run_history(
            server, proxy, length=Length(SECONDS), seed=SEED, nemesis=nemesis.work
        )
        server.stop()

    with capsys.disabled():
        _say(f"\nhistory: {verdict.line()}; blows: {dict(nemesis.blows)}")
    assert verdict.broken == []
    assert verdict.figures["acked"] > ENOUGH_TO_TELL


@pytest.mark.parametrize(
    ("bug", "broken"),
    [
        ("acknowledge_then_roll_back", "lost"),
        ("no_unique_id", "doubled"),
        ("no_call_lock", "undecided"),
        ("batch_fails_as_a_whole", "refused though good"),
        ("words_are_filled_in", "altered"),
    ],
)
def test_a_planted_bug_is_seen(
    behind_a_proxy: Callable[..., tuple[RunningServer, FaultProxy]], bug: str, broken: str
) -> None:
    server, proxy = behind_a_proxy(
        DJANGO_SETTINGS_MODULE="tests.faults.mutants.settings", MUTANT=bug
    )

    verdict = run_history(server, proxy, length=UNTIL_A_BUG_SHOWS, seed=SEED)

    _say(f"{bug}: {verdict.line()}")
    assert broken in [each.split(" ", 1)[1] for each in verdict.broken], verdict.line()


def _say(figures: str) -> None:
    sys.stdout.write(f"{figures}\n")
