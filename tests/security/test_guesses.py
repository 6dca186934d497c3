"""How many guesses somebody has, and whom they keep out with them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from operations.actions.failed_attempts import TooManyAttempts
from operations.actions.sign_in_at_desk import SignInFailed, sign_in_at_desk
from operations.board.browser_cookie import cookie_name
from operations.models import AuditEntry, Terminal, User
from operations.vocabulary import Audited, Role
from tests import cast
from tests.cast import PASSWORD

OFFICE = "192.0.2.7"
ELSEWHERE = "203.0.113.9"
NETWORKS = [f"198.51.100.{number}" for number in range(1, 13)]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_files")]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Let a guess cost nothing; and only what the database counts keep anybody out."""
    # Made once for all tests, which then could not read it.
    cast._hashed_password()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.RATELIMIT_ENABLE = False


@pytest.fixture
def supervisors(quick_passwords: None) -> list[User]:
    """Return the ten people without whom no ship is worked, whose names everybody knows."""
    terminal = cast.a_terminal()
    return [_a_supervisor(f"supervisor{number}", terminal) for number in range(10)]


def _a_supervisor(name: str, terminal: Terminal) -> User:
    person = cast.a_person(name, terminal, role=Role.SUPERVISOR)
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(browser: Client, username: str, password: str = PASSWORD, *, at: str = OFFICE) -> int:
    words = {"username": username, "password": password}
    return browser.post("/login/", words, REMOTE_ADDR=at).status_code


def guess(name: str, network: str, *, known_browser: str = "", minute: int = 0) -> None:
    """Try a password that is wrong. Raises TooManyAttempts when it is not looked at."""
    with suppress(SignInFailed):
        sign_in_at_desk(
            username=name,
            password="guess",
            address=network,
            known_browser=known_browser,
            signed_in_at=timezone.now() + timedelta(minutes=minute),
        )


def guesses_in_an_hour(
    names: list[str], networks: Sequence[str], browsers: Sequence[str] = ("",)
) -> int:
    """Return how many passwords are looked at while somebody tries them as often as they can."""
    looked_at = 0
    for minute, *place in product(range(0, 60, 5), names, networks, browsers):
        name, network, known_browser = place
        with suppress(TooManyAttempts):
            while True:
                guess(name, network, known_browser=known_browser, minute=minute)
                looked_at += 1
    return looked_at


def shut_out_all_strangers(names: list[str]) -> None:
    """Fill every limit there is: at the office's address, and of each account from elsewhere.

    One address has thirty guesses, so ten accounts take seventeen of them.
    """
    for number in range(30):
        guess(f"name{number}", OFFICE)
    for number, name in enumerate(names * 5):
        for _ in range(10):
            guess(name, f"198.51.100.{number % 17}")


def test_one_address_has_40_guesses_an_hour_at_an_account() -> None:
    assert guesses_in_an_hour(["supervisor"], NETWORKS[:1]) == 40


def test_all_addresses_together_have_200_guesses_an_hour_at_an_account() -> None:
    assert guesses_in_an_hour(["supervisor"], NETWORKS) == 200


def test_one_address_has_120_guesses_an_hour_at_all_accounts() -> None:
    assert guesses_in_an_hour([f"name{number}" for number in range(20)], NETWORKS[:1]) == 120


def test_a_stolen_browser_has_40_guesses_an_hour_more() -> None:
    assert guesses_in_an_hour(["supervisor"], NETWORKS, ["stolen", ""]) == 200 + 40


def test_a_stolen_browser_alone_has_as_many() -> None:
    assert guesses_in_an_hour(["supervisor"], NETWORKS, ["stolen"]) == 200 + 40
    assert guesses_in_an_hour(["supervisor0"], [OFFICE], ["stolen"]) == 40 + 40


def test_who_copied_what_a_browser_says_keeps_its_owner_out_of_it_no_more_than_a_stranger(
    supervisors: list[User],
) -> None:
    desk, copy = Client(), Client()
    sign_in(desk, "supervisor0")
    copy.cookies[cookie_name()] = desk.cookies[cookie_name()].value
    copied = [sign_in(copy, "supervisor0", "guess", at=ELSEWHERE) for _ in range(21)]

    assert copied == [403] * 20 + [429]
    assert sign_in(desk, "supervisor0") == HTTPStatus.FOUND


def test_a_browser_whose_own_guesses_are_used_up_is_told_to_nobody_as_locked_out() -> None:
    for _ in range(11):
        guess("supervisor0", OFFICE, known_browser="copied")

    assert not AuditEntry.objects.filter(what=Audited.LOCKED_OUT).exists()


def test_who_knows_ten_names_stops_no_office(supervisors: list[User]) -> None:
    desks = {person.username: Client() for person in supervisors}
    for name, browser in desks.items():
        assert sign_in(browser, name) == HTTPStatus.FOUND

    shut_out_all_strangers(list(desks))

    stranger = Client()
    for network in (OFFICE, ELSEWHERE):
        assert {sign_in(stranger, name, at=network) for name in desks} == {429}
    assert {sign_in(browser, name) for name, browser in desks.items()} == {HTTPStatus.FOUND}


def test_one_address_keeps_an_account_out_nowhere_else(supervisors: list[User]) -> None:
    with suppress(TooManyAttempts):
        while True:
            guess("supervisor0", ELSEWHERE)

    assert sign_in(Client(), "supervisor0", at=ELSEWHERE) == HTTPStatus.TOO_MANY_REQUESTS
    assert sign_in(Client(), "supervisor0", at=OFFICE) == HTTPStatus.FOUND


def test_knocking_on_at_an_account_that_is_shut_shuts_no_address_out(
    supervisors: list[User],
) -> None:
    shut_out_all_strangers(["supervisor0"])
    for _ in range(35):
        with pytest.raises(TooManyAttempts):
            guess("supervisor0", ELSEWHERE)

    assert sign_in(Client(), "supervisor1", at=ELSEWHERE) == HTTPStatus.FOUND


def test_a_new_browser_comes_in_once_over_another_network_and_then_at_the_office(
    supervisors: list[User],
) -> None:
    shut_out_all_strangers([])
    laptop = Client()
    assert sign_in(laptop, "supervisor0") == HTTPStatus.TOO_MANY_REQUESTS

    assert sign_in(laptop, "supervisor0", at=ELSEWHERE) == HTTPStatus.FOUND

    assert sign_in(laptop, "supervisor0") == HTTPStatus.FOUND


def test_who_knows_one_password_has_no_more_guesses_at_others(supervisors: list[User]) -> None:
    insider = Client()
    for number in range(30):
        assert sign_in(insider, "supervisor1") == HTTPStatus.FOUND
        insider.cookies.clear()
        sign_in(insider, f"name{number}", "guess")

    assert sign_in(insider, "supervisor0") == HTTPStatus.TOO_MANY_REQUESTS


def test_a_browser_of_ones_own_is_guessed_at_ten_times_more(supervisors: list[User]) -> None:
    desk = Client()
    sign_in(desk, "supervisor0")
    for _ in range(10 + 10):
        assert sign_in(desk, "supervisor0", "guess") == HTTPStatus.FORBIDDEN

    assert sign_in(desk, "supervisor0") == HTTPStatus.TOO_MANY_REQUESTS


def test_a_lock_out_does_not_tell_whether_there_is_such_an_account(
    supervisors: list[User],
) -> None:
    def answers(name: str) -> list[tuple[int, bytes]]:
        asked = Client()
        pages = [
            asked.post("/login/", {"username": name, "password": "guess"}, REMOTE_ADDR=network)
            for network in NETWORKS
            for _ in range(11)
        ]
        return [(page.status_code, _without_name(page.content, name)) for page in pages]

    assert answers("supervisor0") == answers("supervisorx")


def _without_name(page: bytes, name: str) -> bytes:
    # Each page has a nonce and a token of its own; what is compared is what people read.
    from tests.operations.board.desk import text_of

    return text_of(page.decode()).replace(name, "NAME").encode()
