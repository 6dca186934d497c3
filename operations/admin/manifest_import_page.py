"""The preview of a cargo list as its page shows it: plain values, in the order they are read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from operations.admin import manifest_import_form as form
from operations.admin.manifest_import_rows import (
    meanings_of,
    problem_kinds,
    problem_places,
    rows_with_problems,
)
from operations.admin.manifest_import_sheets import Choice, sheets_of
from operations.models import VesselCall
from operations.queries.cargo_on_list import known_classes, known_ports, listed_counts
from operations.queries.manifest_preview import CargoCount, ManifestPreview
from operations.queries.manifest_reading import ManifestReading
from operations.readers.corrections import LayoutCorrections
from operations.rules.manifest_comparison import ChangedCargo
from operations.vocabulary import CallDirection, Direction

_FIRST_ROWS = 5
_MOST_DIFFERENCES = 50


def page_of(preview: ManifestPreview, call: VesselCall) -> dict[str, Any]:
    """Return what the template of the preview needs."""
    reading, corrections = preview.reading, preview.corrections
    return {
        "preview": preview,
        "reading": reading,
        "has_several_sheets": sum(sheet.is_read for sheet in reading.sheets) > 1,
        "figures": list(_figures(preview)),
        "tables": [
            _table("Port", preview.by_port, preview.total, names=_port_names()),
            _table("Make", preview.by_make, preview.total),
            _table("Class", preview.by_class, preview.total, names=known_classes()),
        ],
        "taken_off": _taken_off(preview, call),
        "differences": list(_differences(preview)),
        "problems": list(problem_kinds(reading)),
        "meanings": meanings_of(reading),
        "problem_rows": rows_with_problems(reading, problem_places(reading)),
        "first_rows": rows_with_problems(reading, range(min(_FIRST_ROWS, len(reading.rows)))),
        "refused_count": len(reading.refused_rows()),
        "sheets": sheets_of(reading, corrections),
        "ports": list(_ports(reading, corrections)),
        "known_ports": known_ports().items(),
        "no_port": form.NO_PORT,
        "directions": _directions(call, corrections),
        "classes": _classes(corrections),
        "corrections": corrections,
    }


def _figures(preview: ManifestPreview) -> Iterable[tuple[str, str]]:
    total = preview.total
    yield "units with VIN or serial number", f"{total.unit_count:,}"
    if total.piece_count:
        yield "pieces without a number of their own", f"{total.piece_count:,}"
    if total.weight_kg:
        yield "kg in bulk", f"{total.weight_kg:,}"
    elsewhere = _units(total) - _units(preview.worked_here)
    if elsewhere:
        yield "units for another port than this", f"{elsewhere:,}"


def _port_names() -> dict[str, str]:
    return {code: f"{name} ({code})" for code, name in known_ports().items()}


def _table(
    name: str,
    counts: Iterable[CargoCount],
    total: CargoCount,
    *,
    names: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return a table of counts with columns only for the kinds of cargo that are there."""
    kinds = (
        ("Units", "unit_count", True),
        ("Pieces", "piece_count", bool(total.piece_count)),
        ("kg", "weight_kg", bool(total.weight_kg)),
    )
    shown = [(title, column) for title, column, is_there in kinds if is_there]
    return {
        "names": [name, *(title for title, _ in shown)],
        "rows": [
            [
                (names or {}).get(count.name, count.name) or "Not said",
                *(f"{getattr(count, column):,}" for _, column in shown),
            ]
            for count in counts
        ],
    }


def _units(count: CargoCount) -> int:
    return count.unit_count + count.piece_count


def _taken_off(preview: ManifestPreview, call: VesselCall) -> str:
    """Return how much of the list that is loaded would go: "420 of 420 units"; "" for nothing."""
    removed = len(preview.comparison.removed_units), len(preview.comparison.removed_lines)
    if not any(removed):
        return ""
    return " and ".join(
        f"{gone:,} of {listed:,} {noun}{'' if listed == 1 else 's'}"
        for gone, listed, noun in zip(removed, listed_counts(call), ("unit", "line"), strict=True)
        if gone
    )


def _differences(preview: ManifestPreview) -> Iterable[dict[str, Any]]:
    comparison = preview.comparison
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        ("Added", [*comparison.added_units, *comparison.added_lines]),
        (
            "Taken off the list",
            [*(unit for _, unit in comparison.removed_units), *comparison.removed_lines],
        ),
        (
            "Changed",
            [_changed(each) for each in comparison.changed],
        ),
    )
    for name, entries in lists:
        more = len(entries) - _MOST_DIFFERENCES
        yield {
            "name": name,
            "count": len(entries),
            "figure": f"{len(entries):,}",
            "shown": entries[:_MOST_DIFFERENCES],
            "more": f"{more:,}" if more > 0 else "",
        }


def _changed(cargo: ChangedCargo) -> str:
    changes = "; ".join(
        f"{change.what.lower()} {change.before or 'none'} → {change.after or 'none'}"
        for change in cargo.changes
    )
    return f"{cargo.subject}: {changes}"


def _ports(reading: ManifestReading, corrections: LayoutCorrections) -> Iterable[dict[str, Any]]:
    settled = {word: code or form.NO_PORT for word, code in corrections.ports.items()}
    unknown = {each.word: each for each in reading.unknown_ports}
    for word in dict.fromkeys([*unknown, *settled]):
        about = unknown.get(word)
        yield {
            "word": word,
            "field": form.port_field(word),
            "code": settled.get(word, ""),
            "row_count": about.row_count if about else None,
            "suggestion": about.suggestion if about else "",
        }


def _directions(call: VesselCall, corrections: LayoutCorrections) -> list[Choice]:
    if call.direction != CallDirection.BOTH:
        return []
    chosen = corrections.direction
    by_row = Choice("", "Each row says it, or its ports do", chosen is None)
    return [by_row, *(Choice(each, each.label, each == chosen) for each in Direction)]


def _classes(corrections: LayoutCorrections) -> list[Choice]:
    chosen = corrections.cargo_class
    return [
        Choice("", "None", not chosen),
        *(Choice(code, name, code == chosen) for code, name in known_classes().items()),
    ]
