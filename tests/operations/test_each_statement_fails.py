"""A request meets the outage at its first statement, or its second, or its last: always a 503.

Each statement of a request is failed once, one request after the other, until one passes.
"""

from collections.abc import Callable
from http import HTTPStatus
from itertools import count

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from operations.models import Terminal, User, VesselCall
from tests import cast
from tests.operations.field.tablets import a_tablet_client

Ask = Callable[[], HttpResponseBase]

pytestmark = pytest.mark.usefixtures("ledger_that_can_be_emptied", "static_files")


class Outage:
    """Fails one statement, counted from 1, as a connection that is lost."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(
        self, execute: Callable[..., object], *statement: object, **also: object
    ) -> object:
        self._left -= 1
        if self._left == 0:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(*statement, **also)

    @property
    def has_struck(self) -> bool:
        return self._left <= 0


def answers_in_outages(ask: Ask) -> list[tuple[int, bool]]:
    """Return status and whether it says when to come again, for each statement that was failed."""
    answers: list[tuple[int, bool]] = []
    for place in count(1):
        cache.clear()
        outage = Outage(place)
        with connection.execute_wrapper(outage):
            answer = ask()
            # The first piece is read as well, for until then a server has sent no head.
            next(iter(answer))
        if not outage.has_struck:
            assert answer.status_code < HTTPStatus.BAD_REQUEST
            return answers
        answers.append((answer.status_code, "Retry-After" in answer.headers))
    raise AssertionError("there is always one more statement")


@pytest.fixture
def browser(supervisor: User) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(supervisor)
    return browser


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/calls/{}/",
        "/calls/{}/ledger/",
        "/calls/{}/ledger.csv",
        "/calls/{}/tally/",
    ],
)
def test_a_page_of_the_board(browser: Client, call: VesselCall, page: str) -> None:
    address = page.format(call.reference)

    answers = answers_in_outages(lambda: browser.get(address))

    assert len(answers) > 2
    assert set(answers) == {(503, True)}


@pytest.mark.parametrize("page", ["/admin/", "/admin/operations/vesselcall/"])
def test_a_page_of_admin(browser: Client, call: VesselCall, page: str) -> None:
    # What the roles may do was made by a migration, and a database that was emptied has lost it.
    User.objects.update(is_superuser=True)

    answers = answers_in_outages(lambda: browser.get(page))

    assert len(answers) > 2
    assert set(answers) == {(503, True)}


def test_signing_in(supervisor: User) -> None:
    words = {"username": supervisor.username, "password": cast.PASSWORD}

    answers = answers_in_outages(
        lambda: Client(raise_request_exception=False).post("/login/", words)
    )

    assert len(answers) > 5
    assert set(answers) == {(503, True)}


def test_saving_a_session(browser: Client, supervisor: User) -> None:
    words = {"username": supervisor.username, "password": cast.PASSWORD}

    answers = answers_in_outages(lambda: browser.post("/login/", words))

    assert set(answers) == {(503, True)}


def test_what_a_tablet_counted(terminal: Terminal, clerk: User, call: VesselCall) -> None:
    tablet = a_tablet_client(terminal, clerk)
    numbers = count(1)

    def send() -> HttpResponseBase:
        event = cast.a_raw_event(
            call,
            token=tablet.shift,
            sequence=next(numbers),
            counted_at=timezone.now().isoformat(),
        )
        return tablet.post("events", tablet.batch(event))

    answers = answers_in_outages(send)

    assert len(answers) > 5
    assert set(answers) == {(503, True)}
