from http import HTTPStatus

import pytest
from django.test import Client

from monitoring.alerting.acknowledge import acknowledge
from monitoring.models import Alert
from operations.models import User
from tests.cast import NOON
from tests.operations.admin.office import list_of, page_of, said_by, shown_by, signed_in

pytestmark = pytest.mark.usefixtures("static_files")


@pytest.fixture
def alert(db: None) -> Alert:
    """Return an alert that stands."""
    known = {"value": 0.8, "worst_value": 0.82, "threshold": 0.75, "level": "ATTENTION"}
    return Alert.objects.create(name="memory-high", source="web-1", since=NOON, **known)


def confirm(browser: Client, alert: Alert) -> list[str]:
    url = page_of(alert, "acknowledge")
    return said_by(browser.post(url, {"confirmed": "1"}, follow=True))


def test_an_operator_says_who_looks_after_an_alert(operator: User, alert: Alert) -> None:
    desk = signed_in(operator)
    assert "Acknowledge" in desk.get(page_of(alert)).content.decode()

    said = confirm(desk, alert)

    alert.refresh_from_db()
    assert said == ["Acknowledged: memory-high (web-1)."]
    assert alert.acknowledged_by == operator
    assert alert.cleared_at is None
    assert "IT on call" in desk.get(page_of(alert)).content.decode()


def test_whoever_said_it_first_looks_after_it(
    operator: User, superuser: User, alert: Alert
) -> None:
    acknowledge(alert=alert, by=superuser, at=NOON)

    said = confirm(signed_in(operator), alert)

    alert.refresh_from_db()
    assert said == ["memory-high (web-1): somebody looks after it already."]
    assert alert.acknowledged_by == superuser


@pytest.mark.parametrize("who", ["auditor", "supervisor"])
def test_nobody_else_acknowledges(request: pytest.FixtureRequest, alert: Alert, who: str) -> None:
    desk = signed_in(request.getfixturevalue(who))

    answer = desk.post(page_of(alert, "acknowledge"), {"confirmed": "1"})

    alert.refresh_from_db()
    assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.FOUND}
    assert alert.acknowledged_by is None


def test_the_list_shows_what_stands_and_says_what_it_means(auditor: User, alert: Alert) -> None:
    over = Alert.objects.create(
        name="errors",
        level="TROUBLE",
        since=NOON,
        cleared_at=NOON,
        value=0,
        worst_value=0.1,
        threshold=0.01,
    )
    desk = signed_in(auditor)

    assert shown_by(desk.get(list_of(Alert))) == [alert]
    assert shown_by(desk.get(list_of(Alert), {"state": "done"})) == [over]
    page = desk.get(page_of(alert)).content.decode()
    assert "80 %" in page
    assert "<code>WEB_WORKERS</code> by one" in page


def test_of_what_is_or_is_not_no_figures_are_shown(auditor: User, alert: Alert) -> None:
    Alert.objects.update(name="redis-down")
    desk = signed_in(auditor)

    page, rows = (desk.get(url).content.decode() for url in (page_of(alert), list_of(Alert)))

    assert "For how long" in page
    assert "Raised at" not in page
    assert ">yes<" not in rows


def test_an_alert_of_an_older_version_is_shown_all_the_same(auditor: User, alert: Alert) -> None:
    Alert.objects.update(name="gone-since")

    page = signed_in(auditor).get(page_of(alert)).content.decode()

    assert "gone-since" in page
