"""The problems of a cargo list as its preview shows them: by kind, and beside their cells."""

from collections.abc import Iterable
from typing import Any

from operations.queries.manifest_reading import ManifestReading, RowProblem
from operations.vocabulary import ColumnMeaning, ProblemSeverity

_ROWS_OF_A_KIND = 10  # enough to see what is meant; the figure beside it counts all
_MOST_PROBLEM_ROWS = 100
_SHOWN_CELLS = 4
_BADGES = {
    ProblemSeverity.REFUSE: ("Not loaded", "trouble"),
    ProblemSeverity.WARN: ("Look at it", "attention"),
    ProblemSeverity.NOTE: ("Note", ""),
}


def problem_kinds(reading: ManifestReading) -> Iterable[dict[str, Any]]:
    """Yield each kind of problem with its number, its first cells and an example."""
    for (severity, kind), problems in reading.problems_by_kind().items():
        word, badge = _BADGES[severity]
        more = len(problems) - _SHOWN_CELLS
        yield {
            "kind": kind.value,
            "word": word,
            "badge": badge,
            "count": f"{len(problems):,}",
            "cells": [each.where for each in problems[:_SHOWN_CELLS]],
            "more": f"{more:,}" if more > 0 else "",
            "text": problems[0].text,
        }


def problem_places(reading: ManifestReading) -> list[int]:
    """Return some rows of each kind of problem, by their places; notes are told by number only."""
    places: dict[int, None] = {}
    for (severity, _), problems in reading.problems_by_kind().items():
        if severity != ProblemSeverity.NOTE:
            places |= dict.fromkeys(each.row for each in problems[:_ROWS_OF_A_KIND])
    return sorted(list(places)[:_MOST_PROBLEM_ROWS])


def meanings_of(reading: ManifestReading) -> list[ColumnMeaning]:
    """Return what the columns of the list tell, in the order of the vocabulary."""
    told = {meaning for row in reading.rows for meaning in row.texts}
    return [meaning for meaning in ColumnMeaning if meaning in told]


def rows_with_problems(reading: ManifestReading, places: Iterable[int]) -> list[dict[str, Any]]:
    """Return rows with their cells, and beside each cell what is wrong with it."""
    by_row: dict[int, list[RowProblem]] = {}
    for each in reading.problems:
        by_row.setdefault(each.row, []).append(each)
    meanings = meanings_of(reading)
    rows = []
    for place in places:
        row, problems = reading.rows[place], by_row.get(place, [])
        rows.append(
            {
                "sheet": row.sheet_name,
                "number": row.number,
                "problems": [_said(each) for each in problems if each.meaning not in row.texts],
                "cells": [
                    {
                        "meaning": meaning,
                        "text": row.texts.get(meaning, ""),
                        "problems": [_said(each) for each in problems if each.meaning == meaning],
                    }
                    for meaning in meanings
                ],
            }
        )
    return rows


def _said(problem: RowProblem) -> dict[str, str]:
    return {"text": problem.text, "badge": _BADGES[problem.severity][1]}
