import multiprocessing
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from monitoring.minutes.minute_figures import Readings
from monitoring.minutes.samples import KEPT, Sampler, prune
from monitoring.models import Alert, Sample
from tests.monitoring.alert_cast import MINUTE, NOW, a_minute

pytestmark = pytest.mark.django_db
START = NOW.replace(second=0)


class Clock:
    """The site's clock, and instruments that count ten requests a minute."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def read(self) -> Readings:
        minutes = (self.now - NOW) / MINUTE
        return Readings({"requests": 100 + 10 * minutes}, {"memory_ratio": 0.5}, {})


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock by which the sampler goes."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def sampler(clock: Clock, tmp_path: Path) -> Sampler:
    """Return the sampler of a worker of web-1."""
    return Sampler(tmp_path, read=clock.read, source="web-1")


@pytest.fixture
def no_database() -> Iterator[Callable[[], None]]:
    """Return a function that brings a database back which is away from the start."""
    is_away = [True]

    def refuse(execute: Callable[..., object], *arguments: object) -> object:
        if is_away:
            raise OperationalError("the server closed the connection")
        return execute(*arguments)

    with connection.execute_wrapper(refuse):
        yield is_away.clear


def walk(sampler: Sampler, clock: Clock, *, minutes: int = 1) -> None:
    for _ in range(minutes):
        clock.now += MINUTE
        sampler.walk()


def test_a_minute_is_written_down_when_it_is_over(sampler: Sampler, clock: Clock) -> None:
    sampler.walk()
    assert not Sample.objects.exists()

    walk(sampler, clock, minutes=2)
    sampler.walk()

    told = Sample.objects.order_by("taken_at", "name").values_list(
        "taken_at", "source", "name", "value"
    )
    assert list(told) == [
        (START, "web-1", "memory_ratio", 0.5),
        (START, "web-1", "requests", 10.0),
        (START + MINUTE, "web-1", "memory_ratio", 0.5),
        (START + MINUTE, "web-1", "requests", 10.0),
    ]


def test_writing_a_minute_down_is_one_insert_of_that_minute(sampler: Sampler, clock: Clock) -> None:
    sampler.walk()
    walk(sampler, clock)
    clock.now += MINUTE

    with CaptureQueriesContext(connection) as asked:
        sampler.walk()

    (insert,) = [each["sql"] for each in asked if each["sql"].startswith("INSERT")]
    assert f"{START:%H:%M}" not in insert
    assert f"{START + MINUTE:%H:%M}" in insert


def test_one_worker_of_a_container_writes_and_the_next_goes_on_from_there(
    sampler: Sampler, clock: Clock, tmp_path: Path
) -> None:
    sampler.walk()
    beside = Sampler(tmp_path, read=clock.read, source="web-1")
    walk(beside, clock)
    assert not Sample.objects.exists()
    walk(sampler, clock)
    sampler.leave()

    walk(beside, clock)

    assert [each.value for each in Sample.objects.filter(name="requests")] == [20.0, 10.0]


def _take_the_turn(folder: Path, has_it: Event, may_end: Event) -> None:
    sampler = Sampler(folder, read=lambda: Readings({}, {}, {}), source="web-1")
    sampler.walk()
    has_it.set()
    may_end.wait()


def test_a_worker_that_is_killed_gives_the_turn_back(clock: Clock, tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    has_it, may_end = context.Event(), context.Event()
    other = context.Process(target=_take_the_turn, args=(tmp_path, has_it, may_end))
    other.start()
    has_it.wait(30)
    sampler = Sampler(tmp_path, read=clock.read, source="web-1")
    assert not sampler.has_the_turn()

    other.kill()
    other.join()

    assert sampler.has_the_turn()


def test_what_was_counted_across_a_long_gap_is_of_no_minute(sampler: Sampler, clock: Clock) -> None:
    sampler.walk()
    clock.now += timedelta(hours=1)

    sampler.walk()

    assert not Sample.objects.exists()


def test_what_a_killed_worker_left_half_written_is_no_reason_to_stop(
    clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "samples").write_text('{"taken": {"at": "20', encoding="utf-8")
    sampler = Sampler(tmp_path, read=clock.read, source="web-1")

    sampler.walk()
    walk(sampler, clock)

    assert Sample.objects.filter(name="requests").count() == 1


@pytest.mark.usefixtures("ledger_that_can_be_emptied")
def test_the_minutes_of_an_outage_are_written_down_after_it(
    sampler: Sampler, clock: Clock, no_database: Callable[[], None]
) -> None:
    sampler.walk()
    walk(sampler, clock, minutes=3)
    no_database()

    walk(sampler, clock)

    assert Sample.objects.filter(name="requests").count() == 4


@pytest.mark.usefixtures("ledger_that_can_be_emptied")
def test_an_outage_is_told_without_the_database_and_kept_when_it_is_back(
    sampler: Sampler, clock: Clock, no_database: Callable[[], None], settings: Settings
) -> None:
    settings.ALERT_EMAILS = ["on-call@port.example"]
    sampler.walk()
    walk(sampler, clock, minutes=3)
    assert mail.outbox == []
    walk(sampler, clock, minutes=3)
    assert [each.subject for each in mail.outbox] == ["[TROUBLE] database-failing on web-1"]
    no_database()

    walk(sampler, clock)

    alert = Alert.objects.get()
    assert (alert.name, alert.since, alert.cleared_at) == (
        "database-failing",
        NOW + MINUTE,
        NOW + 7 * MINUTE,
    )
    assert mail.outbox[1].subject == "[OVER] database-failing on web-1"


@pytest.mark.usefixtures("ledger_that_can_be_emptied")
def test_the_next_worker_does_not_tell_of_an_outage_again(
    sampler: Sampler, clock: Clock, no_database: Callable[[], None], settings: Settings
) -> None:
    settings.ALERT_EMAILS = ["on-call@port.example"]
    sampler.walk()
    walk(sampler, clock, minutes=5)
    sampler.leave()
    successor = Sampler(sampler.folder, read=clock.read, source="web-1")

    walk(successor, clock, minutes=5)

    assert len(mail.outbox) == 1


def test_what_no_page_shows_any_more_is_thrown_away() -> None:
    a_minute(NOW - KEPT - MINUTE)
    a_minute(NOW - KEPT + MINUTE)

    prune(now=NOW)

    assert {each.taken_at for each in Sample.objects.all()} == {NOW - KEPT + MINUTE}
