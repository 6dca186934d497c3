from datetime import datetime
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from pytest_django.fixtures import Settings

from monitoring.alerts import Outcome, describe, evaluate
from monitoring.models import Alert, AlertMessage
from tests.monitoring.alert_cast import MINUTE, NOW, a_minute, minutes_before

pytestmark = pytest.mark.django_db


def names(alerts: list[Alert]) -> list[str]:
    return [str(alert) for alert in alerts]


def walk(values: list[float], *, source: str = "web-1") -> list[Outcome]:
    """Evaluate minute by minute while a container tells how full its memory is."""
    found = []
    for number, value in enumerate(values):
        a_minute(NOW.replace(second=0) + (number - 1) * MINUTE, source=source, memory_ratio=value)
        found.append(evaluate(now=NOW + number * MINUTE))
    return found


def test_an_alert_is_raised_once_kept_and_cleared_once() -> None:
    outcomes = walk([0.8, 0.8, 0.82, 0.74, 0.72, 0.60, 0.60])

    assert [names(each.raised) for each in outcomes] == [
        [],
        ["memory-high (web-1)"],
        *[[]] * 5,
    ]
    assert [names(each.cleared) for each in outcomes] == [*[[]] * 6, ["memory-high (web-1)"]]
    alert = Alert.objects.get()
    assert (alert.since, alert.cleared_at) == (NOW + MINUTE, NOW + 6 * MINUTE)
    assert (alert.value, alert.worst_value, alert.threshold) == (0.60, 0.82, 0.75)


def test_the_next_time_is_another_row() -> None:
    walk([0.8, 0.8, 0.1, 0.1, 0.8, 0.8])

    assert Alert.objects.count() == 2
    assert Alert.objects.filter(cleared_at=None).count() == 1


def test_a_container_that_went_away_takes_its_alerts_along() -> None:
    minutes_before(NOW, 3, source="web-2", memory_ratio=0.8)
    minutes_before(NOW, 3, source="web-1", memory_ratio=0.1)
    assert names(evaluate(now=NOW).raised) == ["memory-high (web-2)"]
    later = NOW + 12 * MINUTE
    minutes_before(later, 10, source="web-1", memory_ratio=0.1)

    assert names(evaluate(now=later).cleared) == ["memory-high (web-2)"]


def test_while_nobody_tells_anything_what_stands_goes_on() -> None:
    minutes_before(NOW, 3, memory_ratio=0.8)
    evaluate(now=NOW)

    outcome = evaluate(now=NOW + 12 * MINUTE)

    assert names(outcome.standing) == ["memory-high (web-1)", "no-samples"]
    assert names(outcome.raised) == ["no-samples"]


def test_silence_is_told_after_five_minutes_and_is_over_with_the_next_figures() -> None:
    a_minute(NOW.replace(second=0) - MINUTE)

    def silence_of(now: datetime) -> list[str]:
        return names(evaluate(now=now).standing)

    assert silence_of(NOW + 4 * MINUTE) == []
    assert silence_of(NOW + 5 * MINUTE) == ["no-samples"]
    a_minute(NOW.replace(second=0) + 5 * MINUTE)
    assert silence_of(NOW + 6 * MINUTE) == []


def test_a_site_that_has_never_told_anything_is_not_silent() -> None:
    assert evaluate(now=NOW).standing == []


def test_the_minute_that_is_not_told_yet_is_waited_for() -> None:
    minutes_before(NOW, 2, memory_ratio=0.8)
    just_before_it_is_told = NOW + MINUTE

    assert names(evaluate(now=just_before_it_is_told).raised) == ["memory-high (web-1)"]


def test_people_are_told_once_that_it_is_and_once_that_it_is_over(settings: Settings) -> None:
    settings.ALERT_EMAILS = ["on-call@port.example"]

    walk([0.8, 0.8, 0.8, 0.74, 0.6, 0.6, 0.6])

    assert [each.subject for each in mail.outbox] == [
        "[ATTENTION] memory-high on web-1",
        "[OVER] memory-high on web-1",
    ]
    assert "Do nothing for a peak. For a slope: lower WEB_WORKERS by one" in mail.outbox[0].body
    assert "docs/runbook.md#memory-high" in mail.outbox[0].body
    assert "lower WEB_WORKERS" not in mail.outbox[1].body
    assert "Worst seen: 80 %, raised at 75 %" in mail.outbox[0].body


@pytest.mark.parametrize("site", ["", "https://pier.example"])
def test_people_are_told_where_it_stands(settings: Settings, site: str) -> None:
    settings.ALERT_EMAILS, settings.SITE_URL = ["on-call@port.example"], site

    walk([0.8, 0.8, 0.8])

    assert mail.outbox[0].body.splitlines()[-1] == f"How it stands: {site}/operations/"


def test_of_what_is_or_is_not_people_are_told_since_when(settings: Settings) -> None:
    settings.ALERT_EMAILS = ["on-call@port.example"]
    minutes_before(NOW, 3, breaker_open=1)

    outcome = evaluate(now=NOW)

    assert "Since: 2026-11-25 15:00 UTC\nContainer: web-1" in mail.outbox[0].body
    assert "until it is back. Since 2026-11-25 15:00 UTC. docs" in describe(outcome.raised[0])


@pytest.mark.usefixtures("ledger_that_can_be_emptied")
def test_of_two_that_evaluate_at_once_one_raises_and_one_tells(settings: Settings) -> None:
    settings.ALERT_EMAILS = ["on-call@port.example"]
    minutes_before(NOW, 3, memory_ratio=0.9)
    start, outcomes = Barrier(4), []

    def one() -> None:
        start.wait()
        outcomes.append(evaluate(now=NOW))
        connection.close()

    threads = [Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    raised = sorted(name for each in outcomes for name in names(each.raised))
    assert len(outcomes) == 4
    assert raised == ["memory-critical (web-1)", "memory-high (web-1)"]
    assert len(mail.outbox) == 2
    assert AlertMessage.objects.filter(told_at=None).count() == 0


def test_one_evaluation_costs_a_fixed_number_of_questions(
    django_assert_num_queries: object,
) -> None:
    from django.test.utils import CaptureQueriesContext

    minutes_before(NOW, 3, memory_ratio=0.1)
    with CaptureQueriesContext(connection) as few:
        evaluate(now=NOW)
    for number in range(2, 6):
        minutes_before(NOW, 3, source=f"web-{number}", memory_ratio=0.1)
    with CaptureQueriesContext(connection) as many:
        evaluate(now=NOW)

    assert len(few) == len(many)


def test_an_alert_of_a_rule_that_is_gone_is_over() -> None:
    Alert.objects.create(
        name="of-an-older-version", level="TROUBLE", since=NOW, value=1, worst_value=1, threshold=1
    )

    assert names(evaluate(now=NOW).cleared) == ["of-an-older-version"]
