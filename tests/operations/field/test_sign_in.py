import pytest
from django.urls import reverse
from pytest_django import Settings

from operations.models import FailedAttempt, Terminal, User
from operations.vocabulary import Role
from tests import cast
from tests.operations.board.authenticator import with_second_factor
from tests.operations.field.tablets import TabletClient, a_tablet_client, error_of

RIGHT = {"username": "clerk3", "password": cast.PASSWORD}


def test_signing_in_begins_a_shift_of_sixteen_hours(ramp: TabletClient) -> None:
    answer = ramp.post("sign-in", RIGHT)

    assert answer.status_code == 200
    token = answer.json()["shift_token"]
    person = ramp.get("session", shift=token).json()["person"]
    assert person == answer.json()["person"]
    assert person["name"] == "Tally clerk, gang 3"


@pytest.mark.parametrize(
    "said",
    [
        RIGHT | {"password": "wrong"},
        RIGHT | {"password": cast.PASSWORD + " "},
        RIGHT | {"username": "nobody"},
        {"username": "", "password": ""},
    ],
)
def test_wrong_names_and_passwords_get_one_answer(ramp: TabletClient, said: dict[str, str]) -> None:
    assert error_of(ramp.post("sign-in", said)) == (403, "sign_in_failed")


def test_a_stranger_cannot_begin_a_shift_here(ramp: TabletClient, stranger: User) -> None:
    said = {"username": stranger.username, "password": cast.PASSWORD}

    assert error_of(ramp.post("sign-in", said)) == (403, "sign_in_failed")


def test_who_was_shut_out_cannot_begin_a_shift(ramp: TabletClient, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)

    assert error_of(ramp.post("sign-in", RIGHT)) == (403, "sign_in_failed")


def test_an_unknown_tablet_signs_nobody_in(unknown_tablet: TabletClient, clerk: User) -> None:
    assert error_of(unknown_tablet.post("sign-in", RIGHT)) == (401, "tablet_not_enrolled")


def test_a_revoked_tablet_signs_nobody_in(revoked_tablet: TabletClient) -> None:
    assert error_of(revoked_tablet.post("sign-in", RIGHT)) == (401, "tablet_not_enrolled")


def test_guessing_one_account_is_stopped_even_for_the_right_password(ramp: TabletClient) -> None:
    for _ in range(10):
        ramp.post("sign-in", RIGHT | {"password": "wrong"})

    refused = ramp.post("sign-in", RIGHT)

    assert error_of(refused) == (429, "too_many_attempts")
    assert 1 <= int(refused.headers["Retry-After"]) <= 900


def test_guessing_on_one_tablet_locks_nobody_out_on_another(
    ramp: TabletClient, terminal: Terminal
) -> None:
    for _ in range(10):
        ramp.post("sign-in", RIGHT | {"password": "wrong"})

    assert a_tablet_client(terminal, name="Ramp 2").post("sign-in", RIGHT).status_code == 200


def test_a_success_forgives_the_failures_before_it(ramp: TabletClient) -> None:
    ramp.post("sign-in", RIGHT | {"password": "wrong"})

    ramp.post("sign-in", RIGHT)

    assert not FailedAttempt.objects.exists()


def test_a_password_with_blanks_at_its_ends_is_taken_as_typed(
    ramp: TabletClient, terminal: Terminal
) -> None:
    person = cast.a_person("blank", terminal, role=Role.CREW)
    person.set_password("  two blanks each side  ")
    person.save()

    said = {"username": "blank", "password": "  two blanks each side  "}

    assert ramp.post("sign-in", said).status_code == 200


@pytest.mark.parametrize("username", ["clerk3\x00", "\ud800", "x" * 201, 3, None, ["clerk3"]])
def test_a_name_that_cannot_be_stored_is_malformed(ramp: TabletClient, username: object) -> None:
    answer = ramp.post("sign-in", {"username": username, "password": "x"})

    assert error_of(answer) == (400, "malformed")


def test_tablets_do_not_notice_that_the_office_needs_a_second_factor(
    ramp: TabletClient, supervisor: User, settings: Settings
) -> None:
    settings.OTP_REQUIRED = True
    with_second_factor(supervisor)

    for name in ("clerk3", "supervisor"):
        answer = ramp.post("sign-in", {"username": name, "password": cast.PASSWORD})
        assert answer.status_code == 200
        assert ramp.get("session", shift=answer.json()["shift_token"]).json()["person"]


def test_a_shift_opens_no_page_of_the_office(ramp: TabletClient, supervisor: User) -> None:
    said = {"username": "supervisor", "password": cast.PASSWORD}
    shift = {"Shift-Token": ramp.post("sign-in", said).json()["shift_token"]}

    for page in (reverse("board"), reverse("admin:index"), reverse("second_factor")):
        assert ramp.browser.get(page, headers=shift).status_code == 302
    assert ramp.browser.get(reverse("board_piece"), headers=shift).status_code == 401


def test_a_second_factor_that_is_set_up_leaves_a_shift_as_it_is(
    ramp: TabletClient, supervisor: User
) -> None:
    said = {"username": "supervisor", "password": cast.PASSWORD}
    token = ramp.post("sign-in", said).json()["shift_token"]

    with_second_factor(supervisor)

    assert ramp.get("session", shift=token).json()["person"]["username"] == "supervisor"
