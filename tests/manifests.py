"""A cargo list as a line sends it: 1,485 cars for three ports, with the slips that lists have.

What is wrong with it is part of it, so a test can say: 12 VINs with a wrong check digit, 5 listed
twice, 9 that nobody will count, 7 that turn up without being listed.
"""

import csv
import io
from dataclasses import dataclass, field

from operations.rules.vin import check_digit
from tests.workbooks import a_workbook

PORTS = ("DEBRV", "BEZEE", "GBSOU")
#: Make, maker and plant as VINs begin, model, class, colours; all from plants with a check digit.
_KINDS = (
    ("BMW", "5UXCR6C0", "X5", "CAR"),
    ("Mercedes-Benz", "4JGFB4K0", "GLE", "CAR"),
    ("Volkswagen", "3VWC57BU", "Jetta", "CAR"),
    ("Honda", "2HGFC2F5", "Civic", "CAR"),
    ("BMW", "5UX23EM0", "X7", "CAR"),
    ("Mercedes-Benz", "4JGDF6E0", "GLS", "CAR"),
)
_COLOURS = ("Black", "White", "Silver", "Blue", "Red")
HEADER = ("VIN", "Make", "Model", "Colour", "Class", "B/L", "Port of loading", "Port of discharge")
UNIT_COUNT, BAD_COUNT, DUPLICATE_COUNT, OVER_COUNT, SHORT_COUNT = 1_485, 12, 5, 7, 9

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voyage:
    """The list of a call, row by row, and what will be noticed of it."""

    rows: list[Row]
    bad_vins: list[str]
    duplicates: list[str]
    overs: list[str]
    shorts: list[str]
    header: Row = field(default=HEADER)

    @property
    def vins(self) -> list[str]:
        """The listed units, each once, in the order of the list."""
        return list(dict.fromkeys(row[0] for row in self.rows))

    @property
    def to_count(self) -> list[str]:
        """What a crew finds on the quay: the list without the shorts, and the overs."""
        return [vin for vin in self.vins if vin not in set(self.shorts)] + self.overs

    def as_csv(self) -> bytes:
        """Return the list as text with commas."""
        return a_csv(self.header, *self.rows)

    def as_xlsx(self) -> bytes:
        """Return the list as a workbook with titles above its header and one sheet a port."""
        by_port = {port: [row for row in self.rows if row[-1] == port] for port in PORTS}
        titles = [("Loading list",), (), self.header]
        return a_workbook({port: [*titles, *rows] for port, rows in by_port.items()})


def a_csv(*rows: Row) -> bytes:
    """Return rows as text with commas."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def some_cars(*vins: str, port: str = "DEBRV") -> bytes:
    """Return a short list of cars for one port."""
    header = ("VIN", "Make", "Model", "B/L", "POD")
    return a_csv(header, *((vin, "VW", "Golf", "BL1", port) for vin in vins))


def a_voyage() -> Voyage:
    """Return the list that the whole journey is told with; the same one every time."""
    vins = [_vin(number) for number in range(UNIT_COUNT + OVER_COUNT)]
    bad = range(100, 100 + BAD_COUNT * 7, 7)
    for number in bad:
        vins[number] = _with_wrong_check_digit(vins[number])
    rows = [_row(number, vins[number]) for number in range(UNIT_COUNT)]
    twice = [rows[number] for number in range(900, 900 + DUPLICATE_COUNT)]
    return Voyage(
        rows=rows + twice,
        bad_vins=[vins[number] for number in bad],
        duplicates=[row[0] for row in twice],
        overs=vins[UNIT_COUNT:],
        shorts=[vins[number] for number in range(400, 400 + SHORT_COUNT)],
    )


def _row(number: int, vin: str) -> Row:
    make, _, model, cargo_class = _KINDS[number % len(_KINDS)]
    port = PORTS[number * len(PORTS) // UNIT_COUNT]
    bill = f"SSI{number // 99:03}"
    colour = _COLOURS[number % len(_COLOURS)]
    return (vin, make, model, colour, cargo_class, bill, "USSSI", port)


def _vin(number: int) -> str:
    start = _KINDS[number % len(_KINDS)][1]
    # Serials in runs, as a plant builds them: that is what makes suffixes alike.
    vin = f"{start}0T{'NLCH'[number % 4]}{310_000 + number * 7:06}"
    return vin[:8] + check_digit(vin) + vin[9:]


def _with_wrong_check_digit(vin: str) -> str:
    wrong = "X" if vin[8] != "X" else "0"
    return vin[:8] + wrong + vin[9:]
