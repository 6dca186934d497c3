"""Units and cargo lines made to be what a list says; the call's row is locked."""

from collections import Counter
from collections.abc import Sequence

from operations.models import CargoClass, CargoLine, Port, Unit, VesselCall
from operations.queries.cargo_on_list import known_lines, with_what_stays
from operations.rules.manifest_cargo import ListedCargo
from operations.rules.manifest_lines import (
    LineKey,
    line_key,
    line_quantities,
    listed_quantity,
    match_lines,
)
from operations.vocabulary import CargoMode, Direction

_LINE_FIELDS = [
    "bill_of_lading",
    "description",
    "make",
    "model",
    "cargo_class",
    "port_of_loading",
    "port_of_discharge",
    "expected_quantity",
    "is_listed",
    "is_worked_here",
]
_UNIT_FIELDS = ["line", "make", "model", "colour", "hold_reason", "is_listed"]
_UNIT_COLUMNS = ["line_id", *_UNIT_FIELDS[1:]]
_BATCH = 500  # rows in one statement: SQLite takes no more than some thousand values


def write_cargo_list(*, call: VesselCall, cargo: Sequence[ListedCargo], is_addition: bool) -> None:
    """Write a list: what is new is created, what is known changed, and the rest unlisted.

    What the list has no column for stays as it is. Only the directions of the list are touched.
    An addition unlists nothing, and what it lists of a counted or bulk line comes on top.
    """
    cargo = with_what_stays(call, cargo, is_addition=is_addition)
    lines = _write_lines(call, cargo, is_addition=is_addition)
    _write_units(call, cargo, lines, is_addition=is_addition)
    _count_units(call)


def _write_lines(
    call: VesselCall, cargo: Sequence[ListedCargo], *, is_addition: bool
) -> dict[LineKey, CargoLine]:
    quantities = line_quantities(cargo)
    known = known_lines(call)
    matched, gone = match_lines(quantities, known, is_addition=is_addition)
    here = {line_key(each): each.is_worked_here for each in cargo}
    ports, classes = Port.objects.in_bulk(field_name="locode"), _classes()
    lines = {}
    for key, quantity in quantities.items():
        line = CargoLine(pk=matched.get(key), call=call)
        line.mode, line.direction = key.mode, key.direction
        line.bill_of_lading, line.description = key.bill_of_lading, key.description
        line.make, line.model = key.make, key.model
        line.cargo_class = classes.get(key.cargo_class)
        line.port_of_loading = ports.get(key.port_of_loading)
        line.port_of_discharge = ports.get(key.port_of_discharge)
        before = known[line.pk] if line.pk else None
        line.expected_quantity = listed_quantity(quantity, before, is_addition=is_addition)
        line.is_worked_here = here[key]
        line.is_listed = True
        lines[key] = line
    CargoLine.objects.bulk_update(
        [each for each in lines.values() if each.pk], _LINE_FIELDS, _BATCH
    )
    CargoLine.objects.bulk_create([each for each in lines.values() if not each.pk], _BATCH)
    if not is_addition:
        CargoLine.objects.filter(pk__any_of=gone).update(is_listed=False)
    return lines


def _classes() -> dict[str, CargoClass]:
    return CargoClass.objects.in_bulk(field_name="code")


def _write_units(
    call: VesselCall,
    cargo: Sequence[ListedCargo],
    lines: dict[LineKey, CargoLine],
    *,
    is_addition: bool,
) -> None:
    directions = {each.direction for each in cargo}
    units = Unit.objects.filter(call=call, direction__in=directions)
    known = {(Direction(unit.direction), unit.identifier): unit for unit in units}
    changed: list[Unit] = []
    new: list[Unit] = []
    for each in cargo:
        if each.mode != CargoMode.IDENTIFIED:
            continue
        unit = known.pop((each.direction, each.identifier), None)
        if unit is None:
            unit = Unit(call=call, direction=each.direction, identifier=each.identifier)
            new.append(unit)
        if _is_changed(unit, each, lines[line_key(each)]) and unit.pk:
            changed.append(unit)
    Unit.objects.bulk_update(changed, _UNIT_FIELDS, _BATCH)
    Unit.objects.bulk_create(new, _BATCH)
    if not is_addition:
        units.filter(pk__any_of=[unit.pk for unit in known.values()]).update(is_listed=False)


def _is_changed(unit: Unit, listed: ListedCargo, line: CargoLine) -> bool:
    """Make a unit be what is listed, and return whether that changed it."""
    before = [getattr(unit, name) for name in _UNIT_COLUMNS]
    unit.line = line
    unit.make, unit.model, unit.colour = listed.make, listed.model, listed.colour
    if listed.hold_reason is not None:
        unit.hold_reason = listed.hold_reason
    unit.is_listed = True
    return before != [getattr(unit, name) for name in _UNIT_COLUMNS]


def _count_units(call: VesselCall) -> None:
    """Set how many units each identified line lists: an addition may bring more of a known line."""
    listed = Counter(Unit.objects.filter(call=call, is_listed=True).values_list("line", flat=True))
    lines = CargoLine.objects.filter(call=call, mode=CargoMode.IDENTIFIED)
    changed = []
    for line in lines:
        count = listed.get(line.pk, 0)
        if (line.expected_quantity, line.is_listed) != (count, count > 0):
            line.expected_quantity, line.is_listed = count, count > 0
            changed.append(line)
    CargoLine.objects.bulk_update(changed, ["expected_quantity", "is_listed"], _BATCH)
