"""A cargo list becomes the list of a call, all or nothing, while people count."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from operations.actions.load_manifest import ManifestRefused
from operations.models import (
    CargoLine,
    Manifest,
    Port,
    Unit,
    User,
    VesselCall,
)
from operations.readers.corrections import NO_CORRECTIONS, LayoutCorrections
from operations.vocabulary import CallStatus, CargoMode
from tests import cast
from tests.manifests import a_csv, a_voyage, some_cars
from tests.operations.actions.manifest_office import CASES, A, B, listed, load, make_ports
from tests.workbooks import a_workbook


@pytest.fixture(autouse=True)
def ports(db: None) -> None:
    make_ports()


def nothing_is_written(call: VesselCall) -> bool:
    call.refresh_from_db()
    rows = (Manifest, Unit, CargoLine)
    return call.cargo_version == 0 and not any(each.objects.exists() for each in rows)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_the_list_of_a_voyage_is_loaded(call: VesselCall, supervisor: User, name: str) -> None:
    voyage = a_voyage()
    content = voyage.as_csv() if name == "list.csv" else voyage.as_xlsx()

    manifest = load(call, supervisor, content, name=name)

    assert sorted(listed(call)) == sorted(voyage.vins)
    assert (manifest.version, manifest.row_count, manifest.file_name) == (1, 1_490, name)
    assert bytes(manifest.content) == content
    assert sum("Wrong check digit" in each["text"] for each in manifest.problems) == 12
    assert sum("Listed already" in each["text"] for each in manifest.problems) == 5


def test_units_of_one_kind_share_a_line_under_their_bill(
    call: VesselCall, supervisor: User
) -> None:
    load(call, supervisor, some_cars(A, B))

    line = CargoLine.objects.get(call=call)
    assert (line.mode, line.bill_of_lading, line.make, line.model) == (
        CargoMode.IDENTIFIED,
        "BL1",
        "VW",
        "Golf",
    )
    assert line.expected_quantity == line.units.count() == 2
    assert line.port_of_loading == call.terminal.port


def test_the_three_modes_are_read_from_one_workbook(call: VesselCall, supervisor: User) -> None:
    content = a_workbook(
        {
            "Cars": [["VIN", "POD", "B/L"], [A, "DEBRV", "BL1"]],
            "Static": [[*CASES, "Weight (t)"], ["BB1", "Cases", 24, "BEZEE", 12]],
            "Bulk": [["B/L", "Goods", "POD", "Weight (t)"], ["BB2", "Coils", "BEZEE", 24.5]],
        }
    )

    load(call, supervisor, content, name="list.xlsx")

    lines = CargoLine.objects.filter(call=call).order_by("pk")
    assert list(lines.values_list("mode", "expected_quantity")) == [
        ("IDENTIFIED", 1),
        ("COUNTED", 24),
        ("BULK", 24_500),
    ]


def test_tablets_are_told_that_the_list_moved(call: VesselCall, supervisor: User) -> None:
    load(call, supervisor, some_cars(A))
    load(call, supervisor, some_cars(A, B))

    call.refresh_from_db()
    assert call.cargo_version == 2


def test_the_same_file_twice_is_refused_by_name(call: VesselCall, supervisor: User) -> None:
    load(call, supervisor, some_cars(A), name="monday.csv")

    with pytest.raises(ManifestRefused, match=r"“monday.csv”, version 1 of this call's list"):
        load(call, supervisor, some_cars(A), name="tuesday.csv")

    assert Manifest.objects.count() == 1


def test_two_people_who_load_the_same_file_at_once_load_it_once(
    ledger_that_can_be_emptied: None, call: VesselCall, supervisor: User
) -> None:
    begin = Barrier(2)

    def load_it(name: str) -> str:
        begin.wait(timeout=5)
        try:
            return f"version {load(call, supervisor, some_cars(A), name=name).version}"
        except ManifestRefused as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        answers = sorted(people.map(load_it, ["one.csv", "two.csv"]))

    assert answers[0].startswith("This very file is loaded already")
    assert answers[1] == "version 1"


def test_another_call_may_have_the_same_file(call: VesselCall, supervisor: User) -> None:
    load(call, supervisor, some_cars(A))
    other = cast.a_vessel_call(call.terminal, berth=None, berthed_at=None, work_started_at=None)

    assert load(other, supervisor, some_cars(A)).version == 1


def test_cargo_for_another_port_is_listed_but_not_worked_here(
    call: VesselCall, supervisor: User
) -> None:
    header = ("VIN", "POL", "POD")

    load(call, supervisor, a_csv(header, (A, "USSSI", "DEBRV"), (B, "BEZEE", "DEBRV")))

    worked = Unit.objects.filter(call=call, line__is_worked_here=True)
    assert list(worked.values_list("identifier", flat=True)) == [A]


def test_an_unknown_port_is_settled_by_its_code_and_created(
    call: VesselCall, supervisor: User
) -> None:
    content = some_cars(A, port="Hamburg")
    with pytest.raises(ManifestRefused, match="These ports are not known: “Hamburg”"):
        load(call, supervisor, content)

    load(call, supervisor, content, LayoutCorrections(ports={"Hamburg": "DEHAM"}))

    line = CargoLine.objects.get(call=call)
    assert line.port_of_discharge == Port.objects.get(locode="DEHAM", name="Hamburg")


def test_an_unknown_port_may_be_left_blank(call: VesselCall, supervisor: User) -> None:
    load(call, supervisor, some_cars(A, port="t.b.a."), LayoutCorrections(ports={"t.b.a.": ""}))

    assert CargoLine.objects.get(call=call).port_of_discharge is None


def test_a_code_that_is_no_locode_creates_nothing(call: VesselCall, supervisor: User) -> None:
    with pytest.raises(ManifestRefused, match="“HAMBURG” for “Hamburg” is not a UN/LOCODE"):
        load(
            call,
            supervisor,
            some_cars(A, port="Hamburg"),
            LayoutCorrections(ports={"Hamburg": "HAMBURG"}),
        )

    assert nothing_is_written(call)
    assert not Port.objects.filter(name="Hamburg").exists()


def test_a_list_with_unreadable_rows_is_loaded_whole_or_as_a_person_says(
    call: VesselCall, supervisor: User
) -> None:
    content = a_csv(CASES, ("BB1", "Cases", "many", "DEBRV"), ("BB2", "Crates", "3", "DEBRV"))
    with pytest.raises(ManifestRefused, match="1 row cannot be loaded as it stands"):
        load(call, supervisor, content)
    assert nothing_is_written(call)

    manifest = load(
        call, supervisor, content, replace(NO_CORRECTIONS, leaves_out_refused_rows=True)
    )

    assert list(CargoLine.objects.values_list("bill_of_lading", flat=True)) == ["BB2"]
    assert manifest.layout["left_out_rows"] == [{"sheet": "list", "row": 2}]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"VIN,POD\n", "a header, but no cargo"),
        (b"Dear agent\nplease find attached\n", "No column with VINs"),
        (b"PK\x03\x04", "Excel workbook or another archive"),
        (b"", "empty"),
    ],
)
def test_a_refused_list_writes_nothing(
    call: VesselCall, supervisor: User, content: bytes, reason: str
) -> None:
    with pytest.raises(ManifestRefused, match=reason):
        load(call, supervisor, content)

    assert nothing_is_written(call)


@pytest.mark.parametrize("status", [CallStatus.CLOSED, CallStatus.CANCELLED])
def test_a_call_that_is_over_takes_no_list(
    call: VesselCall, supervisor: User, status: CallStatus
) -> None:
    VesselCall.objects.filter(pk=call.pk).update(status=status)
    call.refresh_from_db()

    with pytest.raises(ManifestRefused, match="takes no more cargo lists"):
        load(call, supervisor, some_cars(A))


def test_what_breaks_half_way_is_undone(
    call: VesselCall, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(**_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("operations.actions.load_manifest.rebuild_totals", power_cut)

    with pytest.raises(ConnectionError):
        load(call, supervisor, some_cars(A, B))

    assert nothing_is_written(call)
