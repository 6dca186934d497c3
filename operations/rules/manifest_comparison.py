"""What a new version of a cargo list adds, takes off and changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from operations.rules.manifest_cargo import ListedCargo
from operations.rules.manifest_lines import KnownLine, LineKey, listed_quantity, match_lines
from operations.vocabulary import CargoMode, Direction

UnitKey = tuple[Direction, str]

_COMPARED = {
    "port_of_discharge": "Port of discharge",
    "port_of_loading": "Port of loading",
    "make": "Make",
    "model": "Model",
    "colour": "Colour",
    "cargo_class": "Class",
    "bill_of_lading": "Bill of lading",
    "hold_reason": "Hold",
}


class Change(NamedTuple):
    """One thing that a new version says otherwise of a unit or line."""

    what: str
    before: str
    after: str


class ChangedCargo(NamedTuple):
    """A unit, by its identifier, or a line, in words, with all that is changed of it."""

    subject: str
    changes: list[Change]


@dataclass(slots=True)
class ManifestComparison:
    """The differences to the list as it stands; units by identifier, lines in words."""

    added_units: list[str] = field(default_factory=list)
    removed_units: list[UnitKey] = field(default_factory=list)
    changed: list[ChangedCargo] = field(default_factory=list)
    added_lines: list[str] = field(default_factory=list)
    removed_lines: list[str] = field(default_factory=list)


def compare(
    cargo: Iterable[ListedCargo],
    quantities: Mapping[LineKey, int],
    *,
    units: Mapping[UnitKey, ListedCargo],
    lines: Mapping[int, KnownLine],
    is_addition: bool,
) -> ManifestComparison:
    """Compare a new version with the list; `units` are on it, `lines` also those taken off it.

    Only directions that the new version has cargo of are compared: the list of what is loaded
    says nothing of what is discharged. An addition takes nothing off, and adds to the quantities.
    """
    comparison = ManifestComparison()
    listed = {
        (each.direction, each.identifier): each
        for each in cargo
        if each.mode == CargoMode.IDENTIFIED
    }
    directions = {direction for direction, _ in listed} | {key.direction for key in quantities}
    _compare_units(comparison, listed, units)
    gone = _compare_lines(comparison, quantities, lines, is_addition=is_addition)
    if not is_addition:
        comparison.removed_units = [
            key for key in units if key not in listed and key[0] in directions
        ]
        comparison.removed_lines = [in_words(key) for key in gone]
    return comparison


def in_words(key: LineKey) -> str:
    """Return a line as people speak of it."""
    what = key.description or f"{key.make} {key.model}".strip() or key.cargo_class
    return ", ".join(filter(None, [key.bill_of_lading, what, key.port_of_discharge]))


def _compare_units(
    comparison: ManifestComparison,
    listed: Mapping[UnitKey, ListedCargo],
    units: Mapping[UnitKey, ListedCargo],
) -> None:
    for key, after in listed.items():
        before = units.get(key)
        if before is None:
            comparison.added_units.append(after.identifier)
            continue
        changes = [
            Change(what, old, new)
            for name, what in _COMPARED.items()
            for old, new in [(getattr(before, name), getattr(after, name))]
            if new is not None and old != new
        ]
        if changes:
            comparison.changed.append(ChangedCargo(after.identifier, changes))


def _compare_lines(
    comparison: ManifestComparison,
    quantities: Mapping[LineKey, int],
    lines: Mapping[int, KnownLine],
    *,
    is_addition: bool,
) -> list[LineKey]:
    """Compare what is counted or weighed, and return what is not listed any more of it."""
    matched, gone = match_lines(quantities, lines, is_addition=is_addition)
    for key, quantity in quantities.items():
        # Lines of identified units have no life of their own: their units are compared.
        if key.mode == CargoMode.IDENTIFIED:
            continue
        before = lines[matched[key]] if key in matched else None
        if before is None or not before.is_listed:
            comparison.added_lines.append(in_words(key))
        else:
            after = listed_quantity(quantity, before, is_addition=is_addition)
            if changes := list(_changes_of_line(key, after, before)):
                comparison.changed.append(ChangedCargo(in_words(key), changes))
    keys = (lines[line_id].key for line_id in gone)
    return [key for key in keys if key.mode != CargoMode.IDENTIFIED]


def _changes_of_line(key: LineKey, quantity: int, before: KnownLine) -> Iterable[Change]:
    for name, what in (("description", "Description"), *_COMPARED.items()):
        if name in {"colour", "hold_reason"}:
            continue
        old, new = getattr(before.key, name), getattr(key, name)
        if old != new:
            yield Change(what, old, new)
    if before.quantity != quantity:
        unit = "Weight in kg" if key.mode == CargoMode.BULK else "Quantity"
        yield Change(unit, str(before.quantity), str(quantity))
