from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from operations.actions.call_life_cycle import (
    BerthOccupied,
    berth_vessel,
    cancel_call,
    depart_vessel,
)
from operations.models import Terminal, User, VesselCall
from operations.vocabulary import CallStatus
from tests import cast
from tests.cast import IMO_NUMBERS, NOON

HOUR = timedelta(hours=1)


def a_ship_at_anchor(terminal: Terminal, number: int = 1) -> VesselCall:
    return cast.a_vessel_call(
        terminal,
        vessel=cast.a_vessel(IMO_NUMBERS[number], f"Ship {number}"),
        status=CallStatus.ARRIVED,
        berth=None,
        berthed_at=None,
        work_started_at=None,
    )


def berth(call: VesselCall, at: datetime, by: User) -> VesselCall:
    return berth_vessel(call=call, berth=call.terminal.berths.get(), berthed_at=at, by=by)


def test_a_second_ship_is_refused_and_told_who_lies_there(
    call: VesselCall, terminal: Terminal, supervisor: User
) -> None:
    with pytest.raises(BerthOccupied) as refused:
        berth(a_ship_at_anchor(terminal), NOON, supervisor)

    assert refused.value.occupied_by == call


def test_a_ship_may_berth_in_the_instant_in_which_the_one_before_it_left(
    terminal: Terminal, supervisor: User
) -> None:
    first = berth(a_ship_at_anchor(terminal), NOON, supervisor)
    depart_vessel(call=first, departed_at=NOON + HOUR, by=supervisor)

    second = berth(a_ship_at_anchor(terminal, 2), NOON + HOUR, supervisor)

    assert second.status == CallStatus.BERTHED


def test_a_ship_cannot_be_said_to_have_berthed_while_another_one_still_lay_there(
    terminal: Terminal, supervisor: User
) -> None:
    first = berth(a_ship_at_anchor(terminal), NOON, supervisor)
    depart_vessel(call=first, departed_at=NOON + 2 * HOUR, by=supervisor)

    with pytest.raises(BerthOccupied):
        berth(a_ship_at_anchor(terminal, 2), NOON + HOUR, supervisor)


def test_a_cancelled_ship_leaves_its_berth(terminal: Terminal, supervisor: User) -> None:
    first = berth(a_ship_at_anchor(terminal), NOON, supervisor)
    cancel_call(call=first, cancelled_at=NOON + HOUR, by=supervisor, reason="Engine trouble")

    assert berth(a_ship_at_anchor(terminal, 2), NOON + HOUR, supervisor).berthed_at


def test_the_database_refuses_a_second_ship_that_comes_past_the_action(
    call: VesselCall, terminal: Terminal
) -> None:
    second = a_ship_at_anchor(terminal)

    with pytest.raises(IntegrityError), transaction.atomic():
        VesselCall.objects.filter(pk=second.pk).update(berth=call.berth, berthed_at=NOON)


def test_postgresql_refuses_a_stay_that_overlaps_a_past_one(
    call: VesselCall, terminal: Terminal
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no exclusion constraints; there the action alone holds the rule")
    VesselCall.objects.filter(pk=call.pk).update(departed_at=NOON + HOUR)
    second = a_ship_at_anchor(terminal)

    with (
        pytest.raises(IntegrityError, match="berth_holds_one_ship_at_a_time"),
        transaction.atomic(),
    ):
        VesselCall.objects.filter(pk=second.pk).update(berth=call.berth, berthed_at=NOON)


def test_of_two_supervisors_who_berth_two_ships_at_once_one_is_refused(
    ledger_that_can_be_emptied: None, terminal: Terminal, supervisor: User
) -> None:
    together = Barrier(2)

    def try_to_berth(call: VesselCall) -> str:
        try:
            together.wait(timeout=20)
            return str(berth(call, NOON, supervisor).status)
        except BerthOccupied:
            return "occupied"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        ships = [a_ship_at_anchor(terminal, 1), a_ship_at_anchor(terminal, 2)]
        outcomes = list(threads.map(try_to_berth, ships))

    assert sorted(outcomes) == ["BERTHED", "occupied"]
