"""The lists of cargo in admin."""

import pytest
from django.test import Client

from operations.models import VesselCall
from tests import cast
from tests.ledger_cast import TabletInHand

UNITS = "/admin/operations/unit/"


def listed(desk: Client, query: str = "") -> dict[str, str]:
    """Return what the list of units says of each: when it was counted, and at which position."""
    changelist = desk.get(UNITS + query).context["cl"]
    return {
        unit.identifier: changelist.model_admin.counted(unit) for unit in changelist.result_list
    }


@pytest.fixture
def two_cars(ramp: TabletInHand, call: VesselCall) -> VesselCall:
    """Return a call with two cars on its list, one of them counted."""
    for number in ("CAR1", "CAR2"):
        cast.a_unit(call, number)
    ramp.send(ramp.count(identifier="CAR1"))
    return call


@pytest.mark.usefixtures("two_cars")
def test_the_list_of_units_says_which_are_counted(desk: Client) -> None:
    said = listed(desk)

    assert said["CAR1"].endswith(", no. 1")
    assert said["CAR2"] == "\N{EN DASH}"


@pytest.mark.usefixtures("two_cars")
@pytest.mark.parametrize(
    ("chosen", "left"), [("no", {"CAR2"}), ("yes", {"CAR1"}), ("?", {"CAR1", "CAR2"})]
)
def test_the_list_of_units_is_cut_to_those_still_to_be_found(
    desk: Client, chosen: str, left: set[str]
) -> None:
    assert set(listed(desk, f"?counted={chosen}")) == left


@pytest.mark.usefixtures("two_cars")
def test_a_unit_that_is_counted_no_more_is_to_be_found_again(
    desk: Client, ramp: TabletInHand
) -> None:
    again = ramp.count(identifier="CAR2")
    ramp.send(again, ramp.undo(again))

    assert set(listed(desk, "?counted=no")) == {"CAR2"}
