"""What was understood of a cargo list, in lines for a shell."""

from collections.abc import Iterable, Iterator

from operations.queries.manifest_preview import CargoCount, ManifestPreview
from operations.queries.manifest_reading import ManifestReading, SheetReading
from operations.vocabulary import ColumnMeaning, ProblemSeverity

_MOST_OF_A_KIND = 20
_WORDS = {
    ProblemSeverity.REFUSE: "NOT LOADED",
    ProblemSeverity.WARN: "look at it",
    ProblemSeverity.NOTE: "note",
}


def report_lines(preview: ManifestPreview) -> Iterator[str]:
    """Yield the report line by line, the most important last, where a shell leaves the eye."""
    reading = preview.reading
    yield f"{reading.file_name}: {reading.form}, SHA-256 {reading.sha256}"
    for sheet in reading.sheets:
        yield from _sheet(sheet)
    yield from _counts("port", preview.by_port)
    yield from _counts("make", preview.by_make)
    yield from _counts("class", preview.by_class)
    if preview.replaces_version:
        yield from _differences(preview)
    yield from _problems(reading)
    yield from preview.doubts
    yield f"In all: {_amount(preview.total)}; for here: {_amount(preview.worked_here)}."


def _sheet(sheet: SheetReading) -> Iterator[str]:
    if not sheet.is_read:
        yield f"Sheet “{sheet.name}” is not read. {sheet.why}"
        return
    header = sheet.layout.header_row
    where = f"header in row {header}" if header else "no header"
    yield f"Sheet “{sheet.name}”: {sheet.row_count:,} rows of cargo, {where}"
    if sheet.name_means != ColumnMeaning.IGNORED:
        yield f"  its name      {sheet.name_means.label}"
    for column in sheet.layout.columns:
        if column.meaning == ColumnMeaning.IGNORED:
            yield f"  {column.letter:>3}           not read. {column.reason}"
        else:
            sure = f"{column.confidence:.0%}"
            yield f"  {column.letter:>3}  {sure:>4}     {column.meaning.label}. {column.reason}"
    for row in sheet.skipped:
        yield f"  row {row.number} skipped. {row.reason} {row.text}"
    if sheet.layout.sheet.hidden_row_count:
        yield f"  {sheet.layout.sheet.hidden_row_count:,} of its rows are hidden; all are read."


def _counts(what: str, counts: Iterable[CargoCount]) -> Iterator[str]:
    for count in counts:
        yield f"{what:<6} {count.name or '(not said)':<24} {_amount(count)}"


def _amount(count: CargoCount) -> str:
    amounts = (
        (count.unit_count, "units"),
        (count.piece_count, "pieces"),
        (count.weight_kg, "kg"),
    )
    return ", ".join(f"{amount:,} {name}" for amount, name in amounts if amount) or "nothing"


def _differences(preview: ManifestPreview) -> Iterator[str]:
    comparison = preview.comparison
    added = len(comparison.added_units) + len(comparison.added_lines)
    removed = len(comparison.removed_units) + len(comparison.removed_lines)
    yield (
        f"Against version {preview.replaces_version}: {added:,} added, {removed:,} taken off, "
        f"{len(comparison.changed):,} changed"
    )
    if preview.counted_and_removed:
        yield (
            f"  {len(preview.counted_and_removed):,} of those taken off were counted already and "
            "show as over"
        )


def _problems(reading: ManifestReading) -> Iterator[str]:
    for (severity, kind), problems in reversed(reading.problems_by_kind().items()):
        yield f"{len(problems):,} × {kind} ({_WORDS[severity]})"
        if severity == ProblemSeverity.NOTE:
            continue
        for each in problems[:_MOST_OF_A_KIND]:
            yield f"  {each.where}: {each.text}"
        if len(problems) > _MOST_OF_A_KIND:
            yield f"  and {len(problems) - _MOST_OF_A_KIND:,} more"
