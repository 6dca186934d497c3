"""What the cargo list of a call says now, and the words that are known for reading another."""

from collections.abc import Sequence

from django.db.models import QuerySet

from operations.models import CargoClass, CargoLine, Port, Unit, VesselCall
from operations.rules.manifest_cargo import ListedCargo
from operations.rules.manifest_comparison import UnitKey
from operations.rules.manifest_lines import KnownLine, LineKey
from operations.rules.manifest_silence import with_what_is_known
from operations.vocabulary import CargoMode, Direction

_UNIT_COLUMNS = (
    "direction",
    "identifier",
    "make",
    "model",
    "colour",
    "hold_reason",
    "line__description",
    "line__bill_of_lading",
    "line__cargo_class__code",
    "line__port_of_loading__locode",
    "line__port_of_discharge__locode",
)


def known_ports() -> dict[str, str]:
    """Return UN/LOCODE → name of all ports."""
    return dict(Port.objects.order_by("locode").values_list("locode", "name"))


def known_classes() -> dict[str, str]:
    """Return code → name of all classes of cargo."""
    return dict(CargoClass.objects.order_by("code").values_list("code", "name"))


def listed_counts(call: VesselCall) -> tuple[int, int]:
    """Return how many units, and how many counted and bulk lines, the list of a call has."""
    lines = CargoLine.objects.filter(call=call, is_listed=True).exclude(mode=CargoMode.IDENTIFIED)
    return Unit.objects.filter(call=call, is_listed=True).count(), lines.count()


def units_on_list(call: VesselCall) -> dict[UnitKey, ListedCargo]:
    """Return the units that are on the list of a call, in the order they were listed."""
    return _cargo_of(Unit.objects.filter(call=call, is_listed=True))


def known_units(call: VesselCall) -> dict[UnitKey, ListedCargo]:
    """Return all units of a call; also those that were taken off its list."""
    return _cargo_of(Unit.objects.filter(call=call))


def _cargo_of(units: QuerySet[Unit]) -> dict[UnitKey, ListedCargo]:
    rows = units.order_by("pk").values(*_UNIT_COLUMNS)
    listed = (
        ListedCargo(
            mode=CargoMode.IDENTIFIED,
            direction=Direction(row["direction"]),
            quantity=1,
            identifier=row["identifier"],
            make=row["make"],
            model=row["model"],
            colour=row["colour"],
            hold_reason=row["hold_reason"],
            description=row["line__description"],
            bill_of_lading=row["line__bill_of_lading"],
            cargo_class=row["line__cargo_class__code"] or "",
            port_of_loading=row["line__port_of_loading__locode"] or "",
            port_of_discharge=row["line__port_of_discharge__locode"] or "",
        )
        for row in rows
    )
    return {(unit.direction, unit.identifier): unit for unit in listed}


def known_lines(call: VesselCall) -> dict[int, KnownLine]:
    """Return all lines of a call by id, in that order; also those that were taken off its list."""
    lines = CargoLine.objects.filter(call=call).order_by("pk")
    return {
        line.pk: KnownLine(_key_of(line), line.expected_quantity, line.is_listed)
        for line in lines.select_related("cargo_class", "port_of_loading", "port_of_discharge")
    }


def with_what_stays(
    call: VesselCall, cargo: Sequence[ListedCargo], *, is_addition: bool
) -> list[ListedCargo]:
    """Return the cargo of a list as it will be listed: what it has no column for stays as it is."""
    return with_what_is_known(
        cargo, units=known_units(call), lines=known_lines(call), is_addition=is_addition
    )


def _key_of(line: CargoLine) -> LineKey:
    """Return what makes a line the same one on the next version of the list."""
    return LineKey(
        mode=CargoMode(line.mode),
        direction=Direction(line.direction),
        bill_of_lading=line.bill_of_lading,
        description=line.description,
        make=line.make,
        model=line.model,
        cargo_class=line.cargo_class.code if line.cargo_class else "",
        port_of_loading=line.port_of_loading.locode if line.port_of_loading else "",
        port_of_discharge=line.port_of_discharge.locode if line.port_of_discharge else "",
    )
