"""Admin shuts when nobody uses the office; the board does not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from operations.models import AuditEntry, User, VesselCall
from tests.cast import PASSWORD

ADMIN = reverse("admin:index")
Wait = Callable[[timedelta], None]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Return a function that lets time pass for the office."""
    now = timezone.now()

    def let_pass(time: timedelta) -> None:
        nonlocal now
        now += time

    def clock() -> datetime:
        return now

    monkeypatch.setattr(timezone, "now", clock)
    return let_pass


@pytest.fixture
def browser(static_files: None, supervisor: User, wait: Wait) -> Client:
    """Return the browser of the ship foreman, who came in by the door."""
    client = Client()
    client.post("/login/", {"username": "supervisor", "password": PASSWORD})
    return client


def test_admin_asks_again_after_a_quarter_of_an_hour(browser: Client, wait: Wait) -> None:
    wait(timedelta(minutes=14))
    assert browser.get(ADMIN).status_code == HTTPStatus.OK

    wait(timedelta(minutes=15))
    answer = browser.get(ADMIN)

    assert answer.headers["Location"] == f"/login/?next={ADMIN}"
    assert browser.get("/").status_code == HTTPStatus.FOUND
    assert AuditEntry.objects.filter(what="SIGNED_OUT").count() == 1


def test_what_a_left_desk_posts_does_nothing(
    browser: Client, wait: Wait, clerk: User, call: VesselCall
) -> None:
    wait(timedelta(minutes=16))
    browser.post(reverse("admin:operations_gang_add"), {"terminal": call.terminal_id, "name": "X"})

    assert not call.terminal.gangs.filter(name="X").exists()


def test_using_admin_keeps_it_open(browser: Client, wait: Wait) -> None:
    for _ in range(5):
        wait(timedelta(minutes=10))
        assert browser.get(ADMIN).status_code == HTTPStatus.OK


def test_the_board_on_the_wall_stays_open_and_does_not_keep_admin_open(
    browser: Client, wait: Wait
) -> None:
    for _ in range(3):
        wait(timedelta(minutes=10))
        assert browser.get("/live/").status_code == HTTPStatus.OK

    assert browser.get(ADMIN).status_code == HTTPStatus.FOUND


def test_a_session_ends_after_a_shift_however_busy_it_is(browser: Client, wait: Wait) -> None:
    for _ in range(12 * 6 - 1):
        wait(timedelta(minutes=10))
        assert browser.get(ADMIN).status_code == HTTPStatus.OK

    wait(timedelta(minutes=10))
    assert browser.get("/").status_code == HTTPStatus.FOUND


def test_each_sign_in_has_a_session_of_its_own(browser: Client) -> None:
    before = browser.cookies["session"].value

    browser.post("/login/", {"username": "supervisor", "password": PASSWORD})

    assert browser.cookies["session"].value != before
