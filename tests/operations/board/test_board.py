"""The figures of the board against small ledgers."""

from datetime import timedelta

import pytest

from operations.actions.call_life_cycle import (
    close_call,
    complete_work,
    depart_vessel,
    resume_work,
    stop_work,
)
from operations.models import CargoClass, Tablet, Terminal, User, VesselCall
from operations.vocabulary import CallStatus, CargoMode
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk

pytestmark = pytest.mark.usefixtures("at_noon")

HOUR = timedelta(hours=1)


def ago(**length: float) -> str:
    return (NOON - timedelta(**length)).isoformat()


def list_cars(call: VesselCall, how_many: int) -> list[str]:
    identifiers = [f"WVWZZZ1JZXW{number:06}" for number in range(how_many)]
    line = cast.a_unit(call, identifiers[0]).line
    for identifier in identifiers[1:]:
        cast.a_unit(call, identifier, line=line)
    return identifiers


def test_a_call_shows_counted_of_listed(desk: Desk, ramp: TabletInHand) -> None:
    cars = list_cars(ramp.call, 5)
    ramp.send(*(ramp.count(identifier=car) for car in cars[:2]))

    board = desk.get("/").text

    assert "Loaded 40 % 2 of 5" in board
    assert "Cars 2 5" in board
    assert "Bremerhaven 2 5" in board
    assert "Deck 5 2" in board


def test_what_is_beyond_the_list_never_fills_it_up(desk: Desk, ramp: TabletInHand) -> None:
    list_cars(ramp.call, 5)
    ramp.send(ramp.count(), ramp.count())

    board = desk.get("/").text

    assert "Loaded 0 % 0 of 5" in board
    assert "+ 2 beyond the list" in board
    assert "2 over" in board


def test_too_many_of_one_line_do_not_stand_for_too_few_of_another(
    desk: Desk, ramp: TabletInHand
) -> None:
    full, empty = cast.a_cargo_line(ramp.call), cast.a_cargo_line(ramp.call)
    ramp.send(ramp.count(line=full.pk, quantity=30), ramp.count(line=empty.pk, quantity=4))

    board = desk.get("/").text

    assert "Loaded 58 % 28 of 48" in board
    assert "+ 6 beyond the list" in board


def test_both_directions_are_told_apart(
    desk: Desk, terminal: Terminal, clerk: User, ramp_tablet: Tablet
) -> None:
    call = cast.a_vessel_call(terminal, direction="BOTH")
    landed = cast.a_cargo_line(
        call,
        direction="DISCHARGE",
        port_of_loading=cast.a_port("MXVER", "Veracruz"),
        port_of_discharge=terminal.port,
        expected_quantity=10,
    )
    taken = cast.a_cargo_line(call, expected_quantity=20)
    ramp = TabletInHand(ramp_tablet, clerk, call)
    ramp.send(
        ramp.count(line=landed.pk, direction="DISCHARGE", quantity=10),
        ramp.count(line=taken.pk, quantity=5),
    )

    board = desk.get("/").text

    assert "Discharged 100 % 10 of 10" in board
    assert "Loaded 25 % 5 of 20" in board
    assert "Veracruz 10 10" in board
    assert "15 since 10:00: 10 discharge, 5 load" in board


def test_weight_is_never_added_to_units(desk: Desk, ramp: TabletInHand) -> None:
    coils = cast.a_cargo_line(ramp.call, CargoMode.BULK, expected_quantity=264_000)
    cases = cast.a_cargo_line(ramp.call)
    ramp.send(ramp.count(line=coils.pk, quantity=21_340), ramp.count(line=cases.pk, quantity=6))

    board = desk.get("/").text

    assert "Loaded 25 % 6 of 24" in board
    assert "Loaded, by weight 8 % 21.3 t of 264.0 t" in board
    assert "This hour 6 since 10:00" in board


def test_rates_are_gross_over_all_time_and_net_without_stoppages(
    desk: Desk, ramp: TabletInHand, supervisor: User
) -> None:
    # Work began four hours ago; one of them it stood still.
    stop_work(call=ramp.call, reason="Rain", stopped_at=NOON - 2 * HOUR, by=supervisor)
    resume_work(call=ramp.call, resumed_at=NOON - HOUR, by=supervisor)
    line = cast.a_cargo_line(ramp.call, expected_quantity=240)
    ramp.send(ramp.count(line=line.pk, quantity=120, counted_at=ago(minutes=30)))

    board = desk.get("/").text

    assert "Gross an hour 30 units, since work started" in board
    assert "Net an hour 40 without 1 h 00 min stopped" in board


def test_the_end_is_estimated_with_its_basis(desk: Desk, ramp: TabletInHand) -> None:
    line = cast.a_cargo_line(ramp.call, expected_quantity=240)
    ramp.send(
        *(
            ramp.count(line=line.pk, quantity=40, counted_at=ago(minutes=minutes))
            for minutes in (30, 90, 150)
        )
    )

    board = desk.get("/").text

    # 120 are left, at 40 an hour over the last three hours.
    assert "Expected to finish 13:00 between " in board
    assert "at 40 units an hour, the mean of the last 3 worked hours" in board


def test_nothing_is_invented_where_nothing_is_known(desk: Desk, call: VesselCall) -> None:
    board = desk.get("/").text

    assert "Nothing was counted yet, and there is no cargo list." in board
    assert "Expected to finish no data yet there is no list of units to finish" in board
    assert "Gross an hour no data yet" in board
    assert "Net an hour no data yet" in board


def test_too_few_counts_make_no_estimate(desk: Desk, ramp: TabletInHand) -> None:
    cars = list_cars(ramp.call, 5)
    ramp.send(ramp.count(identifier=cars[0]))

    assert "no data yet too little was counted of late to tell" in desk.get("/").text


def test_a_call_without_work_stands_among_the_others(desk: Desk, terminal: Terminal) -> None:
    cast.a_vessel_call(
        terminal,
        status=CallStatus.EXPECTED,
        arrived_at=None,
        berth=None,
        berthed_at=None,
        work_started_at=None,
        estimated_arrival_at=NOON + 20 * HOUR,
    )

    board = desk.get("/").text

    assert "0 ships worked" in board
    assert "Expected estimated Thu 26 Nov, 06:00 no cargo list yet" in board


def test_what_became_short_waits_for_a_person(
    desk: Desk, ramp: TabletInHand, supervisor: User
) -> None:
    list_cars(ramp.call, 3)
    complete_work(call=ramp.call, completed_at=NOON, by=supervisor)

    board = desk.get("/")

    assert "3 short" in board.text
    assert f"/calls/{ramp.call.reference}/#short" in board.html
    assert "Finished 10:00 work was completed" in board.text


def test_tablets_tell_what_they_still_hold(desk: Desk, ramp: TabletInHand) -> None:
    ramp.head_sequence = 3
    ramp.send(received_at=NOON - timedelta(minutes=7))

    board = desk.get("/").text

    assert "Ramp 1 7 min ago (09:53) 0 unsent Build 3f9c21aa07be" in board
    assert "3 numbers never arrived" in board
    assert "Silent for 7 min" in board


def test_events_set_aside_are_told_with_their_call(desk: Desk, ramp: TabletInHand) -> None:
    ramp.send(ramp.count(quantity=1.9))

    assert "1 set aside" in desk.get("/").text


def test_events_that_name_no_call_are_told_with_the_tablets(desk: Desk, ramp: TabletInHand) -> None:
    ramp.send("no event at all")

    assert "1 event set aside that names no call of this terminal." in desk.get("/").text


def test_a_call_that_was_closed_stays_for_a_week(desk: Desk, terminal: Terminal) -> None:
    times = {"berth": None, "berthed_at": None, "status": CallStatus.CLOSED}
    cast.a_vessel_call(terminal, voyage="NEW", closed_at=NOON - timedelta(days=6), **times)
    cast.a_vessel_call(terminal, voyage="OLD", closed_at=NOON - timedelta(days=8), **times)

    board = desk.get("/").text

    assert "Ended in the last week (1)" in board
    assert "NEW" in board
    assert "OLD" not in board


def test_what_waits_at_a_call_that_was_closed_is_counted_where_it_is_folded_away(
    desk: Desk, ramp: TabletInHand, supervisor: User
) -> None:
    list_cars(ramp.call, 3)
    complete_work(call=ramp.call, completed_at=NOON, by=supervisor)
    depart_vessel(call=ramp.call, departed_at=NOON, by=supervisor)
    close_call(call=ramp.call, closed_at=NOON, by=supervisor, note="The line knows")

    board = desk.get("/").text

    assert "Ended in the last week (1) 3 to look at" in board
    assert "3 to look at 0 unsent" in board


def silent_tablet(ramp: TabletInHand, status: CallStatus) -> None:
    """Let the tablet fall silent while the only ship has this status."""
    ramp.send(received_at=NOON - timedelta(minutes=8))
    VesselCall.objects.filter(pk=ramp.call.pk).update(status=status)


@pytest.mark.parametrize("status", [CallStatus.WORKING, CallStatus.STOPPED])
def test_a_tablet_is_silent_while_a_ship_is_worked(
    desk: Desk, ramp: TabletInHand, status: CallStatus
) -> None:
    silent_tablet(ramp, status)

    for path in ("/", f"/calls/{ramp.call.reference}/"):
        assert "Silent for 8 min" in desk.get(path).text


@pytest.mark.parametrize("status", [CallStatus.BERTHED, CallStatus.COMPLETED])
def test_a_tablet_of_an_idle_terminal_is_not_silent(
    desk: Desk, ramp: TabletInHand, status: CallStatus
) -> None:
    silent_tablet(ramp, status)

    for path in ("/", f"/calls/{ramp.call.reference}/"):
        assert "Silent" not in desk.get(path).text


def test_a_silent_tablet_is_told_at_the_next_ship_too(
    desk: Desk, ramp: TabletInHand, terminal: Terminal
) -> None:
    waiting = cast.a_vessel_call(
        terminal, status=CallStatus.ARRIVED, berth=None, berthed_at=None, work_started_at=None
    )
    silent_tablet(ramp, CallStatus.WORKING)
    path = f"/calls/{waiting.reference}/live/"
    told = desk.poll(path)

    VesselCall.objects.filter(pk=ramp.call.pk).update(status=CallStatus.COMPLETED)
    later = desk.poll(path, told.headers["ETag"])

    assert "Silent for 8 min" in told.text
    assert later.status == 200
    assert "Silent" not in later.text


def test_names_are_shown_as_text(desk: Desk, ramp: TabletInHand, clerk: User) -> None:
    evil = "<script>alert(1)</script>"
    type(ramp.call.vessel).objects.update(name=evil)
    CargoClass.objects.create(code="EVIL", name=evil)
    clerk.display_name = evil
    clerk.save()
    line = cast.a_cargo_line(ramp.call, cargo_class=CargoClass.objects.get(), description=evil)
    ramp.send(
        ramp.count(line=line.pk, deck=evil, gang=evil), ramp.count(description=evil, deck=evil)
    )

    for path in ("/", f"/calls/{ramp.call.reference}/", f"/calls/{ramp.call.reference}/tally/"):
        page = desk.get(path)
        assert evil not in page.html
        assert evil in page.text
