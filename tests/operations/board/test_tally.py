"""The tally that both sides sign: each exception by name, and what changed after it was closed."""

from datetime import timedelta

import pytest

from operations.actions.call_life_cycle import close_call, complete_work, depart_vessel
from operations.actions.settle import settle_discrepancy
from operations.models import Discrepancy, Stoppage, User, VesselCall
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk

pytestmark = pytest.mark.usefixtures("at_noon")

CAR = "WVWZZZ1JZXW000001"


def sheet(desk: Desk, call: VesselCall) -> str:
    return desk.get(f"/calls/{call.reference}/tally/").text


def close(call: VesselCall, by: User) -> None:
    complete_work(call=call, completed_at=NOON, by=by)
    depart_vessel(call=call, departed_at=NOON, by=by)
    close_call(call=call, closed_at=NOON, by=by, note="Signed")


def test_an_open_exception_is_printed_with_all_that_is_known_of_it(
    desk: Desk, ramp: TabletInHand
) -> None:
    line = cast.a_cargo_line(
        ramp.call,
        port_of_loading=cast.a_port("USBAL", "Baltimore"),
        is_worked_here=False,
        bill_of_lading="BL7",
    )
    cast.a_unit(ramp.call, CAR, line=line)
    ramp.send(ramp.count(identifier=CAR, counted_at=(NOON - timedelta(minutes=12)).isoformat()))

    printed = sheet(desk, ramp.call)

    ports = "to Bremerhaven, listed to load at Baltimore, this port is Brunswick"
    by = "counted by Tally clerk, gang 3, Ramp 1, Wed 25 Nov 2026, 09:48, no. 1"
    assert "Wrong port: 1, 1 open when printed" in printed
    assert f"{CAR} Example Hatch, BL7 1 unit, load {ports} {by} open" in printed


def test_words_and_lines_are_printed_with_their_amounts(desk: Desk, ramp: TabletInHand) -> None:
    cases = cast.a_cargo_line(ramp.call, bill_of_lading="BL8")
    ramp.send(ramp.count(line=cases.pk, quantity=30), ramp.count(description="A boat", quantity=2))

    printed = sheet(desk, ramp.call)

    assert "Over: 2, 2 open when printed" in printed
    assert "Cases of parts BL8 6 units, load to Bremerhaven noticed Wed 25 Nov 2026" in printed
    assert "A boat 2 units, load – counted by Tally clerk, gang 3" in printed


def test_a_settled_exception_says_what_was_said_and_by_whom(
    desk: Desk, ramp: TabletInHand, supervisor: User
) -> None:
    ramp.send(ramp.count(identifier=CAR))
    settle_discrepancy(
        discrepancy=Discrepancy.objects.get(),
        settlement="Added by the line",
        settled_by=supervisor,
        settled_at=NOON,
    )

    printed = sheet(desk, ramp.call)

    assert "Over: 1 What" in printed
    assert "“Added by the line” Ship foreman, Wed 25 Nov 2026, 10:00" in printed


def test_what_went_away_is_no_exception(desk: Desk, ramp: TabletInHand) -> None:
    mistaken = ramp.count(identifier=CAR)
    ramp.send(mistaken)
    ramp.send(ramp.undo(mistaken))

    assert "Exceptions None." in sheet(desk, ramp.call)


def test_the_first_of_very_many_are_printed_in_order(
    desk: Desk, call: VesselCall, supervisor: User
) -> None:
    line = cast.a_unit(call, "WVW203").line
    for number in reversed(range(203)):
        cast.a_unit(call, f"WVW{number:03}", line=line)
    complete_work(call=call, completed_at=NOON, by=supervisor)

    printed = sheet(desk, call)

    places = [printed.index(vin) for vin in ("WVW000", "WVW001", "WVW199", "and 4 more")]
    assert "Short: 204, 204 open when printed" in printed
    assert places == sorted(places)
    assert "WVW200" not in printed


def test_what_arrived_after_closing_is_said(
    desk: Desk, ramp: TabletInHand, supervisor: User
) -> None:
    ramp.send(ramp.count())
    close(ramp.call, supervisor)
    ramp.send(ramp.count(), ramp.count(), received_at=NOON + timedelta(minutes=5))

    said = "Changed after closing: 2 events arrived since, the last Wed 25 Nov 2026, 10:05."
    assert said in sheet(desk, ramp.call)


def test_a_call_that_stayed_as_it_was_closed_says_nothing(
    desk: Desk, ramp: TabletInHand, supervisor: User
) -> None:
    ramp.send(ramp.count())
    close(ramp.call, supervisor)

    assert "Changed after closing" not in sheet(desk, ramp.call)


def test_no_hour_of_a_finished_call_is_printed_as_so_far(
    desk: Desk, ramp: TabletInHand, supervisor: User
) -> None:
    ramp.send(ramp.count())
    complete_work(call=ramp.call, completed_at=NOON, by=supervisor)

    printed = sheet(desk, ramp.call)

    assert "Wed 25 Nov 2026, 10:00 1 1" in printed
    assert "so far" not in printed


def test_the_time_of_printing_is_written_as_all_times_are(desk: Desk, call: VesselCall) -> None:
    assert "Printed as of Wed 25 Nov 2026, 10:00." in sheet(desk, call)


def test_the_stopped_minutes_that_are_printed_add_up(
    desk: Desk, call: VesselCall, supervisor: User
) -> None:
    # From 07:40:40 to 08:15:50: two hours that would lose their seconds each for itself.
    starts_at = NOON - timedelta(hours=2, minutes=19, seconds=20)
    Stoppage.objects.create(
        call=call,
        reason="Rain",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=35, seconds=10),
        recorded_by=supervisor,
    )

    printed = sheet(desk, call)

    assert "07:00 0 20 min" in printed
    assert "08:00 0 15 min" in printed
    assert "08:15 35 min" in printed
