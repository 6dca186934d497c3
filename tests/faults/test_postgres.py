"""PostgreSQL fails in each way that it can, with people and tablets at work: the site stands.

Everybody is asked to come again (503, never 500), nobody waits for ever, nothing that was answered
as recorded is lost, and all is well by itself as soon as PostgreSQL is.
"""

import sys
from collections.abc import Iterator
from functools import partial

import pytest

from tests.faults import postgres_faults as faults
from tests.faults.own_port import a_port_of_its_own
from tests.faults.storm import ALIVE, HEALTH, RECOVERED_WITHIN_SECONDS, Crowd, Port, Storm
from tests.servers.ports import wait_until

pytestmark = pytest.mark.faults

# The promise of the probe; and a second for a machine that does other things as well.
ALIVE_WITHIN_SECONDS = 1.0
# A statement's five seconds, two more until it is given up, two for a new connection; and a few.
ANSWERED_WITHIN_SECONDS = 12.0
# Enough for the places of two workers to be taken, and for more to wait for one in vain.
CROWD = 60
TURNED_AWAY, HANGING = 20, 12


@pytest.fixture(scope="module")
def port(static_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Port]:
    with a_port_of_its_own(tmp_path_factory.mktemp("port")) as port:
        yield port


@pytest.fixture
def storm(port: Port) -> Storm:
    return Storm(port)


def check_what_everybody_was_told(storm: Storm, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is lost, nobody was told nonsense or waited for ever, and all is well again."""
    statuses = {answer.status for answer in storm.pages} | set(storm.history.statuses)
    late = [
        answer
        for answer in storm.pages
        if answer.status != 200 and answer.asked_at > storm.healed_at + RECOVERED_WITHIN_SECONDS
    ]
    slowest = max(answer.took_seconds for answer in storm.pages)
    told(storm, capsys, slowest=slowest)
    assert statuses == {200, 503}
    assert all(each.says_when_to_come_again for each in storm.pages if each.status == 503)
    # Where a page is sent row by row, its head is gone already when a row cannot be read.
    assert {each.path[-4:] for each in storm.pages if not each.is_whole} <= {".csv"}
    assert slowest < ANSWERED_WITHIN_SECONDS
    assert late == []
    assert "Internal Server Error" not in storm.port.server.log()
    assert [tablet.waiting_count for tablet in storm.tablets] == [0] * len(storm.tablets)
    assert storm.in_ledger() == set(storm.history.acked)


def check_the_probes(storm: Storm, *, flips: bool) -> None:
    """The site says that it stands, always and soon; and how it is, when a database is away."""
    assert {answer.status for answer in storm.alive.answers} == {200}
    assert max(answer.took_seconds for answer in storm.alive.answers) < ALIVE_WITHIN_SECONDS
    if not HEALTH:
        return
    health = storm.health.answers
    assert {answer.status for answer in health} <= {200, 503}
    assert health[-1].status == 200
    if flips:
        away = [answer.asked_at for answer in health if answer.status == 503]
        assert away[0] < storm.began_at + RECOVERED_WITHIN_SECONDS
        assert away[-1] < storm.healed_at + RECOVERED_WITHIN_SECONDS


def told(storm: Storm, capsys: pytest.CaptureFixture[str], *, slowest: float) -> None:
    pages = storm.pages
    alive = max(answer.took_seconds for answer in storm.alive.answers)
    away = sum(answer.status == 503 for answer in pages)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(pages)} pages, {away} of them 503, slowest {slowest:.1f} s;"
            f" {len(storm.history.acked)} events acknowledged,"
            f" {storm.history.statuses[503]} times 503, {storm.history.unknown} unknown;"
            f" {len(storm.alive.answers)} times alive, slowest {alive:.3f} s\n"
        )


@pytest.mark.parametrize(
    ("fault", "seconds", "flips"),
    [
        pytest.param(faults.killed, 6, True, id="killed"),
        pytest.param(faults.restarted, 0.5, False, id="restarted"),
        pytest.param(faults.hung, 8, True, id="hung"),
        pytest.param(faults.locked, 4, False, id="locked"),
        pytest.param(faults.out_of_connections, 3, False, id="out of connections"),
        pytest.param(faults.backends_ended, 3, False, id="backends ended"),
    ],
)
def test_the_site_stands_while_postgresql_is(
    storm: Storm,
    capsys: pytest.CaptureFixture[str],
    fault: faults.Fault,
    seconds: float,
    *,
    flips: bool,
) -> None:
    storm.rage(partial(fault, storm.port.postgres, storm.port.server.database_url), seconds)

    check_what_everybody_was_told(storm, capsys)
    check_the_probes(storm, flips=flips)


def test_the_site_starts_before_postgresql_does(
    storm: Storm, capsys: pytest.CaptureFixture[str]
) -> None:
    storm.port.postgres.stop()
    storm.port.server.restart()

    storm.rage(lambda: faults.not_started(storm.port.postgres), 3)

    check_what_everybody_was_told(storm, capsys)
    check_the_probes(storm, flips=True)


def test_the_site_stands_while_the_disk_is_full(
    storm: Storm, capsys: pytest.CaptureFixture[str]
) -> None:
    if storm.port.postgres.place is None:
        pytest.skip("no disk to fill: only root, where it may, mounts a small one")
    url = storm.port.server.database_url

    storm.rage(lambda: faults.full(storm.port.postgres, url), 4)

    check_what_everybody_was_told(storm, capsys)
    check_the_probes(storm, flips=False)


def test_a_house_full_of_requests_that_hang_says_that_it_stands_and_is_emptied(
    storm: Storm,
) -> None:
    postgres, url = storm.port.postgres, storm.port.server.database_url
    with faults.locked(postgres, url, table="django_session"):
        # The lock holds their statements back until all of PostgreSQL hangs in the midst of them.
        crowd = Crowd(storm.port, CROWD)
        wait_until(lambda: faults.waiting_for_locks(url) >= HANGING, what="statements under way")
        with faults.hung(postgres, url):
            wait_until(lambda: crowd.waiting_count <= CROWD - TURNED_AWAY, what="a full house")
            alive = [storm.alive.ask(ALIVE) for _ in range(30)]
            hanging = crowd.waiting_count
            wait_until(
                lambda: not crowd.waiting_count,
                what="an answer for everybody",
                within_seconds=ANSWERED_WITHIN_SECONDS,
            )

    wait_until(storm.is_well, what="a site that is well", within_seconds=RECOVERED_WITHIN_SECONDS)
    assert hanging >= HANGING
    assert {answer.status for answer in alive} == {200}
    assert max(answer.took_seconds for answer in alive) < ALIVE_WITHIN_SECONDS
    assert {line.split()[1] for line in crowd.first_lines} == {"503"}
