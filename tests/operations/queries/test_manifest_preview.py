import pytest

from operations.actions.load_manifest import load_manifest
from operations.models import CargoClass, Manifest, Port, Unit, User, VesselCall
from operations.queries.manifest_preview import CargoCount, ManifestPreview, preview_manifest
from operations.readers.corrections import NO_CORRECTIONS, SHEET_NAME, LayoutCorrections
from operations.vocabulary import ColumnMeaning, ProblemSeverity
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand
from tests.manifests import PORTS, a_csv, a_voyage, some_cars
from tests.workbooks import a_workbook

A, B = "WVWZZZ1JZXW000001", "WVWZZZ1JZXW000002"


@pytest.fixture(autouse=True)
def ports(db: None) -> None:
    for locode, name in zip(PORTS, ("Bremerhaven", "Zeebrugge", "Southampton"), strict=True):
        cast.a_port(locode, name)


def preview(
    call: VesselCall, content: bytes, corrections: LayoutCorrections = NO_CORRECTIONS
) -> ManifestPreview:
    name = "list.xlsx" if content.startswith(b"PK") else "list.csv"
    return preview_manifest(call=call, file_name=name, content=content, corrections=corrections)


def units(counts: list[CargoCount]) -> dict[str, int]:
    return {count.name: count.unit_count for count in counts}


def test_nothing_is_written_by_looking(call: VesselCall) -> None:
    preview(call, some_cars(A, port="XXYYY"), LayoutCorrections(ports={"XXYYY": "XXYYY"}))

    assert not Manifest.objects.exists()
    assert not Unit.objects.exists()
    assert not Port.objects.filter(locode="XXYYY").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_of_a_voyage_is_counted_by_port_make_and_class(
    call: VesselCall, form: str
) -> None:
    CargoClass.objects.create(code="CAR", name="Cars")
    voyage = a_voyage()

    seen = preview(call, voyage.as_csv() if form == "csv" else voyage.as_xlsx())

    assert seen.refusal == ""
    assert units(seen.by_port) == {"DEBRV": 495, "BEZEE": 495, "GBSOU": 495}
    assert units(seen.by_make) == {
        "BMW": 495,
        "Mercedes-Benz": 495,
        "Volkswagen": 248,
        "Honda": 247,
    }
    assert units(seen.by_class) == {"CAR": 1_485}
    assert seen.problem_count(ProblemSeverity.WARN) == 12 + 5


def test_each_problem_names_its_cell(call: VesselCall) -> None:
    seen = preview(call, a_csv(("No", "VIN", "POD"), ("1", A, "DEBRV"), ("2", A, "DEBRV")))

    told = [(each.where, each.kind.value) for each in seen.reading.problems]
    assert told == [("B2", "No check digit"), ("B3", "Listed twice")]


def test_in_a_workbook_the_cell_is_named_with_its_sheet(call: VesselCall) -> None:
    rows = [["VIN", "POD"], [A, ""]]

    seen = preview(call, a_workbook({"Deck 1": rows, "Deck 2": [["VIN", "POD"], [B, ""]]}))

    cells = [each.where for each in seen.reading.problems if each.kind == "Missing port"]
    assert cells == ["Deck 1!B2", "Deck 2!B2"]


def test_the_name_of_a_sheet_gives_the_port(call: VesselCall) -> None:
    sheets = {"BRV": [["VIN"], [A]], "Zeebrugge": [["VIN"], [B]]}

    seen = preview(call, a_workbook(sheets))

    assert units(seen.by_port) == {"DEBRV": 1, "BEZEE": 1}
    assert seen.reading.sheets[0].name_means == ColumnMeaning.PORT_OF_DISCHARGE


def test_a_sheet_named_after_our_own_port_says_where_it_is_loaded(call: VesselCall) -> None:
    seen = preview(call, a_workbook({"Brunswick": [["VIN", "POD"], [A, "DEBRV"]]}))

    assert seen.reading.sheets[0].name_means == ColumnMeaning.PORT_OF_LOADING
    assert seen.doubts == []


def test_the_name_of_a_sheet_may_give_the_direction(call: VesselCall) -> None:
    VesselCall.objects.filter(pk=call.pk).update(direction="BOTH")
    call.refresh_from_db()
    sheets = {"Loading": [["VIN"], [A]], "Discharge": [["VIN"], [B]]}

    seen = preview(call, a_workbook(sheets))

    assert [each.direction for each in seen.reading.cargo.values()] == ["LOAD", "DISCHARGE"]


def test_a_person_says_what_the_name_of_a_sheet_means(call: VesselCall) -> None:
    corrections = LayoutCorrections(columns={("BRV", SHEET_NAME): ColumnMeaning.IGNORED})

    seen = preview(call, a_workbook({"BRV": [["VIN"], [A]]}), corrections)

    assert units(seen.by_port) == {"": 1}


def test_a_person_corrects_a_column(call: VesselCall) -> None:
    content = a_csv(("VIN", "POD", "Final"), (A, "DEBRV", "BEZEE"))
    corrections = LayoutCorrections(columns={("list", "C"): ColumnMeaning.PORT_OF_DISCHARGE})

    assert units(preview(call, content).by_port) == {"DEBRV": 1}
    assert units(preview(call, content, corrections).by_port) == {"BEZEE": 1}


def test_unknown_ports_are_counted_and_a_code_is_suggested(call: VesselCall) -> None:
    header = ("VIN", "POD")

    seen = preview(call, a_csv(header, (A, "Hamburg"), (B, "Hamburg"), ("C1", "NLAMS")))

    assert [tuple(each) for each in seen.reading.unknown_ports] == [
        ("Hamburg", 2, ""),
        ("NLAMS", 1, "NLAMS"),
    ]
    assert seen.refusal == "These ports are not known: “Hamburg”, “NLAMS”. Say which they are."


def test_the_differences_to_the_list_are_shown(ramp: TabletInHand, supervisor: User) -> None:
    load_manifest(
        call=ramp.call,
        file_name="first.csv",
        content=some_cars(A),
        loaded_by=supervisor,
        received_at=NOON,
    )
    ramp.send(ramp.count(identifier=A))

    seen = preview(ramp.call, some_cars(B))

    assert (seen.replaces_version, seen.next_version) == (1, 2)
    assert seen.comparison.added_units == [B]
    assert [identifier for _, identifier in seen.comparison.removed_units] == [A]
    assert seen.counted_and_removed == [A]


def test_the_list_of_another_port_is_doubted(call: VesselCall) -> None:
    seen = preview(call, a_csv(("VIN", "POL", "POD"), (A, "BEZEE", "DEBRV")))

    assert "Is it the list of another port?" in seen.doubts[0]


def test_the_list_of_the_other_direction_is_doubted(call: VesselCall) -> None:
    seen = preview(call, a_csv(("VIN", "POD"), (A, "USSSI")))

    assert "the list of the other direction?" in seen.doubts[0]


@pytest.mark.parametrize("word", ["HOLD customs", "on hold", "Customs hold!", "do not load"])
def test_a_hold_among_the_remarks_is_told_with_its_cell(call: VesselCall, word: str) -> None:
    rows = (("VIN", "POD", "Remarks"), (A, "DEBRV", "Household goods, hold 3"), (B, "DEBRV", word))

    (doubt,) = preview(call, a_csv(*rows)).doubts

    assert "Column C of “list” is not read, but speaks of a hold in C3." in doubt


def test_a_column_of_remarks_that_a_person_settled_is_not_doubted(call: VesselCall) -> None:
    content = a_csv(("VIN", "POD", "Remarks"), (A, "DEBRV", "HOLD customs"))

    for meaning in (ColumnMeaning.HOLD, ColumnMeaning.IGNORED):
        seen = preview(call, content, LayoutCorrections(columns={("list", "C"): meaning}))

        assert seen.doubts == []


def test_a_european_list_is_not_full_of_warnings(call: VesselCall) -> None:
    vins = [f"WVWZZZ1JZXW{number:06}" for number in range(50)]

    seen = preview(call, some_cars(*vins))

    assert seen.problem_count(ProblemSeverity.WARN) == 0
