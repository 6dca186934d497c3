import pytest
from pytest_django import Settings

from operations.models import User
from tests.cast import PASSWORD
from tests.operations.board.desk import Desk, Page


@pytest.fixture
def door(db: None) -> Desk:
    return Desk()


@pytest.fixture
def quick_supervisor(settings: Settings, supervisor: User) -> User:
    """Return the ship foreman, whose password takes no time: to be guessed at very often."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    supervisor.set_password(PASSWORD)
    supervisor.save()
    return supervisor


def sign_in(door: Desk, username: str, password: str = PASSWORD, next_page: str = "") -> Page:
    return door.post("/login/", username=username, password=password, next=next_page)


def test_a_supervisor_lands_on_the_board(door: Desk, supervisor: User) -> None:
    page = sign_in(door, "supervisor")

    assert (page.status, page.headers["Location"]) == (302, "/")
    assert door.get("/").status == 200


def test_people_land_where_they_wanted_to_go(door: Desk, supervisor: User) -> None:
    asked = door.get("/calls/CALL-1/")
    page = sign_in(door, "supervisor", next_page="/calls/CALL-1/")

    assert asked.headers["Location"] == "/login/?next=/calls/CALL-1/"
    assert page.headers["Location"] == "/calls/CALL-1/"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/logout/"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(
    door: Desk, supervisor: User, target: str
) -> None:
    assert sign_in(door, "supervisor", next_page=target).headers["Location"] == "/"


def test_a_wrong_password_and_a_wrong_name_read_the_same(door: Desk, supervisor: User) -> None:
    wrong_password = sign_in(door, "supervisor", "guess")
    wrong_name = sign_in(door, "superviser")

    assert (wrong_password.status, wrong_name.status) == (403, 403)
    assert wrong_password.text == wrong_name.text
    assert "The user name or the password is wrong." in wrong_name.text


def test_a_tally_clerk_is_shown_the_way_to_the_field_app(door: Desk, clerk: User) -> None:
    page = sign_in(door, "clerk3")

    assert page.status == 403
    assert "sign in on a tablet, in the field app" in page.text
    assert door.get("/").status == 302


def test_ten_failures_make_an_account_wait(door: Desk, quick_supervisor: User) -> None:
    for _ in range(10):
        sign_in(door, "Supervisor", "guess")

    page = sign_in(door, "supervisor")

    assert page.status == 429
    assert 0 < int(page.headers["Retry-After"]) <= 15 * 60
    assert "Wait 15 minutes, then try again" in page.text


def test_other_accounts_do_not_wait_for_one_that_is_guessed_at(
    door: Desk, quick_supervisor: User
) -> None:
    # Beyond its ten, knocking on counts for nobody's address.
    for _ in range(35):
        sign_in(door, "somebody", "guess")

    assert sign_in(door, "supervisor").status == 302


def test_thirty_failures_make_an_address_wait(door: Desk, quick_supervisor: User) -> None:
    for number in range(30):
        sign_in(door, f"name{number}", "guess")

    assert sign_in(door, "supervisor").status == 429


def test_a_success_clears_the_failures_before_it(door: Desk, quick_supervisor: User) -> None:
    for _ in range(3):
        for _ in range(9):
            sign_in(door, "supervisor", "guess")
        assert sign_in(door, "supervisor").status == 302


@pytest.mark.parametrize("username", ["", "nul\x00", "x" * 151])
def test_an_unreadable_name_is_refused(door: Desk, username: str) -> None:
    assert sign_in(door, username).status == 400


def test_who_is_signed_in_already_goes_on(desk: Desk) -> None:
    assert desk.get("/login/").headers["Location"] == "/"


def test_signing_out_twice_leads_to_the_door(desk: Desk) -> None:
    desk.post("/logout/")
    page = desk.post("/logout/")

    assert page.headers["Location"] == "/login/"
    assert desk.get("/").headers["Location"] == "/login/?next=/"


def test_scripts_cannot_read_what_a_browser_is_known_by_nor_other_pages_be_told(
    door: Desk, supervisor: User, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True

    sign_in(door, "supervisor")

    cookie = door.client.cookies["__Secure-browser"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", True)
    assert (cookie["path"], cookie["max-age"]) == ("/login/", 180 * 24 * 3600)


def test_a_browser_in_which_a_guess_was_wrong_is_known_by_nothing(
    door: Desk, supervisor: User
) -> None:
    sign_in(door, "supervisor", "guess")

    assert "browser" not in door.client.cookies
