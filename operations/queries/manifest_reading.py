"""A received file as cargo, with all that is wrong with it; nothing is written."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from operations.models import VesselCall
from operations.queries.cargo_on_list import known_classes, known_ports
from operations.readers.corrections import NO_CORRECTIONS, LayoutCorrections
from operations.readers.file_gate import shown_name
from operations.readers.layout import SheetLayout, guess_layout
from operations.readers.manifest_file import read_manifest_file
from operations.readers.manifest_rows import (
    ManifestRow,
    SkippedRow,
    name_meaning,
    rows_of,
    sheets_to_read,
)
from operations.rules.manifest_cargo import ListCircumstances, ListedCargo, Problem, ProblemKind
from operations.rules.manifest_problems import judge_list
from operations.rules.manifest_row import read_row
from operations.rules.manifest_words import KnownClasses, KnownPorts, direction_of
from operations.rules.vin import VIN_LENGTH, normalised_identifier
from operations.vocabulary import CallDirection, ColumnMeaning, ProblemSeverity


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How one sheet was read: its columns, whether it was read at all, and what was skipped."""

    layout: SheetLayout
    is_read: bool
    why: str
    name_means: ColumnMeaning
    row_count: int
    skipped: Sequence[SkippedRow]

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.layout.sheet.name


class RowProblem(NamedTuple):
    """A problem with the place it is at; `row` is the place among the rows of the reading."""

    row: int
    severity: ProblemSeverity
    kind: ProblemKind
    meaning: ColumnMeaning | None
    where: str
    text: str


class UnknownPort(NamedTuple):
    """A word for a port that nobody knows: on how many rows, and the code it could be, or ""."""

    word: str
    row_count: int
    suggestion: str


@dataclass(frozen=True, slots=True)
class ManifestReading:
    """A file as cargo. `cargo`: what counts, by its place among `rows`; refused rows have none."""

    file_name: str
    sha256: str
    form: str
    sheets: Sequence[SheetReading]
    rows: Sequence[ManifestRow]
    cargo: dict[int, ListedCargo]
    problems: Sequence[RowProblem]
    unknown_ports: Sequence[UnknownPort]

    def problems_by_kind(self) -> dict[tuple[ProblemSeverity, ProblemKind], list[RowProblem]]:
        """Return the problems of each kind, the gravest kinds first."""
        kinds: dict[tuple[ProblemSeverity, ProblemKind], list[RowProblem]] = {}
        for severity in ProblemSeverity:
            for each in self.problems:
                if each.severity == severity:
                    kinds.setdefault((severity, each.kind), []).append(each)
        return kinds

    def refused_rows(self) -> list[int]:
        """Return the places of the rows that cannot be loaded as they stand."""
        return sorted(
            {each.row for each in self.problems if each.severity == ProblemSeverity.REFUSE}
        )


def read_manifest(
    *,
    call: VesselCall,
    file_name: str,
    content: bytes,
    corrections: LayoutCorrections | None = None,
) -> ManifestReading:
    """Read a cargo list for a call. Raises ManifestRefused when the file cannot be read."""
    corrections = corrections or NO_CORRECTIONS
    file = read_manifest_file(file_name, content)
    ports = KnownPorts(known_ports(), settled=corrections.ports)
    layouts = [
        guess_layout(sheet, is_port=lambda word: bool(ports.find(word)), corrections=corrections)
        for sheet in file.sheets
    ]
    sheets, rows = _sheets(layouts, ports, call, corrections)
    around = _around(call, rows, ports, corrections)
    readings = [read_row(row.texts, row.flaws, around) for row in rows]
    is_alone = sum(sheet.is_read for sheet in sheets) == 1
    labels = [f"row {row.number}{'' if is_alone else f' of “{row.sheet_name}”'}" for row in rows]
    judged = judge_list([reading.cargo for reading in readings], labels)
    problems = [
        RowProblem(place, each.severity, each.kind, each.meaning, where, each.text)
        for place, (row, reading) in enumerate(zip(rows, readings, strict=True))
        for each in (*reading.problems, *judged.problems.get(place, ()))
        for where in [_where(row, each, is_alone=is_alone)]
    ]
    words = Counter(word for reading in readings for word in reading.unknown_ports)
    return ManifestReading(
        file_name=shown_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        form=file.form,
        sheets=sheets,
        rows=rows,
        cargo=judged.cargo,
        problems=problems,
        unknown_ports=[
            UnknownPort(word, count, ports.suggestion(word)) for word, count in words.most_common()
        ],
    )


def _sheets(
    layouts: Sequence[SheetLayout],
    ports: KnownPorts,
    call: VesselCall,
    corrections: LayoutCorrections,
) -> tuple[list[SheetReading], list[ManifestRow]]:
    read = sheets_to_read(layouts, corrections)
    sheets, all_rows = [], []
    for layout in layouts:
        is_read, why = read[layout.sheet.name]
        guess = _guess_of_name(layout.sheet.name, ports, call)
        meaning = name_meaning(layout, corrections, guess=guess)
        rows, skipped = rows_of(layout, name_means=meaning) if layout.has_cargo else ([], [])
        sheets.append(SheetReading(layout, is_read, why, meaning, len(rows), skipped))
        all_rows += rows if is_read else []
    return sheets, all_rows


def _guess_of_name(name: str, ports: KnownPorts, call: VesselCall) -> ColumnMeaning:
    """Return what a sheet's name says: lists often have one sheet for each port or direction."""
    port = ports.find(name)
    if port:
        is_loaded_here = port == call.terminal.port.locode and call.direction == CallDirection.LOAD
        return ColumnMeaning.PORT_OF_LOADING if is_loaded_here else ColumnMeaning.PORT_OF_DISCHARGE
    if call.direction == CallDirection.BOTH and direction_of(name):
        return ColumnMeaning.DIRECTION
    return ColumnMeaning.IGNORED


def _around(
    call: VesselCall,
    rows: Sequence[ManifestRow],
    ports: KnownPorts,
    corrections: LayoutCorrections,
) -> ListCircumstances:
    identifiers = [
        normalised_identifier(text)
        for row in rows
        if (text := row.texts.get(ColumnMeaning.IDENTIFIER))
    ]
    vin_count = sum(len(each) == VIN_LENGTH for each in identifiers)
    return ListCircumstances(
        call_direction=CallDirection(call.direction),
        terminal_port=call.terminal.port.locode,
        ports=ports,
        classes=KnownClasses(known_classes()),
        chosen_direction=corrections.direction,
        default_class=corrections.cargo_class,
        expects_vins=vin_count * 2 >= len(identifiers),
    )


def _where(row: ManifestRow, problem: Problem, *, is_alone: bool) -> str:
    cell = row.address(problem.meaning)
    return cell if is_alone else f"{row.sheet_name}!{cell}"
