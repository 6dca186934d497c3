import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from operations.models import User
from operations.queries import known_browsers
from operations.queries.known_browsers import read_browser, sign_browser


@pytest.fixture
def said(supervisor: User) -> str:
    """Return what a browser says after the ship foreman signed in there."""
    return sign_browser(read_browser(""), person=supervisor)


def test_a_browser_knows_who_signed_in_there_and_nobody_else(
    said: str, supervisor: User, clerk: User
) -> None:
    browser = read_browser(said)

    assert browser.knows(supervisor.username)
    assert not browser.knows(clerk.username)
    assert not browser.knows("nobody")


def test_people_who_share_a_desk_are_all_known_there(
    said: str, supervisor: User, stranger: User
) -> None:
    both = read_browser(sign_browser(read_browser(said), person=stranger))

    assert both.key == read_browser(said).key
    assert both.knows(supervisor.username)
    assert both.knows(stranger.username)


@pytest.mark.parametrize("altered", [lambda said: said[:-1], lambda said: f"x{said}", lambda _: ""])
def test_what_we_did_not_sign_makes_nobody_known(
    said: str, supervisor: User, altered: Callable[[str], str]
) -> None:
    assert not read_browser(altered(said)).knows(supervisor.username)


def test_a_new_password_makes_every_browser_a_stranger(said: str, supervisor: User) -> None:
    supervisor.set_password("another password of the examples")
    supervisor.save()

    assert not read_browser(said).knows(supervisor.username)


def test_the_account_of_one_browser_is_not_known_to_another(said: str, supervisor: User) -> None:
    stamps = read_browser(said).stamps

    assert not known_browsers.KnownBrowser("another", stamps).knows(supervisor.username)


@pytest.mark.parametrize(("days", "is_known"), [(179, True), (181, False)])
def test_a_browser_is_known_for_half_a_year(
    said: str, supervisor: User, monkeypatch: pytest.MonkeyPatch, *, days: int, is_known: bool
) -> None:
    later = time.time() + timedelta(days=days).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)

    assert read_browser(said).knows(supervisor.username) is is_known


def test_however_many_share_a_desk_the_cookie_is_one_that_servers_take(supervisor: User) -> None:
    said = ""
    for number in range(60):
        supervisor.password = f"password {number}"
        said = sign_browser(read_browser(said), person=supervisor)

    assert len(said) < 1024
