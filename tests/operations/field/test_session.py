from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.test import override_settings
from django.utils import timezone

from operations.field.shell import shell
from operations.models import Terminal, User
from operations.queries.shift_tokens import SHIFT_LENGTH, sign_shift
from tests.operations.field.tablets import TabletClient, a_tablet_client


def test_a_tablet_learns_who_it_is_and_who_holds_it(ramp: TabletClient, clerk: User) -> None:
    answer = ramp.get("session").json()

    assert answer["tablet"] == {"id": ramp.tablet.pk, "name": "Ramp 1"}
    assert answer["terminal"]["time_zone"] == "America/New_York"
    assert answer["person"]["username"] == clerk.username
    assert answer["person"]["name"] == "Tally clerk, gang 3"
    assert answer["build"] == shell().build
    assert answer["minimum_build"] == ""


def test_an_unknown_tablet_gets_a_csrf_token_and_no_more(unknown_tablet: TabletClient) -> None:
    answer = unknown_tablet.get("session").json()

    assert answer["csrf_token"]
    assert (answer["tablet"], answer["terminal"], answer["person"]) == (None, None, None)


def test_a_revoked_tablet_is_an_unknown_one(revoked_tablet: TabletClient) -> None:
    answer = revoked_tablet.get("session").json()

    assert (answer["tablet"], answer["person"]) == (None, None)


def test_a_shift_ends_after_its_hours(ramp: TabletClient, clerk: User) -> None:
    ended = timezone.now() - SHIFT_LENGTH - timedelta(seconds=1)
    token = sign_shift(person=clerk, tablet=ramp.tablet, starts_at=ended)

    assert ramp.get("session", shift=token).json()["person"] is None


@pytest.mark.parametrize("loss", ["shut out", "left the terminal", "changed the password"])
def test_who_may_not_read_any_more_is_nobody(ramp: TabletClient, clerk: User, loss: str) -> None:
    if loss == "shut out":
        User.objects.filter(pk=clerk.pk).update(is_active=False)
    elif loss == "left the terminal":
        clerk.terminals.clear()
    else:
        clerk.set_password("another long enough password")
        clerk.save()

    answer = ramp.get("session").json()

    assert answer["tablet"] is not None
    assert answer["person"] is None


def test_a_shift_of_another_tablet_is_worth_nothing(
    ramp: TabletClient, terminal: Terminal, clerk: User
) -> None:
    other = a_tablet_client(terminal, clerk, name="Ramp 2")

    assert ramp.get("session", shift=other.shift).json()["person"] is None


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "x" * 5000, "🚢"])
def test_a_garbled_shift_is_nobody(ramp: TabletClient, token: str) -> None:
    assert ramp.get("session", shift=token).json()["person"] is None


@override_settings(FIELD_UPDATE_IS_URGENT=True)
def test_an_urgent_update_names_the_build_to_be_at(ramp: TabletClient) -> None:
    assert ramp.get("session").json()["minimum_build"] == shell().build


def test_the_cookie_slides_at_most_once_a_day(ramp: TabletClient) -> None:
    first, second = ramp.get("session"), ramp.get("session")

    assert _cookies(first)["tablet"]["max-age"] == 180 * 24 * 3600
    assert "tablet" not in _cookies(second)


def test_the_cookie_of_yesterday_is_set_again(ramp: TabletClient) -> None:
    secret = ramp.browser.cookies["tablet"].value
    yesterday = (timezone.now() - timedelta(days=1)).date()
    ramp.browser.cookies["tablet"] = f"{secret}.{yesterday}"

    renewed = _cookies(ramp.get("session"))["tablet"]

    assert renewed.value == f"{secret}.{timezone.now().date()}"


def test_no_cookie_is_renewed_for_a_revoked_tablet(revoked_tablet: TabletClient) -> None:
    assert "tablet" not in _cookies(revoked_tablet.get("session"))


def _cookies(response: object) -> SimpleCookie:
    cookies: SimpleCookie = response.cookies  # type: ignore[attr-defined]  # Django's own
    return cookies
