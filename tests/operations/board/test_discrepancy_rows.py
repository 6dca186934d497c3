"""What stands beside a discrepancy: who counted it when, and what the list says of it."""

from datetime import timedelta

import pytest

from operations.models import Port, VesselCall
from operations.vocabulary import CargoMode
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk, Page

pytestmark = pytest.mark.usefixtures("at_noon")

CAR = "WVWZZZ1JZXW000001"


def ago(minutes: int) -> str:
    return (NOON - timedelta(minutes=minutes)).isoformat()


def page_of(desk: Desk, call: VesselCall) -> Page:
    return desk.get(f"/calls/{call.reference}/")


def a_car_for_elsewhere(call: VesselCall, port: Port | None) -> None:
    line = cast.a_cargo_line(
        call, CargoMode.IDENTIFIED, port_of_loading=port, is_worked_here=False, bill_of_lading="BL7"
    )
    cast.a_unit(call, CAR, line=line)


def test_a_count_is_told_with_the_time_at_which_it_was_made(desk: Desk, ramp: TabletInHand) -> None:
    ramp.send(ramp.count(identifier=CAR, counted_at=ago(12)))

    page = page_of(desk, ramp.call)

    assert f"{CAR} load counted by Tally clerk, gang 3, Ramp 1, 09:48, No. 1" in page.text


def test_an_entry_is_named_with_the_way_to_it(desk: Desk, ramp: TabletInHand) -> None:
    ramp.send(*(ramp.count(description="A boat") for _ in range(60)))

    page = page_of(desk, ramp.call)
    path = f"/calls/{ramp.call.reference}/ledger/?before=3"

    assert f'<a href="{path}">No. 2</a>' in page.html
    assert '<th scope="row" class="number">2</th>' in desk.get(path).html.split("<tr")[2]


def test_a_car_for_another_port_names_both_ports(desk: Desk, ramp: TabletInHand) -> None:
    a_car_for_elsewhere(ramp.call, cast.a_port("USBAL", "Baltimore"))
    ramp.send(ramp.count(identifier=CAR))

    page = page_of(desk, ramp.call)

    told = "to Bremerhaven, listed to load at Baltimore, this port is Brunswick, BL7, load"
    assert f"{CAR} Example Hatch, {told} counted by" in page.text


def test_a_line_for_another_port_names_both_ports(desk: Desk, ramp: TabletInHand) -> None:
    line = cast.a_cargo_line(
        ramp.call, port_of_loading=cast.a_port("USBAL", "Baltimore"), is_worked_here=False
    )
    ramp.send(ramp.count(line=line.pk, quantity=3))

    page = page_of(desk, ramp.call)

    assert "Cases of parts 3 units, to Bremerhaven, listed to load at Baltimore" in page.text
    assert "load, noticed 10:00" in page.text


def test_a_port_that_nobody_wrote_down_is_another_port(desk: Desk, ramp: TabletInHand) -> None:
    a_car_for_elsewhere(ramp.call, None)
    ramp.send(ramp.count(identifier=CAR))

    assert "listed to load at another port" in page_of(desk, ramp.call).text


def test_what_was_counted_twice_tells_both_counts(
    desk: Desk, ramp: TabletInHand, hatch: TabletInHand
) -> None:
    cast.a_unit(ramp.call, CAR)
    ramp.send(ramp.count(identifier=CAR, counted_at=ago(30)))
    hatch.send(hatch.count(identifier=CAR, counted_at=ago(5)))

    page = page_of(desk, ramp.call)

    first = "first counted by Tally clerk, gang 3, Ramp 1, 09:30, No. 1"
    assert f"{first} again by Tally clerk, gang 4, Hatch 1, 09:55, No. 2" in page.text


def test_what_was_counted_three_times_says_so(desk: Desk, ramp: TabletInHand) -> None:
    cast.a_unit(ramp.call, CAR)
    ramp.send(*(ramp.count(identifier=CAR, counted_at=ago(minutes)) for minutes in (3, 2, 1)))

    page = page_of(desk, ramp.call)

    assert "09:57, No. 1 the last of 3 times by Tally clerk, gang 3, Ramp 1, 09:59" in page.text
