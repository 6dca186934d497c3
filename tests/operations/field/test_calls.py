from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django.fixtures import Settings

from operations.models import Deck, Tablet, User, VesselCall
from operations.vocabulary import CallStatus, CargoMode, Direction
from tests import cast
from tests.operations.field.tablets import TabletClient, a_tablet_client, error_of

OPEN = ["EXPECTED", "ARRIVED", "BERTHED", "WORKING", "STOPPED", "COMPLETED"]


def test_a_call_comes_with_the_words_to_choose_from(
    ramp: TabletClient, loaded_call: VesselCall
) -> None:
    Deck.objects.create(vessel=loaded_call.vessel, name="12", sort_order=-1)

    [call] = ramp.get("calls").json()["calls"]

    assert call["vessel"] == "Morning Example"
    assert call["berth"] == "1"
    assert call["directions"] == ["LOAD"]
    assert call["decks"] == ["12", "5"]
    assert call["gangs"] == ["Gang 3"]
    assert call["ports"] == [{"locode": "DEBRV", "name": "Bremerhaven"}]
    assert call["manifested"] == 25


@pytest.fixture
def shared(settings: Settings) -> Iterator[None]:
    """Let looks be shared, for longer than a test takes."""
    settings.SHARED_LOOK_SECONDS = 60
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("shared")
def test_one_look_serves_all_tablets_of_a_terminal_and_no_other(
    ramp: TabletClient,
    tablet_next_door: TabletClient,
    loaded_call: VesselCall,
    clerk: User,
) -> None:
    second = a_tablet_client(loaded_call.terminal, clerk, name="Ramp 2")
    before = ramp.get("calls").json()
    ramp.send(cast.a_raw_event(loaded_call, token=ramp.shift, sequence=1))

    assert second.get("calls").json() == before
    assert tablet_next_door.get("calls").json() == {"calls": []}


@pytest.mark.usefixtures("shared")
def test_who_was_shut_out_is_not_served_what_others_share(
    ramp: TabletClient, loaded_call: VesselCall
) -> None:
    ramp.get("calls")
    Tablet.objects.update(revoked_at=timezone.now())

    assert error_of(ramp.get("calls")) == (401, "tablet_not_enrolled")


def test_counts_and_head_are_the_ledgers(ramp: TabletClient, loaded_call: VesselCall) -> None:
    ramp.send(
        cast.a_raw_event(loaded_call, token=ramp.shift, sequence=1, identifier="WVWZZZ1JZXW000001"),
        cast.a_raw_event(loaded_call, token=ramp.shift, sequence=2, identifier="NOTLISTED"),
    )

    [call] = ramp.get("calls").json()["calls"]

    loaded_call.refresh_from_db()
    assert call["counted"] == 1, "what is beyond the list is apart, as on the board"
    assert call["head"] == {"position": 2, "digest": loaded_call.head_digest}


def test_a_call_that_discharges_and_loads_says_both(ramp: TabletClient, call: VesselCall) -> None:
    VesselCall.objects.filter(pk=call.pk).update(direction="BOTH")

    [shown] = ramp.get("calls").json()["calls"]

    assert shown["directions"] == ["DISCHARGE", "LOAD"]


def test_the_port_of_discharged_cargo_is_where_it_comes_from(
    ramp: TabletClient, call: VesselCall
) -> None:
    cast.a_cargo_line(
        call,
        CargoMode.COUNTED,
        direction=Direction.DISCHARGE,
        port_of_loading=cast.a_port("JPYOK", "Yokohama"),
        port_of_discharge=call.terminal.port,
    )

    [shown] = ramp.get("calls").json()["calls"]

    assert shown["ports"] == [{"locode": "JPYOK", "name": "Yokohama"}]


@pytest.mark.parametrize("status", list(CallStatus))
def test_calls_that_are_over_are_not_offered(
    ramp: TabletClient, call: VesselCall, status: CallStatus
) -> None:
    VesselCall.objects.filter(pk=call.pk).update(status=status)

    shown = ramp.get("calls").json()["calls"]

    assert [each["status"] for each in shown] == ([status] if status in OPEN else [])


def test_the_newest_work_comes_first(ramp: TabletClient, call: VesselCall) -> None:
    an_older = cast.a_vessel_call(
        call.terminal, berth=None, berthed_at=None, work_started_at=cast.NOON - timedelta(days=2)
    )
    expected = cast.a_vessel_call(
        call.terminal, berth=None, berthed_at=None, status=CallStatus.EXPECTED
    )

    shown = ramp.get("calls").json()["calls"]

    assert [each["id"] for each in shown] == [call.pk, an_older.pk, expected.pk]


def test_a_tablet_next_door_sees_none_of_our_calls(
    tablet_next_door: TabletClient, loaded_call: VesselCall
) -> None:
    assert tablet_next_door.get("calls").json() == {"calls": []}


def test_without_a_shift_nobody_reads(ramp: TabletClient, call: VesselCall) -> None:
    assert error_of(ramp.get("calls", shift="")) == (401, "sign_in_required")
