from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from operations.models import CargoLine, Manifest, Port, Unit, User, VesselCall
from operations.readers.corrections import ANY_SHEET, SHEET_NAME
from operations.vocabulary import ColumnMeaning
from tests import cast
from tests.manifests import PORTS, a_csv, a_voyage, some_cars

REFUSED, USAGE, PROBLEMS_FOUND = 1, 2, 3
#: A North American VIN with a right check digit, so that there is nothing to look at.
RIGHT = "1HGCM82633A004352"


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_superuser("operator", password=cast.PASSWORD)


@pytest.fixture(autouse=True)
def ports(db: None) -> None:
    for locode, name in zip(PORTS, ("Bremerhaven", "Zeebrugge", "Southampton"), strict=True):
        cast.a_port(locode, name)


@pytest.fixture
def run(call: VesselCall, tmp_path: Path) -> "Run":
    return Run(call, tmp_path)


class Run:
    """Runs the command on a file with this content."""

    def __init__(self, call: VesselCall, folder: Path) -> None:
        self._reference = call.reference
        self._folder = folder
        self.out = StringIO()

    def __call__(self, content: bytes, *options: str, name: str = "list.csv") -> str:
        file = self._folder / name
        file.write_bytes(content)
        self.out = StringIO()
        call_command(
            "import_manifest",
            str(file),
            f"--call={self._reference}",
            *options,
            stdout=self.out,
            stderr=StringIO(),
        )
        return self.out.getvalue()

    def exit_code(self, content: bytes, *options: str, name: str = "list.csv") -> int:
        try:
            self(content, *options, name=name)
        except CommandError as error:
            return error.returncode
        return 0


def test_a_list_is_loaded(run: Run, operator: User) -> None:
    told = run(some_cars(RIGHT))

    assert "Loaded as version 1" in told
    assert Manifest.objects.get().loaded_by == operator
    assert Unit.objects.get().identifier == RIGHT


@pytest.mark.usefixtures("operator")
def test_the_report_says_what_was_understood_and_where_the_problems_are(run: Run) -> None:
    told = run(a_voyage().as_csv())

    assert "Sheet “list”: 1,490 rows of cargo, header in row 1" in told
    assert "A   99%     VIN or serial number. It is called “VIN”, and its cells fit that." in told
    assert "port   DEBRV                    495 units" in told
    assert "A1487: Listed already in row 902; it is one unit and counts once." in told
    assert "12 × Wrong check digit (look at it)" in told
    assert "In all: 1,485 units; for here: 1,485 units." in told


@pytest.mark.usefixtures("operator")
def test_the_same_problem_of_all_rows_does_not_hide_the_others(run: Run) -> None:
    lines = run(a_voyage().as_csv()).splitlines()

    assert sum("is no class we know" in line for line in lines) == 20
    assert "  and 1,470 more" in lines


def test_a_dry_run_loads_nothing(run: Run) -> None:
    assert run.exit_code(some_cars(RIGHT), "--dry-run") == 0

    assert not Manifest.objects.exists()
    assert not Unit.objects.exists()


def test_a_dry_run_that_finds_problems_says_so_by_its_exit_code(run: Run) -> None:
    assert run.exit_code(some_cars(RIGHT, RIGHT), "--dry-run") == PROBLEMS_FOUND
    assert run.exit_code(some_cars(RIGHT, port="Nowhere"), "--dry-run") == REFUSED


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "list.csv"),
        (b"x", "list.xls"),
        (some_cars(RIGHT, port="Nowhere"), "list.csv"),
        (a_csv(("B/L", "Qty"), ("BB1", "many")), "list.csv"),
        (b"V" * 10_000_001, "list.csv"),
    ],
)
def test_a_refused_list_has_an_exit_code_and_writes_nothing(
    run: Run, content: bytes, name: str
) -> None:
    assert run.exit_code(content, name=name) == REFUSED
    assert not Manifest.objects.exists()


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    "options",
    [
        ["--map=C"],
        ["--map=C=nonsense"],
        ["--map=7=vin"],
        ["--header-row=top"],
        ["--port=Hamburg"],
        ["--by=nobody"],
        ["--call=NO-SUCH-CALL"],
    ],
)
def test_a_command_that_is_not_understood_has_an_exit_code(run: Run, options: list[str]) -> None:
    assert run.exit_code(some_cars(RIGHT), *options) == USAGE
    assert not Manifest.objects.exists()


def test_a_file_that_is_not_there_has_an_exit_code(call: VesselCall, operator: User) -> None:
    with pytest.raises(CommandError, match="No such file") as error:
        call_command("import_manifest", "/no/such/list.csv", f"--call={call.reference}")

    assert error.value.returncode == USAGE


def test_without_a_superuser_somebody_must_be_named(run: Run, supervisor: User) -> None:
    assert run.exit_code(some_cars(RIGHT)) == USAGE

    run(some_cars(RIGHT), "--by=supervisor")

    assert Manifest.objects.get().loaded_by == supervisor


@pytest.mark.usefixtures("operator")
def test_columns_are_corrected_by_letter_and_by_sheet(run: Run) -> None:
    content = a_csv(("Nr", "Final", "POD"), (RIGHT, "BEZEE", "DEBRV"))

    run(content, "--map=a=vin", "--map=list!B=port-of-discharge")

    line = CargoLine.objects.get()
    assert line.port_of_discharge == Port.objects.get(locode="BEZEE")


def test_a_map_is_read_strictly() -> None:
    from operations.management.manifest_options import NotUnderstood, corrections_of

    options: dict[str, Any] = {each: [] for each in ("read", "skip", "port", "header_row")}
    options |= {"direction": None, "cargo_class": "", "add": False, "skip_bad_rows": False}

    def columns(*maps: str) -> dict[tuple[str, str], ColumnMeaning]:
        return dict(corrections_of(column=list(maps), **options).columns)

    assert columns("C=VIN") == {(ANY_SHEET, "C"): ColumnMeaning.IDENTIFIER}
    assert columns("A=b!NAME=pod") == {("A=b", SHEET_NAME): ColumnMeaning.PORT_OF_DISCHARGE}
    with pytest.raises(NotUnderstood, match="as in C=vin"):
        columns("ABCD=vin")


@pytest.mark.usefixtures("operator")
def test_ports_rows_and_additions_are_settled_by_options(run: Run) -> None:
    header = ("B/L", "Description", "Qty", "POD")
    run(a_csv(header, ("BB1", "Cases", "3", "DEBRV")))

    run(
        a_csv(header, ("BB2", "Crates", "4", "Hamburg"), ("BB3", "Drums", "many", "DEBRV")),
        "--port=Hamburg=DEHAM",
        "--skip-bad-rows",
        "--add",
        name="more.csv",
    )

    listed = CargoLine.objects.filter(is_listed=True).values_list("bill_of_lading", flat=True)
    assert sorted(listed) == ["BB1", "BB2"]
    assert Port.objects.get(locode="DEHAM").name == "Hamburg"
