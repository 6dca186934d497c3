"""A page that polls: nothing is read when nothing changed, and whatever changed is seen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from operations.actions.call_life_cycle import resume_work, stop_work
from operations.actions.load_manifest import load_manifest
from operations.actions.settle import reopen_discrepancy, settle_discrepancy, settle_set_aside_event
from operations.actions.tablets import revoke_tablet
from operations.board import views_board
from operations.board.board_page import TerminalPanel, board_page
from operations.models import Discrepancy, Manifest, SetAsideEvent, User, VesselCall
from operations.vocabulary import Role
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk

LEDGER_TABLES = ("tallyevent", "hourlyrollup", "countedunit", "linetotal")

pytestmark = pytest.mark.usefixtures("at_noon")


def pieces(call: VesselCall) -> tuple[str, str, str]:
    """Return the addresses that pages poll."""
    page = f"/calls/{call.reference}/"
    return "/live/", f"{page}live/", f"{page}ledger/live/"


@pytest.fixture
def counted(ramp: TabletInHand) -> TabletInHand:
    """Return the tablet at the ramp after a car that is on no list, and an unreadable event."""
    ramp.send(ramp.count(), ramp.count(quantity=1.9))
    return ramp


@pytest.mark.parametrize("place", range(3))
def test_an_unchanged_piece_is_not_sent_again_and_its_ledger_not_read(
    desk: Desk, counted: TabletInHand, place: int
) -> None:
    path = pieces(counted.call)[place]
    etag = desk.poll(path).headers["ETag"]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = desk.poll(path, etag)

    sql = " ".join(query["sql"] for query in asked)
    assert (answer.status, answer.html, answer.headers["ETag"]) == (304, "", etag)
    assert [table for table in LEDGER_TABLES if table in sql] == []


@pytest.mark.parametrize("place", range(3))
def test_a_page_begins_with_the_tag_of_its_piece(
    desk: Desk, counted: TabletInHand, place: int
) -> None:
    path = pieces(counted.call)[place]
    page = desk.get(path.replace("live/", ""))
    etag = unescape(page.html.split('data-etag="')[1].split('"')[0])

    assert desk.poll(path, etag).status == 304


def count_a_car(ramp: TabletInHand, by: User) -> None:
    ramp.send(ramp.count())


def hear_a_tablet(ramp: TabletInHand, by: User) -> None:
    ramp.send(received_at=NOON + timedelta(seconds=1))


def hear_a_clock_that_is_off(ramp: TabletInHand, by: User) -> None:
    ramp.send(device_now=NOON - timedelta(hours=2))


def hear_of_a_number_that_is_missing(ramp: TabletInHand, by: User) -> None:
    ramp.head_sequence += 3
    ramp.send()


def settle(ramp: TabletInHand, by: User) -> None:
    settle_discrepancy(
        discrepancy=Discrepancy.objects.get(kind="OVER"),
        settlement="Added by the line",
        settled_by=by,
        settled_at=NOON,
    )


def settle_and_reopen(ramp: TabletInHand, by: User) -> None:
    settle(ramp, by)
    reopen_discrepancy(discrepancy=Discrepancy.objects.get(kind="OVER"), reopened_by=by)


def settle_what_was_set_aside(ramp: TabletInHand, by: User) -> None:
    event = SetAsideEvent.objects.get()
    settle_set_aside_event(event=event, settlement="Counted again", settled_by=by, settled_at=NOON)


def stop(ramp: TabletInHand, by: User) -> None:
    stop_work(call=ramp.call, reason="Rain", stopped_at=NOON, by=by)


def stop_and_resume(ramp: TabletInHand, by: User) -> None:
    stop(ramp, by)
    resume_work(call=ramp.call, resumed_at=NOON, by=by)


def load_a_list(ramp: TabletInHand, by: User) -> None:
    content = b"VIN,Port of discharge,Port of loading\nWVWZZZ1JZXW000001,DEBRV,USSSI\n"
    load_manifest(
        call=ramp.call, file_name="list.csv", content=content, loaded_by=by, received_at=NOON
    )
    assert Manifest.objects.count() == 1


def revoke(ramp: TabletInHand, by: User) -> None:
    revoke_tablet(tablet=ramp.tablet, revoked_by=by, revoked_at=NOON)


CHANGES = (
    count_a_car,
    hear_a_tablet,
    hear_a_clock_that_is_off,
    hear_of_a_number_that_is_missing,
    settle,
    settle_and_reopen,
    settle_what_was_set_aside,
    stop,
    stop_and_resume,
    load_a_list,
    revoke,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_changed_is_seen(
    desk: Desk,
    counted: TabletInHand,
    supervisor: User,
    change: Callable[[TabletInHand, User], None],
) -> None:
    cast.a_port("DEBRV", "Bremerhaven")
    before = [desk.poll(path).headers["ETag"] for path in pieces(counted.call)]

    change(counted, supervisor)

    after = [desk.poll(path, etag) for path, etag in zip(pieces(counted.call), before, strict=True)]
    assert [page.status for page in after] == [200, 200, 200]


def test_what_moves_with_the_clock_is_seen_after_a_minute(
    desk: Desk, counted: TabletInHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = desk.poll("/live/").headers["ETag"]
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(seconds=59))
    same_minute = desk.poll("/live/", etag).status
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(seconds=60))

    assert (same_minute, desk.poll("/live/", etag).status) == (304, 200)


def test_work_at_another_terminal_is_no_change_here(
    desk: Desk, counted: TabletInHand, stranger: User
) -> None:
    elsewhere = cast.a_vessel_call(
        stranger.terminals.get(), vessel=cast.a_vessel(cast.IMO_NUMBERS[1], "Elsewhere")
    )
    etag = desk.poll("/live/").headers["ETag"]

    stop_work(call=elsewhere, reason="Rain", stopped_at=NOON, by=stranger)

    assert desk.poll("/live/", etag).status == 304


@pytest.fixture(params=[0, 2])
def seconds_of_a_look(request: pytest.FixtureRequest, settings: Settings) -> None:
    settings.SHARED_LOOK_SECONDS = request.param


@pytest.fixture
def colleagues_desk(supervisor: User) -> Desk:
    terminal = supervisor.terminals.get()
    return Desk(cast.a_person("colleague", terminal, role=Role.SUPERVISOR, is_staff=True))


@pytest.mark.usefixtures("seconds_of_a_look")
def test_what_is_rendered_for_who_was_just_given_a_terminal_is_kept_for_nobody_else(
    desk: Desk, colleagues_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = cast.a_terminal("cruise", name="Cruise Quay")

    def after_the_state_was_read(person: User, *, now: datetime) -> list[TerminalPanel]:
        person.terminals.add(elsewhere)
        return board_page(person, now=now)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(views_board, "board_page", after_the_state_was_read)
        assert "Cruise Quay" in desk.poll("/live/").text

    assert "Cruise Quay" not in colleagues_desk.poll("/live/").text
