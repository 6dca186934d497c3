import pytest

from operations.models import User, VesselCall
from tests import cast
from tests.operations.board.desk import Desk

PAGES = ("", "ledger/", "tally/", "ledger.csv")
PIECES = ("live/", "ledger/live/")
CHANGES = ("moves/stop/", "settle/", "reopen/", "set-aside/")


@pytest.mark.parametrize("page", ["/", *PAGES])
def test_a_crew_is_shown_the_way_to_the_field_app(
    clerks_desk: Desk, call: VesselCall, page: str
) -> None:
    answer = clerks_desk.get(page if page == "/" else f"/calls/{call.reference}/{page}")

    assert answer.status == 403
    assert "The board is for the office" in answer.text
    assert 'href="/field/"' in answer.html


@pytest.mark.parametrize("page", [*PAGES, *PIECES])
def test_a_call_of_another_terminal_is_not_there(
    desk_next_door: Desk, call: VesselCall, page: str
) -> None:
    assert desk_next_door.get(f"/calls/{call.reference}/{page}").status == 404


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_changes_a_call_of_another_terminal(
    desk_next_door: Desk, call: VesselCall, change: str
) -> None:
    answer = desk_next_door.post(f"/calls/{call.reference}/{change}", reason="Rain")

    call.refresh_from_db()
    assert (answer.status, call.status) == (404, "WORKING")


def test_the_board_of_a_stranger_shows_nothing_of_here(
    desk_next_door: Desk, call: VesselCall
) -> None:
    board = desk_next_door.get("/")

    assert "Next door" in board.text
    assert call.vessel.name not in board.text


@pytest.mark.parametrize("page", ["/", *PAGES])
def test_pages_ask_to_sign_in(db: None, page: str) -> None:
    path = page if page == "/" else f"/calls/CALL-1/{page}"

    assert Desk().get(path).headers["Location"] == f"/login/?next={path}"


@pytest.mark.parametrize("piece", ["/live/", *(f"/calls/CALL-1/{piece}" for piece in PIECES)])
def test_a_page_that_polls_is_told_that_it_is_signed_out(db: None, piece: str) -> None:
    assert Desk().get(piece).status == 401


def test_a_page_that_polls_is_told_that_its_place_is_gone(clerks_desk: Desk) -> None:
    assert clerks_desk.get("/live/").status == 403


@pytest.mark.parametrize("change", CHANGES)
def test_who_only_reads_changes_nothing(auditors_desk: Desk, call: VesselCall, change: str) -> None:
    answer = auditors_desk.post(f"/calls/{call.reference}/{change}", reason="Rain")

    call.refresh_from_db()
    assert (answer.status, call.status) == (403, "WORKING")


def test_who_only_reads_is_offered_no_change(auditors_desk: Desk, call: VesselCall) -> None:
    page = auditors_desk.get(f"/calls/{call.reference}/")

    assert page.status == 200
    assert "Stop work" not in page.text
    assert page.html.count("<form") == 1  # the one to sign out


@pytest.mark.parametrize("change", CHANGES)
def test_a_link_changes_nothing(desk: Desk, call: VesselCall, change: str) -> None:
    answer = desk.get(f"/calls/{call.reference}/{change}")

    assert (answer.status, answer.headers["Location"]) == (302, f"/calls/{call.reference}/")
    assert desk.client.put(f"/calls/{call.reference}/{change}").status_code == 405
    call.refresh_from_db()
    assert call.status == "WORKING"


def test_only_who_may_load_a_manifest_is_led_there(
    desk: Desk, auditors_desk: Desk, call: VesselCall
) -> None:
    address = f"/calls/{call.reference}/"

    assert "Load a manifest" in desk.get(address).text
    assert "Load a manifest" not in auditors_desk.get(address).text


def test_somebody_without_a_terminal_is_told_whom_to_ask(desk: Desk, supervisor: User) -> None:
    supervisor.terminals.clear()

    assert "not assigned to a terminal yet" in desk.get("/").text


def test_whoever_may_add_the_first_terminal_is_led_there(db: None) -> None:
    first = cast.a_person("first", is_superuser=True, is_staff=True)

    board = Desk(first).get("/")

    assert "No terminal yet: add the first" in board.text
    assert 'href="/admin/operations/terminal/add/"' in board.html
    assert "Ask an operator" not in board.text
