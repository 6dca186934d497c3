from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from operations.actions.tablets import invite_tablet
from operations.models import Tablet, Terminal, User
from tests.operations.field.tablets import TabletClient, error_of


@pytest.fixture
def code(terminal: Terminal, supervisor: User) -> str:
    return a_code(terminal, supervisor)


def a_code(terminal: Terminal, supervisor: User, *, minutes_ago: int = 0) -> str:
    invited_at = timezone.now() - timedelta(minutes=minutes_ago)
    _, code = invite_tablet(
        terminal=terminal, tablet_name="Ramp 7", invited_by=supervisor, invited_at=invited_at
    )
    return code


def test_a_code_makes_a_tablet_of_its_terminal(unknown_tablet: TabletClient, code: str) -> None:
    answer = unknown_tablet.post("enrol", {"code": code})

    assert answer.status_code == 201
    assert answer.json()["tablet"]["name"] == "Ramp 7"
    assert unknown_tablet.get("session").json()["tablet"] == answer.json()["tablet"]


def test_scripts_cannot_read_the_cookie_nor_other_sites_send_it(
    unknown_tablet: TabletClient, code: str
) -> None:
    cookie = unknown_tablet.post("enrol", {"code": code}).cookies["tablet"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/field/"
    assert cookie["max-age"] == 180 * 24 * 3600


@override_settings(SESSION_COOKIE_SECURE=True)
def test_over_https_the_cookie_never_travels_in_the_clear(
    unknown_tablet: TabletClient, code: str
) -> None:
    cookie = unknown_tablet.post("enrol", {"code": code}).cookies["__Secure-tablet"]

    assert cookie["secure"]


def test_only_the_hash_of_the_secret_is_kept(unknown_tablet: TabletClient, code: str) -> None:
    cookie = unknown_tablet.post("enrol", {"code": code}).cookies["tablet"]

    secret = cookie.value.partition(".")[0]
    assert len(secret) >= 43  # 256 bits in base64
    assert secret not in str(Tablet.objects.values().get())


def test_blanks_hyphens_and_case_do_not_matter(unknown_tablet: TabletClient, code: str) -> None:
    typed = f" {code.lower().replace('-', ' ')} "

    assert unknown_tablet.post("enrol", {"code": typed}).status_code == 201


def test_a_code_works_once(unknown_tablet: TabletClient, code: str) -> None:
    unknown_tablet.post("enrol", {"code": code})

    again = TabletClient().post("enrol", {"code": code})

    assert error_of(again) == (403, "code_not_valid")


def test_a_code_lives_ten_minutes(
    unknown_tablet: TabletClient, terminal: Terminal, supervisor: User
) -> None:
    old = a_code(terminal, supervisor, minutes_ago=11)

    assert error_of(unknown_tablet.post("enrol", {"code": old})) == (403, "code_not_valid")


def test_guessing_is_stopped_by_address(unknown_tablet: TabletClient, code: str) -> None:
    for _ in range(20):
        unknown_tablet.post("enrol", {"code": "AAAA-AAAA"})

    refused = unknown_tablet.post("enrol", {"code": code})
    unknown_tablet.browser.defaults["REMOTE_ADDR"] = "192.0.2.7"
    elsewhere = unknown_tablet.post("enrol", {"code": code})

    assert error_of(refused) == (429, "too_many_attempts")
    assert 1 <= int(refused.headers["Retry-After"]) <= 600
    assert elsewhere.status_code == 201


@pytest.mark.parametrize(
    "content",
    [{}, {"code": 1}, {"code": None}, {"code": "A", "x": 1}, {"code": "A" * 201}, [], "A", 1],
)
def test_what_is_no_code_is_malformed(unknown_tablet: TabletClient, content: object) -> None:
    assert error_of(unknown_tablet.post("enrol", content)) == (400, "malformed")


@pytest.mark.parametrize("code", ["", " ", "-", "\x1f", "ß", "七", "1" * 200])
def test_an_odd_code_is_just_a_wrong_one(unknown_tablet: TabletClient, code: str) -> None:
    assert error_of(unknown_tablet.post("enrol", {"code": code})) == (403, "code_not_valid")
