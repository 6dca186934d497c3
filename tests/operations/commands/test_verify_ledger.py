from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from operations.models import VesselCall
from tests import cast
from tests.ledger_cast import TabletInHand
from tests.tampering import alter


def verify(*arguments: str) -> str:
    output = StringIO()
    call_command("verify_ledger", *arguments, stdout=output)
    return output.getvalue()


def test_a_line_tells_how_much_was_verified_up_to_which_head(ramp: TabletInHand) -> None:
    ramp.send(ramp.count(), ramp.count())
    digest = ramp.call.tally_events.get(position=2).digest

    assert verify() == f"{ramp.call.reference}: ok, 2 events, head {digest}\n"


def test_each_call_has_a_line_of_its_own(call: VesselCall) -> None:
    other = cast.a_vessel_call(call.terminal, berth=None, berthed_at=None)

    assert verify() == f"{call.reference}: ok, 0 events\n{other.reference}: ok, 0 events\n"


def test_one_call_can_be_asked_for(call: VesselCall) -> None:
    other = cast.a_vessel_call(call.terminal, berth=None, berthed_at=None)

    assert verify("--call", other.reference) == f"{other.reference}: ok, 0 events\n"


def test_numbers_that_have_not_arrived_are_told(ramp: TabletInHand) -> None:
    ramp.count()
    ramp.send(ramp.count())

    assert verify().endswith("; 1 not arrived yet\n")


def test_a_row_altered_behind_its_back_makes_it_exit_with_1(ramp: TabletInHand) -> None:
    ramp.send(ramp.count(), ramp.count())
    alter("UPDATE operations_tallyevent SET deck = '6' WHERE position = 2")
    output = StringIO()

    with pytest.raises(CommandError, match="1 call is not as recorded") as refused:
        call_command("verify_ledger", stdout=output)

    assert refused.value.returncode == 1
    assert output.getvalue() == (
        f"{ramp.call.reference}: BAD: position 2: its columns do not give its digest\n"
    )


def test_a_call_that_does_not_exist_makes_it_exit_with_2(db: None) -> None:
    with pytest.raises(CommandError, match="There is no call with the reference X-1") as refused:
        verify("--call", "X-1")

    assert refused.value.returncode == 2
