"""One rendering serves everybody who sees the same, and nobody who does not."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from operations.models import Terminal, User
from operations.vocabulary import Role
from tests import cast
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def second_desk(terminal: Terminal) -> Desk:
    """Return the desk of another supervisor of the same terminal."""
    chief = cast.a_person("chief", terminal, role=Role.SUPERVISOR, is_staff=True)
    return Desk(chief, enforce_csrf_checks=True)


def test_many_supervisors_cost_one_rendering(
    desk: Desk, second_desk: Desk, ramp: TabletInHand
) -> None:
    ramp.send(ramp.count())
    path = f"/calls/{ramp.call.reference}/live/"
    first = desk.poll(path)

    with CaptureQueriesContext(connection) as asked:
        second = second_desk.poll(path)

    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.text == first.text
    assert "hourlyrollup" not in " ".join(query["sql"] for query in asked)


def test_everybody_gets_a_token_of_their_own(
    desk: Desk, second_desk: Desk, ramp: TabletInHand
) -> None:
    path = f"/calls/{ramp.call.reference}/"
    desk.poll(f"{path}live/")
    html = second_desk.poll(f"{path}live/").html
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert token is not None

    refused = second_desk.post(f"{path}moves/stop/", reason="Rain")
    taken = second_desk.post(f"{path}moves/stop/", reason="Rain", csrfmiddlewaretoken=token[1])

    assert (refused.status, taken.status) == (403, 303)


def test_who_may_work_and_who_may_read_do_not_share(
    desk: Desk, auditors_desk: Desk, ramp: TabletInHand
) -> None:
    path = f"/calls/{ramp.call.reference}/live/"

    worked, read = desk.poll(path), auditors_desk.poll(path)

    assert worked.headers["ETag"] != read.headers["ETag"]
    assert "Stop work" in worked.text
    assert "Stop work" not in read.text


def test_people_of_several_terminals_do_not_share_with_people_of_one(
    desk: Desk, terminal: Terminal, other_terminal: Terminal, supervisor: User
) -> None:
    both = cast.a_person("both", terminal, other_terminal, role=Role.SUPERVISOR, is_staff=True)

    assert "Next door" not in desk.get("/").text
    assert "Next door" in Desk(both).get("/").text
    assert "Next door" not in desk.get("/").text


def test_nobody_can_write_the_mark_that_a_token_replaces(desk: Desk, ramp: TabletInHand) -> None:
    ramp.send(ramp.count(description="<csrf-token/>"))

    page = desk.get(f"/calls/{ramp.call.reference}/ledger/")

    assert "&lt;csrf-token/&gt;" in page.html
    assert "csrfmiddlewaretoken" not in page.html.split("<tbody>")[1].split("</tbody>")[0]
