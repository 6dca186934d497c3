"""What was listed and not counted: told before it happens, in order, settled with one sentence."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from operations.models import Discrepancy, Unit, VesselCall
from operations.vocabulary import CargoMode, DiscrepancyStatus
from tests import cast
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk

VINS = [f"WVW{number:03}" for number in range(60)]
BEFORE_IT_IS_PRESSED = "not counted and will be short."


@pytest.fixture
def cars(call: VesselCall) -> list[Unit]:
    """Return sixty listed cars, the last one listed first."""
    line = cast.a_unit(call, VINS[-1]).line
    return [cast.a_unit(call, vin, line=line) for vin in reversed(VINS[:-1])]


@pytest.fixture
def shorts(desk: Desk, call: VesselCall, cars: list[Unit]) -> str:
    """Complete the work of a ship of which nothing was counted; return the call's address."""
    path = f"/calls/{call.reference}/"
    desk.post(f"{path}moves/complete/")
    return path


def test_shorts_stand_in_the_order_of_their_numbers(desk: Desk, shorts: str) -> None:
    Discrepancy.objects.filter(identifier=VINS[0]).update(raised_at="2030-01-01T00:00Z")

    page = desk.get(shorts)

    assert re.findall(r'identifier">(WVW\d+)<', page.html) == VINS[:50]


def test_a_short_names_car_port_and_bill(desk: Desk, shorts: str) -> None:
    bill = Unit.objects.get(identifier=VINS[0]).line.bill_of_lading

    assert f"WVW000 Example Hatch, to Bremerhaven, {bill}, load" in desk.get(shorts).text


def test_all_shorts_are_settled_with_one_sentence(desk: Desk, shorts: str) -> None:
    offered = desk.get(shorts).text
    page = desk.follow(f"{shorts}settle/shorts/", settlement="Cut by the line")

    assert "Settle all 60 at once" in offered
    assert "Settled 60 shorts." in page.text
    assert not Discrepancy.objects.filter(status=DiscrepancyStatus.OPEN).exists()
    assert LogEntry.objects.filter(change_message="Settled: Cut by the line").count() == 60


def test_other_kinds_and_calls_wait_on(desk: Desk, ramp: TabletInHand, shorts: str) -> None:
    other = cast.a_vessel_call(ramp.call.terminal, berth=None, berthed_at=None)
    cast.a_unit(other, "ELSEWHERE")
    desk.post(f"/calls/{other.reference}/moves/complete/")
    ramp.send(ramp.count(identifier="OVER1"))

    desk.post(f"{shorts}settle/shorts/", settlement="Cut by the line")

    waiting = Discrepancy.objects.filter(status=DiscrepancyStatus.OPEN, kind__in=["OVER", "SHORT"])
    assert set(waiting.values_list("identifier", flat=True)) == {"ELSEWHERE", "OVER1"}


def test_no_words_settle_no_short(desk: Desk, shorts: str) -> None:
    page = desk.follow(f"{shorts}settle/shorts/", settlement=" ")

    assert "Write what was found and what was done." in page.text
    assert Discrepancy.objects.filter(status=DiscrepancyStatus.OPEN).count() == 60


def test_who_only_reads_settles_no_short(desk: Desk, auditors_desk: Desk, shorts: str) -> None:
    page = auditors_desk.get(shorts)

    assert "at once" not in page.text
    assert auditors_desk.post(f"{shorts}settle/shorts/", settlement="x").status == 403


def test_how_many_will_be_short_is_said_before_work_is_completed(
    desk: Desk, ramp: TabletInHand, cars: list[Unit]
) -> None:
    cast.a_cargo_line(ramp.call, CargoMode.BULK, expected_quantity=5_000)
    ramp.send(ramp.count(identifier=VINS[0]), ramp.count(identifier="OVER1"))

    page = desk.get(f"/calls/{ramp.call.reference}/")

    assert f"59 listed units and 5,000 kg of the list were {BEFORE_IT_IS_PRESSED}" in page.text


def test_one_unit_that_is_left_was_not_counted(desk: Desk, call: VesselCall) -> None:
    cast.a_unit(call, VINS[0])

    page = desk.get(f"/calls/{call.reference}/")

    assert f"1 listed unit was {BEFORE_IT_IS_PRESSED}" in page.text


def test_nothing_will_be_short_of_a_ship_that_is_all_counted(
    desk: Desk, ramp: TabletInHand
) -> None:
    cast.a_unit(ramp.call, VINS[0])
    ramp.send(ramp.count(identifier=VINS[0]))

    page = desk.get(f"/calls/{ramp.call.reference}/")

    assert "All that is on the list was counted." in page.text


def test_what_is_short_already_is_not_announced_again(desk: Desk, shorts: str) -> None:
    assert BEFORE_IT_IS_PRESSED not in desk.get(shorts).text
