"""How findings become one answer; what each check finds is seen on real servers elsewhere."""

import logging
import threading
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from monitoring.health import Finding, Snapshot, State, Watcher, as_detail, as_outline
from monitoring.health_check import Check, Note


@dataclass
class Planted(Check):
    """Finds what the test says."""

    error: Exception | None = field(default=None, repr=False)

    def run(self) -> None:
        self.figures["planted"] = 1
        self.notes.append(Note("W012", "of cookies"))
        if self.error:
            raise self.error


@dataclass
class Hanging(Check):
    timeout = timedelta(seconds=0.05)
    is_released: threading.Event = field(default_factory=threading.Event, repr=False)
    begun: list[int] = field(default_factory=list, repr=False)

    def run(self) -> None:
        self.begun.append(1)
        self.is_released.wait(30)


def look(**checks: Check) -> Snapshot:
    return Watcher().look(checks)


def test_all_is_well_when_every_check_is() -> None:
    snapshot = look(database=Planted(), redis=Planted())

    assert snapshot.state is State.OK
    assert as_outline(snapshot) == {"status": "ok", "checks": {"database": "ok", "redis": "ok"}}


@pytest.mark.parametrize("name", ["database", "memory"])
def test_the_site_fails_with_what_it_cannot_do_without(name: str) -> None:
    assert look(**{name: Planted(ServiceUnavailable("gone"))}).state is State.FAIL


@pytest.mark.parametrize("name", ["redis", "security", "system"])
def test_the_site_goes_on_degraded_without_the_rest(name: str) -> None:
    snapshot = look(**{name: Planted(ServiceUnavailable("gone")), "database": Planted()})

    assert snapshot.state is State.DEGRADED
    assert snapshot.findings[0].state is State.FAIL


def test_a_warning_degrades_even_what_is_critical() -> None:
    assert look(memory=Planted(ServiceWarning("is tight"))).state is State.DEGRADED


def test_strangers_hear_no_words_and_no_figures() -> None:
    snapshot = look(database=Planted(ServiceUnavailable("db.harbour.example refuses tally")))

    assert as_outline(snapshot) == {"status": "fail", "checks": {"database": "fail"}}
    detail = str(as_detail(snapshot))
    assert "db.harbour.example" in detail
    assert "'planted': 1" in detail
    assert "'notes': ['W012: of cookies']" in detail


def test_an_error_that_nobody_foresaw_is_a_finding_and_its_words_go_to_the_log_only(
    caplog: pytest.LogCaptureFixture,
) -> None:
    snapshot = look(redis=Planted(KeyError("secret")), database=Planted())

    assert snapshot.state is State.DEGRADED
    assert "secret" not in str(as_detail(snapshot))
    assert "secret" in caplog.text


def test_a_check_that_hangs_is_a_finding_and_holds_up_no_other() -> None:
    hanging = Hanging()

    snapshot = look(database=hanging, redis=Planted())
    hanging.is_released.set()

    assert [each.state for each in snapshot.findings] == [State.FAIL, State.OK]
    assert "no answer" in snapshot.findings[0].says


def test_a_check_that_still_hangs_is_not_begun_again_and_then_is() -> None:
    hanging, watcher = Hanging(), Watcher()
    checks = {"database": hanging}

    for _ in range(3):
        watcher.look(checks)
    begun_meanwhile = len(hanging.begun)
    hanging.is_released.set()
    for thread in threading.enumerate():
        if thread.name == "health-database":
            thread.join()

    assert begun_meanwhile == 1
    assert watcher.look(checks).state is State.OK
    assert len(hanging.begun) == 2


def test_a_change_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    watcher = Watcher()

    for error in (None, ServiceUnavailable("gone"), ServiceUnavailable("gone"), None, None):
        watcher.look({"redis": Planted(error)})

    assert [each.getMessage() for each in caplog.records if each.name == "monitoring.health"] == [
        "health: redis is fail, was ok: gone",
        "health: redis is ok, was fail: all is well",
    ]


def test_one_part_that_is_well_again_does_not_speak_for_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watcher, unsafe = Watcher(), Planted(ServiceWarning("not safe"))

    for error in (ServiceUnavailable("gone"), None):
        watcher.look({"database": Planted(error), "security": unsafe})

    assert caplog.messages[-1] == (
        "health: database is ok, was fail: the site is degraded: security degraded"
    )


def test_a_snapshot_grows_old() -> None:
    finding = Finding("redis", State.OK, "", 0.0, {})

    assert Snapshot((finding,), seen_at=0).age_seconds > 0
