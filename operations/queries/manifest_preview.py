"""What loading a file would do, shown before anything is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from operations.models import CountedUnit, Manifest, VesselCall
from operations.queries.cargo_on_list import known_lines, units_on_list, with_what_stays
from operations.queries.manifest_reading import ManifestReading, read_manifest
from operations.readers.corrections import NO_CORRECTIONS, LayoutCorrections
from operations.readers.unread_holds import unread_holds
from operations.rules.cargo_port import port_of_interest
from operations.rules.manifest_cargo import ListedCargo
from operations.rules.manifest_comparison import ManifestComparison, compare
from operations.rules.manifest_lines import line_quantities
from operations.vocabulary import CallStatus, CargoMode, Direction, ProblemSeverity

# What was closed or never came takes no more cargo.
_TAKES_NO_LIST = frozenset({CallStatus.CLOSED, CallStatus.CANCELLED})
_NAMED_PORTS = 5
_NAMED_CELLS = 10


class CargoCount(NamedTuple):
    """How much of one kind is listed: identified units, counted units, and bulk in kg."""

    name: str
    unit_count: int
    piece_count: int
    weight_kg: int


@dataclass(frozen=True, slots=True)
class ManifestPreview:
    """A file as it would be loaded. `refusal` says why it cannot be, and is blank when it can."""

    reading: ManifestReading
    corrections: LayoutCorrections
    refusal: str
    total: CargoCount
    worked_here: CargoCount
    by_port: list[CargoCount]
    by_make: list[CargoCount]
    by_class: list[CargoCount]
    comparison: ManifestComparison
    replaces_version: int  # 0 when this is the first list of the call
    counted_and_removed: list[str]  # identifiers that the ledger holds and this list drops
    doubts: list[str]  # sentences on the list as a whole

    @property
    def next_version(self) -> int:
        """The number that the list gets when it is loaded."""
        return self.replaces_version + 1

    def problem_count(self, severity: ProblemSeverity) -> int:
        """Return how many problems there are of a severity."""
        return sum(each.severity == severity for each in self.reading.problems)


def preview_manifest(
    *,
    call: VesselCall,
    file_name: str,
    content: bytes,
    corrections: LayoutCorrections | None = None,
) -> ManifestPreview:
    """Show what loading a file would do to the cargo list of a call.

    Raises ManifestRefused when the file cannot be read at all.
    """
    corrections = corrections or NO_CORRECTIONS
    reading = read_manifest(
        call=call, file_name=file_name, content=content, corrections=corrections
    )
    is_addition = corrections.is_addition
    cargo = with_what_stays(call, list(reading.cargo.values()), is_addition=is_addition)
    comparison = compare_with_list(call, cargo, is_addition=is_addition)
    latest = Manifest.objects.filter(call=call).order_by("-version").first()
    return ManifestPreview(
        reading=reading,
        corrections=corrections,
        refusal=why_refused(call, reading, corrections),
        total=_count("", cargo),
        worked_here=_count("", (each for each in cargo if each.is_worked_here)),
        by_port=_counts(cargo, port_of),
        by_make=_counts(cargo, lambda each: each.make),
        by_class=_counts(cargo, lambda each: each.cargo_class),
        comparison=comparison,
        replaces_version=latest.version if latest else 0,
        counted_and_removed=_counted(call, comparison),
        doubts=[*_sheets_not_read(reading), *_holds_not_read(reading), *_doubts(call, cargo)],
    )


def compare_with_list(
    call: VesselCall, cargo: Sequence[ListedCargo], *, is_addition: bool
) -> ManifestComparison:
    """Return what cargo adds to, takes off and changes on the list of a call."""
    return compare(
        cargo,
        line_quantities(cargo),
        units=units_on_list(call),
        lines=known_lines(call),
        is_addition=is_addition,
    )


def why_refused(call: VesselCall, reading: ManifestReading, corrections: LayoutCorrections) -> str:
    """Return in a sentence why a reading cannot be loaded; blank when it can."""
    if call.status in _TAKES_NO_LIST:
        return f"The call is {CallStatus(call.status).label.lower()}; it takes no more cargo lists."
    same = Manifest.objects.filter(call=call, sha256=reading.sha256).first()
    if same is not None:
        return (
            f"This very file is loaded already: “{same.file_name}”, version {same.version} "
            "of this call's list."
        )
    if not any(sheet.is_read for sheet in reading.sheets):
        return "No column with VINs, quantities or weights was found. Say below which one it is."
    if not reading.rows:
        return "There is a header, but no cargo below it."
    if reading.unknown_ports:
        words = ", ".join(f"“{each.word}”" for each in reading.unknown_ports[:_NAMED_PORTS])
        more = " and others" if len(reading.unknown_ports) > _NAMED_PORTS else ""
        return f"These ports are not known: {words}{more}. Say which they are."
    return _why_rows_refuse(reading, corrections)


def port_of(cargo: ListedCargo) -> str:
    """Return the port that people sort cargo by: the other end of its voyage."""
    return port_of_interest(
        cargo.direction,
        cargo.port_of_loading,
        cargo.port_of_discharge,
        is_worked_here=cargo.is_worked_here,
    )


def _why_rows_refuse(reading: ManifestReading, corrections: LayoutCorrections) -> str:
    refused_count = len(reading.refused_rows())
    if refused_count and not corrections.leaves_out_refused_rows:
        if refused_count == 1:
            return "1 row cannot be loaded as it stands. Correct the list, or leave it out."
        return (
            f"{refused_count:,} rows cannot be loaded as they stand. Correct the list, or leave "
            "them out."
        )
    if not reading.cargo:
        return "No row can be loaded."
    return ""


def _sheets_not_read(reading: ManifestReading) -> list[str]:
    """Return the sheets that people see in the workbook and might miss on the list."""
    return [
        f"Sheet “{sheet.name}” is not read. {sheet.why}"
        for sheet in reading.sheets
        if not sheet.is_read and not sheet.layout.sheet.is_hidden and sheet.layout.columns
    ]


def _holds_not_read(reading: ManifestReading) -> Iterable[str]:
    """Yield where remarks speak of holds, so that a person can say that they are reasons of one."""
    for sheet in reading.sheets:
        for column, cells in unread_holds(sheet.layout) if sheet.is_read else ():
            more = len(cells) - _NAMED_CELLS
            named = ", ".join(cells[:_NAMED_CELLS]) + (f" and {more:,} more" if more > 0 else "")
            yield (
                f"Column {column.letter} of “{sheet.name}” is not read, but speaks of a hold in "
                f"{named}. If that cargo must not move, say that the column is the hold."
            )


def _doubts(call: VesselCall, cargo: Sequence[ListedCargo]) -> list[str]:
    """Return what makes the whole list look like one for another port or another way."""
    here = call.terminal.port
    doubts = []
    if cargo and not any(each.is_worked_here for each in cargo):
        doubts.append(f"Nothing on this list is for {here}. Is it the list of another port?")
    turned = sum(
        here.locode
        == (each.port_of_discharge if each.direction == Direction.LOAD else each.port_of_loading)
        for each in cargo
    )
    if turned * 2 > len(cargo):
        doubts.append(
            f"Most of it would be loaded and discharged at {here}. "
            "Are the port columns the wrong way round, or is it the list of the other direction?"
        )
    return doubts


def _counts(
    cargo: Iterable[ListedCargo], name_of: Callable[[ListedCargo], str]
) -> list[CargoCount]:
    groups: dict[str, list[ListedCargo]] = {}
    for each in cargo:
        groups.setdefault(name_of(each), []).append(each)
    counts = [_count(name, group) for name, group in groups.items()]
    return sorted(counts, key=lambda each: (-each.unit_count, -each.piece_count, each.name))


def _count(name: str, cargo: Iterable[ListedCargo]) -> CargoCount:
    quantities: Counter[CargoMode] = Counter()
    for each in cargo:
        quantities[each.mode] += each.quantity
    return CargoCount(
        name,
        unit_count=quantities[CargoMode.IDENTIFIED],
        piece_count=quantities[CargoMode.COUNTED],
        weight_kg=quantities[CargoMode.BULK],
    )


def _counted(call: VesselCall, comparison: ManifestComparison) -> list[str]:
    removed = set(comparison.removed_units)
    if not removed:
        return []
    counted = CountedUnit.objects.filter(call=call).order_by("identifier")
    keys = counted.values_list("direction", "identifier")
    return [identifier for direction, identifier in keys if (direction, identifier) in removed]
