"""The cargo list of a call, as tablets keep it. Read with plain columns: a list has thousands."""

from typing import TypedDict

from operations.models import CargoLine, Unit
from operations.rules.cargo_port import port_of_interest
from operations.vocabulary import CargoMode


class ListedUnit(TypedDict):
    """One unit of the list; `line` is the id of its cargo line, `hold` why it must not move."""

    identifier: str
    line: int
    direction: str
    make: str
    model: str
    colour: str
    cargo_class: str
    port: str
    is_worked_here: bool
    hold: str


class ListedLine(TypedDict):
    """One line of the list; `expected` is in `unit`."""

    id: int
    mode: str
    direction: str
    bill_of_lading: str
    description: str
    cargo_class: str
    port: str
    expected: int
    unit: str
    is_worked_here: bool


_UNIT_COLUMNS = (
    "identifier",
    "line_id",
    "direction",
    "make",
    "model",
    "colour",
    "hold_reason",
    "line__cargo_class__code",
    "line__is_worked_here",
    "line__port_of_loading__locode",
    "line__port_of_discharge__locode",
)
_LINE_COLUMNS = (
    "pk",
    "mode",
    "direction",
    "bill_of_lading",
    "description",
    "cargo_class__code",
    "expected_quantity",
    "is_worked_here",
    "port_of_loading__locode",
    "port_of_discharge__locode",
)


def listed_units(call_id: int) -> list[ListedUnit]:
    """Return every unit of the current list, also those for other ports, by identifier."""
    units = Unit.objects.filter(call=call_id, is_listed=True).order_by("direction", "identifier")
    rows = units.values_list(*_UNIT_COLUMNS)
    return [
        ListedUnit(
            identifier=identifier,
            line=line_id,
            direction=direction,
            make=make,
            model=model,
            colour=colour,
            cargo_class=code or "",
            port=port_of_interest(direction, *ports, is_worked_here=is_here) or "",
            is_worked_here=is_here,
            hold=hold,
        )
        for identifier, line_id, direction, make, model, colour, hold, code, is_here, *ports in rows
    ]


def listed_lines(call_id: int) -> list[ListedLine]:
    """Return every line of the current list, in the order it was written."""
    lines = CargoLine.objects.filter(call=call_id, is_listed=True).order_by("pk")
    rows = lines.values_list(*_LINE_COLUMNS)
    return [
        ListedLine(
            id=line_id,
            mode=mode,
            direction=direction,
            bill_of_lading=bill,
            description=description,
            cargo_class=code or "",
            port=port_of_interest(direction, *ports, is_worked_here=is_here) or "",
            expected=expected,
            unit="kg" if mode == CargoMode.BULK else "units",
            is_worked_here=is_here,
        )
        for line_id, mode, direction, bill, description, code, expected, is_here, *ports in rows
    ]
