"""A later version of a cargo list, while people count by the one before."""

import pytest

from operations.models import (
    CargoClass,
    CargoLine,
    CountedUnit,
    Discrepancy,
    LineTotal,
    Port,
    Unit,
    User,
    VesselCall,
)
from operations.readers.corrections import LayoutCorrections
from operations.vocabulary import CargoMode, Direction
from tests.ledger_cast import TabletInHand, problems
from tests.manifests import a_csv, some_cars
from tests.operations.actions.manifest_office import CASES, A, B, C, listed, load, make_ports


@pytest.fixture(autouse=True)
def ports(db: None) -> None:
    make_ports()


def test_a_new_version_adds_changes_and_unlists(call: VesselCall, supervisor: User) -> None:
    load(call, supervisor, some_cars(A, B))

    load(call, supervisor, some_cars(B, C, port="BEZEE"))

    assert listed(call) == [B, C]
    assert Unit.objects.get(call=call, identifier=A).is_listed is False
    assert Unit.objects.get(call=call, identifier=B).line.port_of_discharge == Port.objects.get(
        locode="BEZEE"
    )


def test_a_unit_that_comes_back_is_the_same_one(call: VesselCall, supervisor: User) -> None:
    load(call, supervisor, some_cars(A, B))
    first = Unit.objects.get(call=call, identifier=A).pk
    load(call, supervisor, some_cars(B))

    load(call, supervisor, some_cars(A, B, C))

    assert Unit.objects.get(call=call, identifier=A).pk == first
    assert CargoLine.objects.filter(call=call, is_listed=True).get().expected_quantity == 3


def test_an_addition_takes_nothing_off(call: VesselCall, supervisor: User) -> None:
    load(call, supervisor, some_cars(A, B))

    load(call, supervisor, some_cars(C), LayoutCorrections(is_addition=True))

    assert listed(call) == [A, B, C]
    assert CargoLine.objects.get(call=call).expected_quantity == 3


@pytest.mark.parametrize(
    ("column", "mode"), [("Qty", CargoMode.COUNTED), ("Weight kg", CargoMode.BULK)]
)
def test_an_addition_adds_to_the_quantity_of_a_line(
    call: VesselCall, supervisor: User, column: str, mode: CargoMode
) -> None:
    header = ("B/L", "Description", column, "POD")
    load(call, supervisor, a_csv(header, ("BL1", "Alpha", "10", "DEBRV")))

    more = a_csv(header, ("BL1", "Alpha", "5", "DEBRV"), ("BL1", "Beta", "3", "DEBRV"))
    load(call, supervisor, more, LayoutCorrections(is_addition=True))

    lines = CargoLine.objects.filter(call=call, is_listed=True, mode=mode).order_by("pk")
    assert list(lines.values_list("description", "expected_quantity")) == [
        ("Alpha", 15),
        ("Beta", 3),
    ]


def test_the_list_of_one_direction_leaves_the_other_alone(
    call: VesselCall, supervisor: User
) -> None:
    VesselCall.objects.filter(pk=call.pk).update(direction="BOTH")
    call.refresh_from_db()
    out, back = (LayoutCorrections(direction=each) for each in Direction)
    load(call, supervisor, some_cars(A), out)

    load(call, supervisor, some_cars(B), back)

    assert listed(call) == [A, B]


def test_a_hold_stays_unless_the_list_speaks_of_holds(call: VesselCall, supervisor: User) -> None:
    header = ("VIN", "POD", "On hold")
    load(call, supervisor, a_csv(header, (A, "DEBRV", "Customs"), (B, "DEBRV", "no")))
    load(call, supervisor, some_cars(A, B))
    kept = Unit.objects.get(call=call, identifier=A).hold_reason

    load(call, supervisor, a_csv(header, (A, "DEBRV", "released"), (B, "DEBRV", "")))

    assert kept == "Customs"
    assert Unit.objects.get(call=call, identifier=A).hold_reason == ""


def test_what_a_list_has_no_column_for_stays_as_it_is(call: VesselCall, supervisor: User) -> None:
    CargoClass.objects.create(code="CAR", name="Cars")
    header = ("VIN", "Make", "Model", "Colour", "Class", "B/L", "POD")
    load(call, supervisor, a_csv(header, (A, "VW", "Golf", "Red", "CAR", "BL1", "DEBRV")))

    load(call, supervisor, a_csv(("VIN", "Colour"), (A, "")))

    unit = Unit.objects.get(call=call, identifier=A)
    assert (unit.make, unit.model, unit.colour) == ("VW", "Golf", "")
    assert unit.line.cargo_class == CargoClass.objects.get(code="CAR")
    assert (unit.line.bill_of_lading, str(unit.line.port_of_discharge)) == (
        "BL1",
        "Bremerhaven (DEBRV)",
    )


def test_a_line_keeps_what_a_list_has_no_column_for(call: VesselCall, supervisor: User) -> None:
    CargoClass.objects.create(code="CASE", name="Cases")
    load(call, supervisor, a_csv((*CASES, "Class"), ("BB1", "Cases", "24", "DEBRV", "CASE")))

    load(call, supervisor, a_csv(("B/L", "Description", "Qty"), ("BB1", "Crates", "30")))

    line = CargoLine.objects.get(call=call)
    assert (line.description, line.expected_quantity) == ("Crates", 30)
    assert line.cargo_class == CargoClass.objects.get(code="CASE")
    assert line.port_of_discharge == Port.objects.get(locode="DEBRV")


def test_no_tick_is_lost_by_a_new_version(ramp: TabletInHand, supervisor: User) -> None:
    load(ramp.call, supervisor, some_cars(A, B))
    ramp.send(*(ramp.count(identifier=each) for each in (A, B, C)))

    load(ramp.call, supervisor, some_cars(B, C, port="BEZEE"))

    assert set(CountedUnit.objects.values_list("identifier", flat=True)) == {A, B, C}
    overs = Discrepancy.objects.filter(call=ramp.call, kind="OVER", status="OPEN")
    assert list(overs.values_list("identifier", flat=True)) == [A]
    assert problems(ramp.call) == []


def test_counts_of_a_line_survive_the_correction_of_its_words(
    ramp: TabletInHand, supervisor: User
) -> None:
    load(ramp.call, supervisor, a_csv(CASES, ("BB1", "Csaes", "24", "DEBRV")))
    line = CargoLine.objects.get(call=ramp.call)
    ramp.send(ramp.count(line=line.pk, quantity=20))

    load(ramp.call, supervisor, a_csv(CASES, ("BB1", "Cases", "30", "BEZEE")))

    line.refresh_from_db()
    assert (line.description, line.expected_quantity, line.is_listed) == ("Cases", 30, True)
    assert LineTotal.objects.get(line=line).counted_quantity == 20
    assert not Discrepancy.objects.filter(call=ramp.call).exists()
    assert problems(ramp.call) == []
