from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from operations.actions.call_life_cycle import CallNotSettled, close_call
from operations.actions.record_tally_events import TallyBatch, record_tally_events
from operations.actions.settle import settle_discrepancy, settle_set_aside_event
from operations.actions.tablets import revoke_tablet
from operations.models import Tablet, Terminal, User, VesselCall
from operations.vocabulary import CallStatus, Flag
from tests import cast
from tests.cast import NOON

HOUR = timedelta(hours=1)
COMPLETED_AT = NOON + HOUR
CLOSED_AT = NOON + 4 * HOUR


@pytest.fixture
def departed(terminal: Terminal) -> VesselCall:
    return cast.a_vessel_call(
        terminal,
        status=CallStatus.DEPARTED,
        work_completed_at=COMPLETED_AT,
        departed_at=NOON + 2 * HOUR,
    )


def heard(
    tablet: Tablet, at: datetime, *events: dict[str, object], head: int = 0, unsent: int = 0
) -> list[str]:
    """Let the tablet speak; returns the flags of the last event."""
    outcome = record_tally_events(
        batch=TallyBatch(
            journal_id=uuid4(),
            head_sequence=head or len(events),
            unsent_count=unsent or len(events),
            build="b1",
            device_now=at,
            events=events,
        ),
        tablet=tablet,
        received_at=at,
    )
    return outcome.results[-1].flags if outcome.results else []


def closed(call: VesselCall, by: User, note: str = "") -> VesselCall:
    return close_call(call=call, closed_at=CLOSED_AT, by=by, note=note)


def reasons_against(call: VesselCall, by: User) -> list[str]:
    with pytest.raises(CallNotSettled) as refused:
        closed(call, by)
    return refused.value.reasons


def a_count(call: VesselCall, clerk: User, tablet: Tablet, sequence: int = 1) -> dict[str, object]:
    cast.a_unit(call, f"VIN{sequence:014}")
    token = cast.a_shift_token(clerk, tablet)
    return cast.a_raw_event(call, token=token, sequence=sequence)


def test_a_call_with_nothing_open_closes_without_a_word(
    departed: VesselCall, supervisor: User
) -> None:
    call = closed(departed, supervisor)

    assert (call.status, call.closed_at) == (CallStatus.CLOSED, CLOSED_AT)


def test_an_open_discrepancy_stands_in_the_way_until_it_is_settled(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    over = cast.a_raw_event(call, token=cast.a_shift_token(clerk, ramp_tablet), sequence=1)
    heard(ramp_tablet, NOON, over)
    heard(ramp_tablet, CLOSED_AT - HOUR)
    VesselCall.objects.filter(pk=call.pk).update(
        status=CallStatus.DEPARTED, work_completed_at=COMPLETED_AT, departed_at=COMPLETED_AT
    )

    assert reasons_against(call, supervisor) == ["1 discrepancy is open."]

    settle_discrepancy(
        discrepancy=call.discrepancies.get(),
        settlement="Line confirmed it",
        settled_by=supervisor,
        settled_at=CLOSED_AT,
    )
    assert closed(call, supervisor).status == CallStatus.CLOSED


def test_an_event_that_was_set_aside_stands_in_the_way_until_it_is_settled(
    departed: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    event = a_count(departed, clerk, ramp_tablet) | {"quantity": 1.9}
    heard(ramp_tablet, COMPLETED_AT, event)

    assert reasons_against(departed, supervisor) == ["1 event was set aside and not settled."]

    settle_set_aside_event(
        event=departed.set_aside_events.get(),
        settlement="Counted again",
        settled_by=supervisor,
        settled_at=CLOSED_AT,
    )
    assert closed(departed, supervisor).status == CallStatus.CLOSED


def test_work_that_a_tablet_of_the_call_did_not_send_stands_in_the_way(
    departed: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    heard(ramp_tablet, COMPLETED_AT, a_count(departed, clerk, ramp_tablet), head=4, unsent=4)
    departed.discrepancies.update(status="SETTLED")

    assert reasons_against(departed, supervisor) == ["Ramp 1 has 3 events that did not arrive."]


def test_a_tablet_of_the_call_that_was_silent_since_completion_stands_in_the_way(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    heard(ramp_tablet, NOON, a_count(call, clerk, ramp_tablet))
    VesselCall.objects.filter(pk=call.pk).update(
        status=CallStatus.DEPARTED, work_completed_at=COMPLETED_AT, departed_at=COMPLETED_AT
    )

    silent = "Ramp 1 was not heard since the work ended (last heard 25 Nov 10:00)."
    assert reasons_against(call, supervisor) == [silent]

    revoke_tablet(tablet=ramp_tablet, revoked_by=supervisor, revoked_at=CLOSED_AT)
    assert reasons_against(call, supervisor) == [silent]


def test_a_tablet_that_fell_silent_while_the_ship_was_there_may_hold_its_work(
    departed: VesselCall, ramp_tablet: Tablet, supervisor: User
) -> None:
    heard(ramp_tablet, NOON)

    assert "Ramp 1 was not heard" in reasons_against(departed, supervisor)[0]


def test_tablets_that_have_nothing_to_do_with_the_call_do_not_stand_in_the_way(
    departed: VesselCall, terminal: Terminal, other_terminal: Terminal, supervisor: User
) -> None:
    cast.a_tablet(terminal, "In a drawer")
    heard(cast.a_tablet(terminal, "Put away before"), NOON - 20 * HOUR)
    heard(cast.a_tablet(terminal, "At the next ship"), CLOSED_AT - HOUR, head=5, unsent=5)
    heard(cast.a_tablet(other_terminal, "Next door"), NOON)

    assert closed(departed, supervisor).status == CallStatus.CLOSED


def test_a_tablet_that_was_offline_all_shift_may_hold_its_work(
    departed: VesselCall, ramp_tablet: Tablet, supervisor: User
) -> None:
    assert departed.arrived_at is not None
    heard(ramp_tablet, departed.arrived_at - HOUR)

    assert "Ramp 1 was not heard" in reasons_against(departed, supervisor)[0]


def test_numbers_that_were_lost_at_an_earlier_ship_do_not_stand_in_the_way(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    heard(ramp_tablet, NOON - timedelta(days=300), head=3)
    heard(ramp_tablet, NOON, a_count(call, clerk, ramp_tablet))
    heard(ramp_tablet, CLOSED_AT - HOUR)
    VesselCall.objects.filter(pk=call.pk).update(
        status=CallStatus.DEPARTED, work_completed_at=COMPLETED_AT, departed_at=COMPLETED_AT
    )

    assert closed(call, supervisor).status == CallStatus.CLOSED


def test_a_supervisor_who_writes_why_closes_it_all_the_same(
    departed: VesselCall, ramp_tablet: Tablet, supervisor: User
) -> None:
    heard(ramp_tablet, NOON)

    call = closed(departed, supervisor, note=" The tablet fell into the dock. ")

    assert call.status == CallStatus.CLOSED
    assert call.closing_note == "The tablet fell into the dock."


def test_what_arrives_after_closing_is_recorded_and_flagged_late(
    departed: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    late = a_count(departed, clerk, ramp_tablet)
    closed(departed, supervisor)

    flags = heard(ramp_tablet, CLOSED_AT + HOUR, late)

    assert flags == [Flag.LATE]
    assert departed.tally_events.count() == 1
    assert departed.discrepancies.filter(kind=Flag.LATE, status="OPEN").exists()
