from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.alerting.delivery import MOST_TRIES
from monitoring.minutes.trends import trends
from monitoring.models import Alert, AlertMessage, Sample
from operations.board.operations_trends import _together
from operations.models import Terminal, User
from operations.vocabulary import Role
from tests import cast
from tests.cast import NOON
from tests.monitoring.alert_cast import a_minute
from tests.operations.board.authenticator import with_second_factor
from tests.operations.board.desk import Desk

pytestmark = pytest.mark.usefixtures("at_noon")
MINUTE = timedelta(minutes=1)


def an_alert(**fields: object) -> Alert:
    known: dict[str, object] = {
        "name": "memory-high",
        "source": "web-1",
        "level": "ATTENTION",
        "since": NOON - 14 * MINUTE,
        "value": 0.8,
        "worst_value": 0.82,
        "threshold": 0.75,
    }
    return Alert.objects.create(**known | fields)


@pytest.mark.parametrize("path", ["/operations/", "/operations/live/"])
def test_only_those_who_keep_the_site_see_how_it_is(
    auditors_desk: Desk, operators_desk: Desk, path: str
) -> None:
    assert auditors_desk.get(path).status == 200
    assert operators_desk.get(path).status == 200


@pytest.mark.parametrize("path", ["/operations/", "/operations/live/"])
def test_nobody_else_sees_how_the_site_is(desk: Desk, clerks_desk: Desk, path: str) -> None:
    assert desk.get(path).status == 403
    assert clerks_desk.get(path).status == 403


def test_a_superuser_sees_it_too(db: None) -> None:
    root = User.objects.create_superuser("root", password="x")

    assert Desk(root).get("/operations/").status == 200


def test_strangers_are_asked_to_sign_in(db: None) -> None:
    assert Desk().get("/operations/").headers["Location"] == "/login/?next=/operations/"
    assert Desk().get("/operations/live/").status == 401


def test_before_the_first_figures_the_page_says_when_they_come(operators_desk: Desk) -> None:
    page = operators_desk.get("/operations/").text

    assert "No figures yet: the first come within a minute or two" in page
    assert "Nothing was written down in this time." in page


def test_what_stands_is_told_with_what_to_do(operators_desk: Desk) -> None:
    alert = an_alert()
    AlertMessage.objects.create(
        alert=alert,
        happening="RAISED",
        channel="WEBHOOK",
        due_at=NOON,
        tries_count=MOST_TRIES,
        failure="NotTaken: the receiver answered 500",
    )

    page = operators_desk.get("/operations/")

    assert "memory-high web-1" in page.text
    assert "Seen 80 % Worst 82 % Raised at 75 % For how long 14 min since 09:46" in page.text
    assert "Means A container uses 75 % of its memory or more" in page.text
    assert "Do nothing for a peak. For a slope: lower WEB_WORKERS by one" in page.text
    assert "Nobody could be told by webhook: NotTaken: the receiver answered 500" in page.text
    assert f'href="/admin/monitoring/alert/{alert.pk}/change/"' in page.html


def test_what_to_do_stands_at_the_first_alert_of_a_name_with_what_it_leads_to(
    operators_desk: Desk,
) -> None:
    for source in ("web-1", "web-2"):
        an_alert(name="memory-critical", source=source)

    page = operators_desk.get("/operations/").text

    assert page.count("Do restart the container if it does not fall within minutes") == 1
    assert page.count("More: memory-high Means A container uses 75 %") == 1
    assert page.count("What to do stands at the first alert of this name") == 1


def test_what_is_or_is_not_has_no_figures_and_says_for_how_long(operators_desk: Desk) -> None:
    redis = {"name": "redis-down", "value": 1, "worst_value": 1, "threshold": 1}
    an_alert(**redis, since=NOON - 2 * MINUTE)
    an_alert(**redis, cleared_at=NOON)

    page = operators_desk.get("/operations/").text

    assert "until it is back. For how long 2 min since 09:58 Looked after by nobody yet" in page
    assert "14 min – – –" in page
    assert "yes" not in page.split("Health")[0]


def test_what_is_over_is_told_for_a_week(operators_desk: Desk) -> None:
    an_alert(cleared_at=NOON - MINUTE, source="web-1")
    an_alert(cleared_at=NOON - timedelta(days=7, minutes=1), since=NOON - timedelta(days=8))

    page = operators_desk.get("/operations/")

    assert page.text.count("Attention memory-high") == 1
    assert "13 min 82 % 75 %" in page.text


def test_each_container_has_a_line_of_its_own_and_counts_are_added_up(
    operators_desk: Desk,
) -> None:
    for source, requests, memory in (("web-1", 30, 0.5), ("web-2", 12, 0.7)):
        a_minute(NOON - MINUTE, source=source, requests=requests, memory_ratio=memory, errors=0)

    page = operators_desk.get("/operations/")

    assert "Requests a minute 42" in page.text
    assert "Memory in use 70 %" in page.text
    assert page.html.count('class="trend-key') == 2
    assert "09:59 42 0 % 50 % 70 %" in page.text


@pytest.mark.parametrize(
    ("period", "back", "is_seen"),
    [
        ("hour", timedelta(minutes=59), True),
        ("hour", timedelta(minutes=70), False),
        ("day", timedelta(hours=23), True),
        ("day", timedelta(hours=25), False),
        ("week", timedelta(days=6, hours=23), True),
        ("week", timedelta(days=7, hours=2), False),
        ("nonsense", timedelta(minutes=59), True),
    ],
)
def test_a_period_reaches_as_far_as_it_says(
    operators_desk: Desk, period: str, back: timedelta, *, is_seen: bool
) -> None:
    a_minute(NOON - back, requests=7)

    page = operators_desk.get(f"/operations/?period={period}")

    assert ("Requests a minute" in page.text) is is_seen


def test_a_bucket_of_several_minutes_tells_their_mean_and_the_longest_wait(
    operators_desk: Desk,
) -> None:
    for back, requests, wait in ((5, 10, 0.1), (6, 20, 0.3)):
        a_minute(NOON - back * MINUTE, requests=requests, errors=3, p95_seconds=wait)

    page = operators_desk.get("/operations/?period=day").text

    assert "09:45 15 20 % 300 ms" in page


def test_the_board_tells_those_who_keep_the_site_what_stands(
    operators_desk: Desk, desk: Desk
) -> None:
    assert "The site itself" not in operators_desk.get("/").text
    an_alert()

    assert "The site itself: 1 alert: memory high" in operators_desk.get("/").text
    assert "The site itself" not in desk.get("/").text
    assert 'href="/operations/"' not in desk.get("/").html


def test_a_page_that_polls_hears_of_a_new_alert_and_else_of_nothing(operators_desk: Desk) -> None:
    etag = operators_desk.poll("/operations/live/").headers["ETag"]
    assert operators_desk.poll("/operations/live/", etag).status == 304

    an_alert()

    assert "memory-high" in operators_desk.poll("/operations/live/", etag).text


def test_the_page_costs_as_many_queries_for_ten_containers_as_for_one(
    operators_desk: Desk,
) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            operators_desk.get("/operations/")
        return len(asked)

    a_minute(NOON - MINUTE, memory_ratio=0.5)
    an_alert()
    few = queries()
    for number in range(2, 11):
        a_minute(NOON - MINUTE, source=f"web-{number}", memory_ratio=0.5)
        an_alert(source=f"web-{number}")

    assert queries() == few == 14


@pytest.mark.django_db
def test_a_container_that_replaces_another_does_not_double_what_was_counted() -> None:
    until = NOON - timedelta(minutes=1)
    start = until.replace(minute=0)
    for source, minutes in (("web-old", range(30)), ("web-new", range(30, 60))):
        Sample.objects.bulk_create(
            Sample(
                taken_at=start + timedelta(minutes=minute),
                source=source,
                name="requests",
                value=100,
            )
            for minute in minutes
        )

    found = trends(["requests"], until=until, count=1, minutes=60)

    assert _together(found, "requests") == [100.0]


@pytest.mark.parametrize("path", ["/second-factor/", "/login/set-up/"])
def test_the_pages_of_the_second_factor_lead_there_too(terminal: Terminal, path: str) -> None:
    person = cast.a_person("operator", terminal, role=Role.OPERATOR, is_staff=True)
    if path == "/second-factor/":
        person = with_second_factor(person)[0]

    page = Desk(person).get(path).html

    assert '<a href="/operations/">Operations</a>' in page


def test_the_words_of_a_bound_stand_where_no_curve_passes(operators_desk: Desk) -> None:
    a_minute(NOON - 2 * MINUTE, memory_ratio=0.8)

    page = operators_desk.get("/operations/").html

    chart = page.partition('aria-labelledby="memory-ratio-title')[2].partition("</figure>")[0]
    drawn, _, below = chart.rpartition("</svg>")
    assert "alert at 75 %" not in drawn
    assert "alert at 75 %" in below
