"""What the preview of a list says is what loading it does, version after version."""

from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from operations.models import CargoClass, CargoLine, Discrepancy, LineTotal, Unit, User, VesselCall
from operations.queries.manifest_preview import preview_manifest
from operations.readers.corrections import LayoutCorrections
from operations.rules.manifest_comparison import ManifestComparison
from tests import cast
from tests.ledger_cast import TabletInHand, problems
from tests.manifests import a_csv
from tests.operations.actions.manifest_office import CASES, load, make_ports
from tests.workbooks import a_workbook

Row = tuple[str, ...]
Facts = dict[object, tuple[object, ...]]
BILLS, WORDS, PORTS = ("", "BL1", "BL2"), ("Alpha", "Beta", "Gamma"), ("DEBRV", "BEZEE")
LINE = ("B/L", "Description", "POD", "Class")
CAR = ("VIN", "Make", "Model", "Colour", "B/L", "POD", "Class")


class Version(NamedTuple):
    """One version of a list: rows of three sheets, columns it lacks, and if it is an addition."""

    cars: list[Row]
    cases: list[Row]
    bulk: list[Row]
    is_addition: bool
    lacks: frozenset[str]

    def as_workbook(self, number: int) -> bytes:
        sheets = {
            "Cars": (CAR, self.cars),
            "Static": ((*LINE, "Qty"), self.cases),
            "Bulk": ((*LINE, "Weight kg"), self.bulk),
        }
        # The number tells versions apart that are the same otherwise.
        return a_workbook(
            {
                name: [[f"List {number}"], *self._without([header, *rows])]
                for name, (header, rows) in sheets.items()
            }
        )

    def _without(self, rows: list[Row]) -> list[list[str]]:
        kept = [place for place, name in enumerate(rows[0]) if name not in self.lacks]
        return [[row[place] for place in kept] for row in rows]


def of(*choices: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.tuples(*map(st.sampled_from, choices))


classes, amounts = ("", "CASE"), ("5", "10")
lines = st.lists(of(BILLS, WORDS, PORTS, classes, amounts), max_size=4)
cars = st.lists(
    of(
        ("WVWZZZ1JZXW000001", "CAT123", "CAT124"), ("", "VW"), ("", "Golf"), ("", "Red"), BILLS[1:]
    ).flatmap(lambda car: of(PORTS, classes).map(car.__add__)),
    max_size=3,
    unique_by=lambda car: car[0],
)
lacking = st.frozensets(
    st.sampled_from(("Make", "Model", "Colour", "Class", "B/L", "POD", "Description")), max_size=3
)
versions = st.lists(
    st.builds(Version, cars, lines, lines, st.booleans(), lacking), min_size=2, max_size=4
)


@pytest.fixture(autouse=True)
def ports(db: None) -> None:
    make_ports()
    CargoClass.objects.create(code="CASE", name="Cases")


class Listed(NamedTuple):
    """What is on a list: lines by id and units by identifier, each with what is said of it."""

    lines: Facts
    units: Facts


OF_LINE = ("bill_of_lading", "make", "model", "cargo_class", "port_of_discharge")
OF_UNIT = ("make", "model", "colour", "hold_reason")


def on_list(call: VesselCall) -> Listed:
    lines = CargoLine.objects.filter(call=call, is_listed=True).exclude(mode="IDENTIFIED")
    units = Unit.objects.filter(call=call, is_listed=True)
    line_rows = lines.values_list("pk", "description", "expected_quantity", *OF_LINE)
    of_unit = (*OF_UNIT, *(f"line__{each}" for each in OF_LINE if each not in OF_UNIT))
    unit_rows = units.values_list("identifier", *of_unit)
    return Listed({row[0]: row[1:] for row in line_rows}, {row[0]: row[1:] for row in unit_rows})


def done(before: Listed, after: Listed) -> dict[str, int]:
    """Return how much was added, taken off and changed, by the rows of the database."""
    pairs: tuple[tuple[str, Facts, Facts], ...] = (
        ("units", before.units, after.units),
        ("lines", before.lines, after.lines),
    )
    answer = {"changes": 0}
    for name, was, is_now in pairs:
        stayed = was.keys() & is_now.keys()
        answer[f"added {name}"] = len(is_now) - len(stayed)
        answer[f"removed {name}"] = len(was) - len(stayed)
        answer["changes"] += sum(
            old != new for each in stayed for old, new in zip(was[each], is_now[each], strict=True)
        )
    return answer


def told(comparison: ManifestComparison) -> dict[str, int]:
    return {
        "added units": len(comparison.added_units),
        "removed units": len(comparison.removed_units),
        "added lines": len(comparison.added_lines),
        "removed lines": len(comparison.removed_lines),
        "changes": sum(len(each.changes) for each in comparison.changed),
    }


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(versions=versions)
def test_what_the_preview_says_is_what_the_load_does(
    call: VesselCall, supervisor: User, versions: list[Version]
) -> None:
    another = cast.a_vessel_call(call.terminal, berth=None, berthed_at=None, work_started_at=None)
    for number, version in enumerate(versions):
        content = version.as_workbook(number)
        corrections = LayoutCorrections(is_addition=version.is_addition)
        before = on_list(another)

        preview = preview_manifest(
            call=another, file_name="list.xlsx", content=content, corrections=corrections
        )
        if preview.refusal:
            continue
        load(another, supervisor, content, corrections, name="list.xlsx")

        assert told(preview.comparison) == done(before, on_list(another))


def test_a_line_that_was_taken_off_hides_no_corrected_one(
    ramp: TabletInHand, supervisor: User
) -> None:
    alpha, beta, gamma = (("BL1", each, "4", "DEBRV") for each in WORDS)
    load(ramp.call, supervisor, a_csv(CASES, alpha, beta))
    load(ramp.call, supervisor, a_csv(CASES, alpha))
    line = CargoLine.objects.get(call=ramp.call, description="Alpha")
    ramp.send(ramp.count(line=line.pk, quantity=4))

    load(ramp.call, supervisor, a_csv(CASES, gamma))

    line.refresh_from_db()
    assert (line.description, line.is_listed) == ("Gamma", True)
    assert LineTotal.objects.get(line=line).counted_quantity == 4
    assert not Discrepancy.objects.filter(call=ramp.call).exists()
    assert problems(ramp.call) == []
