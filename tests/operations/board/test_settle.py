"""What waits for a person is settled right where it is read, and opened again."""

import pytest

from operations.models import Discrepancy, SetAsideEvent, VesselCall
from operations.vocabulary import DiscrepancyStatus
from tests import cast
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk


@pytest.fixture
def overs(ramp: TabletInHand) -> list[Discrepancy]:
    """Return two cars that are on no list."""
    ramp.send(ramp.count(identifier="OVER1"), ramp.count(identifier="OVER2"))
    return list(Discrepancy.objects.filter(kind="OVER").order_by("identifier"))


def settled(discrepancies: list[Discrepancy]) -> list[bool]:
    for each in discrepancies:
        each.refresh_from_db()
    return [each.status == DiscrepancyStatus.SETTLED for each in discrepancies]


def test_what_is_ticked_is_settled(desk: Desk, call: VesselCall, overs: list[Discrepancy]) -> None:
    page = desk.follow(
        f"/calls/{call.reference}/settle/",
        discrepancy=[overs[0].pk],
        settlement="Added by the line",
    )

    assert settled(overs) == [True, False]
    assert "Settled 1 discrepancy." in page.text
    assert "“Added by the line”" in page.text
    assert "by Ship foreman" in page.text


def test_rows_that_would_read_the_same_name_their_place_in_the_ledger(
    desk: Desk, ramp: TabletInHand
) -> None:
    ramp.send(ramp.count(description="A boat"), ramp.count(description="A boat"))

    page = desk.get(f"/calls/{ramp.call.reference}/")

    assert ", No. 1 A boat" in page.text
    assert ", No. 2 What became of it" in page.text


def test_what_was_settled_is_opened_again(
    desk: Desk, call: VesselCall, overs: list[Discrepancy]
) -> None:
    path, ids = f"/calls/{call.reference}/", [each.pk for each in overs]
    desk.post(f"{path}settle/", discrepancy=ids, settlement="Added by the line")
    both = settled(overs)

    desk.post(f"{path}reopen/", discrepancy=overs[1].pk)

    assert both == [True, True]
    assert settled(overs) == [True, False]


@pytest.mark.parametrize("ticked", [[], ["x", "9" * 40, "-1"], ["٣"]])
def test_nothing_ticked_settles_nothing(
    desk: Desk, call: VesselCall, overs: list[Discrepancy], ticked: list[str]
) -> None:
    path = f"/calls/{call.reference}/settle/"
    answer = desk.post(path, discrepancy=ticked, settlement="x")
    page = desk.follow(path, discrepancy=ticked, settlement="x")

    assert answer.headers["Location"].endswith(f"/calls/{call.reference}/#discrepancies")
    assert "Tick at least one." in page.text
    assert "note-good" not in page.html
    assert settled(overs) == [False, False]


def test_no_words_settle_nothing(desk: Desk, call: VesselCall, overs: list[Discrepancy]) -> None:
    path, ids = f"/calls/{call.reference}/settle/", [overs[0].pk]
    page = desk.follow(path, discrepancy=ids, settlement=" ")

    assert "Write what was found and what was done." in page.text
    assert settled(overs) == [False, False]


def test_discrepancies_of_another_call_are_not_settled(
    desk: Desk, call: VesselCall, overs: list[Discrepancy]
) -> None:
    other = cast.a_vessel_call(call.terminal, berth=None, berthed_at=None)

    page = desk.post(f"/calls/{other.reference}/settle/", discrepancy=[overs[0].pk], settlement="x")

    assert page.status == 303
    assert settled(overs) == [False, False]


def test_an_event_set_aside_is_settled(desk: Desk, ramp: TabletInHand) -> None:
    ramp.send(ramp.count(quantity=1.9))
    event, path = SetAsideEvent.objects.get(), f"/calls/{ramp.call.reference}/"
    before = desk.get(path).text

    page = desk.follow(f"{path}set-aside/", event=event.pk, settlement="Counted again")

    event.refresh_from_db()
    assert "Rejected. It could not be read (malformed: quantity). Ramp 1" in before
    assert event.settlement == "Counted again"
    assert "Settled 1 event set aside." in page.text
    assert "It could not be read" not in page.text


def test_a_whole_ship_that_became_short_is_read_in_portions(desk: Desk, call: VesselCall) -> None:
    line = cast.a_unit(call, "WVW000").line
    for number in range(1, 60):
        cast.a_unit(call, f"WVW{number:03}", line=line)
    desk.post(f"/calls/{call.reference}/moves/complete/")

    page = desk.get(f"/calls/{call.reference}/")

    assert page.html.count('name="discrepancy"') == 50
    assert "Short 60 On the list, but not counted" in page.text
    assert "And 10 more" in page.text
