"""What is counted of writes: the rule by a clock of the test, the writes on a real database."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, InternalError, OperationalError, connection, transaction
from django.db.models import F, Model

from monitoring.database import failed_writes
from monitoring.database.failed_writes import SUSPICION_SECONDS, WINDOW_SECONDS, RecentWrites
from tests.monitoring.clock import Clock


def after(*, good: int, bad: int) -> RecentWrites:
    writes = RecentWrites()
    for _ in range(good):
        writes.succeeded()
    for _ in range(bad):
        writes.failed()
    return writes


def test_half_of_five_writes_that_fail_are_an_outage() -> None:
    assert after(good=0, bad=5).are_failing()
    assert after(good=3, bad=3).are_failing()


def test_a_few_writes_that_fail_are_none() -> None:
    assert not after(good=0, bad=4).are_failing()
    assert not after(good=4, bad=3).are_failing()


def test_what_is_long_ago_counts_no_more_but_is_remembered() -> None:
    clock = Clock()
    writes = RecentWrites(clock)
    for _ in range(5):
        writes.failed()

    clock.now += WINDOW_SECONDS
    assert (writes.are_failing(), writes.are_suspect()) == (False, True)
    clock.now += SUSPICION_SECONDS
    assert not writes.are_suspect()


def test_what_another_worker_wrote_counts_here_too() -> None:
    writes = after(good=2, bad=0)

    for outcome in (writes.succeeded, writes.failed):
        worker = multiprocessing.get_context("fork").Process(target=outcome)
        worker.start()
        worker.join()

    assert writes.counts() == (4, 1)
    assert writes.are_suspect()


def test_no_write_is_lost_when_many_count_at_once() -> None:
    writes = RecentWrites(Clock())

    def write() -> None:
        for _ in range(5000):
            writes.failed()

    def worker() -> None:
        with ThreadPoolExecutor(2) as threads:
            for _ in range(2):
                threads.submit(write)

    workers = [multiprocessing.get_context("fork").Process(target=worker) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert writes.counts() == (30_000, 30_000)


@pytest.fixture
def writes(
    ledger_that_can_be_emptied: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RecentWrites]:
    """Count what this test's own connection writes."""
    counted = RecentWrites()
    monkeypatch.setattr(failed_writes, "recent_writes", counted)
    connection.ensure_connection()
    failed_writes._attach(connection)
    yield counted
    connection.execute_wrappers.remove(failed_writes._count)
    connection.close()


def test_a_transaction_counts_once_when_it_is_committed(writes: RecentWrites) -> None:
    with transaction.atomic():
        for name in ("gang 1", "gang 2", "gang 3"):
            Group.objects.create(name=name)
        assert writes.counts() == (0, 0)
    Group.objects.filter(name="gang 1").update(name="gang 4")

    assert writes.counts() == (2, 0)


def test_a_transaction_that_is_taken_back_wrote_nothing(writes: RecentWrites) -> None:
    with transaction.atomic():
        Group.objects.create(name="gang 1")
        transaction.set_rollback(True)

    assert writes.counts() == (0, 0)


def test_what_the_writer_got_wrong_counts_for_nothing(writes: RecentWrites) -> None:
    Group.objects.create(name="gang 1")
    with pytest.raises(IntegrityError):
        Group.objects.create(name="gang 1")

    assert writes.counts() == (1, 0)


def test_to_read_counts_for_nothing(writes: RecentWrites) -> None:
    assert not Group.objects.exists()

    assert writes.counts() == (0, 0)


def test_a_read_only_database_refuses_and_that_counts(writes: RecentWrites) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")

    for _ in range(5):
        with pytest.raises(InternalError):
            Group.objects.create(name="gang 1")

    assert writes.counts() == (5, 5)
    assert writes.are_failing()


@transaction.atomic
def write_here_and_in(locked: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1ms'")
    Group.objects.create(name="gang 1")
    locked._default_manager.update(id=F("id"))


def test_one_write_that_fails_among_good_ones_fails_their_transaction(
    writes: RecentWrites,
) -> None:
    database = settings.DATABASES["default"]
    with psycopg.connect(
        host=database["HOST"], port=database["PORT"], user=database["USER"], dbname=database["NAME"]
    ) as other:
        other.execute("LOCK TABLE auth_permission IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(OperationalError):
            write_here_and_in(Permission)

    assert writes.counts() == (1, 1)
