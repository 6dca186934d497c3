"""What the operations page says of health, and when it may say that all is well."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from monitoring import health
from monitoring.health import Finding, Snapshot, State
from monitoring.health_check import Note
from tests.cast import NOON
from tests.monitoring.alert_cast import a_minute
from tests.operations.board.desk import Desk

pytestmark = pytest.mark.usefixtures("at_noon")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def health_sees(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that has this process see what a test says."""

    def sees(*findings: Finding) -> None:
        monkeypatch.setattr(health, "_snapshots", [Snapshot(findings, seen_at=monotonic())])

    return sees


WELL = Finding("memory", State.OK, "", 0.01, {"used_mb": 200})
FAILED = Finding("redis", State.FAIL, "takes no key (TimeoutError)", 0.25, {})
UNSAFE = Finding(
    "security", State.DEGRADED, "not safe", 0.01, {}, (Note("W012", "Cookies go <far>."),)
)


def test_all_is_well_when_no_alert_stands_and_health_agrees(
    operators_desk: Desk, health_sees: Callable[..., None]
) -> None:
    a_minute(NOON - MINUTE, requests=100)
    health_sees(WELL)

    page = operators_desk.get("/operations/")

    assert "All well No alert stands, and health agrees. The newest figures" in page.text
    assert "badge-good" in page.html


@pytest.mark.parametrize(
    ("findings", "kind", "said"),
    [
        ([WELL, FAILED, UNSAFE], "trouble", "health: redis fail, security degraded"),
        ([WELL, UNSAFE], "attention", "health: security degraded"),
        ([], "attention", "health: not known"),
    ],
)
def test_without_an_alert_the_page_says_what_health_says(
    operators_desk: Desk,
    health_sees: Callable[..., None],
    *,
    findings: list[Finding],
    kind: str,
    said: str,
) -> None:
    a_minute(NOON - MINUTE, requests=100)
    if findings:
        health_sees(*findings)

    page = operators_desk.get("/operations/").html

    assert f'<span class="badge badge-{kind}">No alert stands; {said}</span>' in page
    assert "All well" not in page


def test_a_minute_out_of_bounds_is_told_before_anybody_is(
    operators_desk: Desk, health_sees: Callable[..., None]
) -> None:
    a_minute(NOON - MINUTE, requests=100, errors=52.6)
    a_minute(NOON - MINUTE, source="web-2", breaker_open=1)
    health_sees(WELL)

    page = operators_desk.get("/operations/").text

    assert "No alert stands; in the newest minute: errors 52.6 %, redis-down The newest" in page


def test_how_each_part_is_comes_with_the_worst_first(
    operators_desk: Desk, health_sees: Callable[..., None]
) -> None:
    health_sees(WELL, FAILED)

    page = operators_desk.get("/operations/").text

    assert "Redis fail takes no key (TimeoutError) Memory ok used MB 200" in page


def test_whether_anybody_is_told_of_alerts_is_said(
    operators_desk: Desk, settings: Settings
) -> None:
    warning = "Alerts are told to nobody: set ALERT_EMAILS or ALERT_WEBHOOK_URL."
    assert warning in operators_desk.get("/operations/").text

    settings.ALERT_EMAILS = ["on-call@port.example"]
    cache.clear()

    assert warning not in operators_desk.get("/operations/").text


def test_what_is_wrong_with_settings_is_told_in_words(
    operators_desk: Desk, health_sees: Callable[..., None]
) -> None:
    health_sees(UNSAFE)

    page = operators_desk.get("/operations/").html

    assert "<dt>W012</dt><dd>Cookies go &lt;far&gt;.</dd>" in page
