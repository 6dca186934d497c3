"""Who watches the same asks the database once; who may not see it learns nothing of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from operations.actions.take_step import StepOrder, take_step
from operations.board import views_board, views_moves
from operations.models import Terminal, User, VesselCall
from operations.queries.board_state import State, board_state
from operations.vocabulary import CallStep, Role
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk

pytestmark = pytest.mark.usefixtures("at_noon")
PIECES = ("/live/", "/calls/REFERENCE/live/", "/calls/REFERENCE/ledger/live/")
# Who asks, what they may do, and where: session, person, roles with terminals.
ASKED_BY_THE_SECOND = 3


@pytest.fixture(autouse=True)
def shared(settings: Settings) -> Iterator[None]:
    settings.SHARED_LOOK_SECONDS = 60
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def colleagues_desk(terminal: Terminal) -> Desk:
    colleague = cast.a_person("colleague", terminal, role=Role.SUPERVISOR)
    colleague.is_staff = True
    colleague.save()
    return Desk(colleague)


@pytest.mark.parametrize("piece", PIECES)
def test_one_look_serves_all_who_see_the_same(
    desk: Desk, colleagues_desk: Desk, ramp: TabletInHand, piece: str
) -> None:
    path = piece.replace("REFERENCE", ramp.call.reference)
    etag = desk.poll(path).headers["ETag"]

    with CaptureQueriesContext(connection) as asked:
        answer = colleagues_desk.poll(path, etag)

    assert answer.status == 304
    assert len(asked) == ASKED_BY_THE_SECOND


@pytest.mark.parametrize("piece", PIECES)
def test_a_page_that_somebody_opens_is_served_from_the_same_look(
    desk: Desk, colleagues_desk: Desk, ramp: TabletInHand, piece: str
) -> None:
    path = piece.replace("REFERENCE", ramp.call.reference)
    etag = desk.poll(path).headers["ETag"]
    ramp.send(ramp.count())

    page = colleagues_desk.get(path.removesuffix("live/"))

    assert etag in page.html.replace("&quot;", '"')


@pytest.mark.parametrize("piece", PIECES)
def test_whoever_did_something_sees_it_at_once_and_so_does_everybody_else(
    desk: Desk, colleagues_desk: Desk, ramp: TabletInHand, piece: str
) -> None:
    path = piece.replace("REFERENCE", ramp.call.reference)
    before = colleagues_desk.poll(path).headers["ETag"]
    ramp.send(ramp.count())
    desk.post(f"/calls/{ramp.call.reference}/moves/stop/", reason="Rain")

    own = desk.get(path.removesuffix("live/"))
    after = colleagues_desk.poll(path).headers["ETag"]

    assert before not in own.html.replace("&quot;", '"')
    assert after in own.html.replace("&quot;", '"')


def test_a_step_that_took_long_is_seen_too(
    desk: Desk,
    colleagues_desk: Desk,
    ramp: TabletInHand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = f"/calls/{ramp.call.reference}/"
    before = colleagues_desk.poll(f"{path}live/").headers["ETag"]

    def slow(*, call: VesselCall, step: CallStep, order: StepOrder) -> VesselCall:
        monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(seconds=20))
        return take_step(call=call, step=step, order=order)

    monkeypatch.setattr(views_moves, "take_step", slow)
    desk.post(f"{path}moves/stop/", reason="Rain")

    assert before not in desk.get(path).html.replace("&quot;", '"')


def test_who_is_given_a_terminal_in_the_midst_of_a_look_shows_it_to_nobody_else(
    desk: Desk, colleagues_desk: Desk, ramp: TabletInHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = cast.a_terminal("cruise", name="Cruise Quay")

    def at_the_same_moment(person: User, *, now: datetime) -> State:
        person.terminals.add(elsewhere)
        return board_state(person, now=now)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(views_board, "board_state", at_the_same_moment)
        assert "Cruise Quay" in desk.poll("/live/").text

    assert "Cruise Quay" not in colleagues_desk.poll("/live/").text


@pytest.mark.django_db
def test_what_only_a_superuser_may_do_is_offered_to_nobody_else() -> None:
    root = User.objects.create_superuser("root")
    both = cast.a_person("both", role=Role.SUPERVISOR, is_staff=True)
    both.groups.add(Group.objects.get_or_create(name=Role.OPERATOR)[0])

    assert "add the first" in Desk(root).poll("/live/").text
    assert "add the first" not in Desk(both).poll("/live/").text


@pytest.mark.parametrize("piece", PIECES[1:])
def test_a_stranger_is_told_nothing_of_what_others_look_at(
    desk: Desk, stranger: User, ramp: TabletInHand, piece: str
) -> None:
    path = piece.replace("REFERENCE", ramp.call.reference)
    etag = desk.poll(path).headers["ETag"]

    assert Desk(stranger).poll(path, etag).status == 404


def test_who_may_do_less_is_shown_a_piece_of_their_own(
    desk: Desk, auditor: User, ramp: TabletInHand
) -> None:
    etag = desk.poll("/live/").headers["ETag"]

    assert Desk(auditor).poll("/live/", etag).status == 200
