from collections.abc import Mapping
from dataclasses import dataclass, field

from operations.vocabulary import ColumnMeaning, Direction

SHEET_NAME = "name"
"""Stands for a column letter where the name of the sheet itself says something, such as a port."""


@dataclass(frozen=True, slots=True)
class LayoutCorrections:
    """What a person says about a cargo list, over what was guessed; empty where the guess stands.

    `columns`: (sheet, column letter or SHEET_NAME) → meaning. `header_rows`: sheet → row number,
    0 for none. `sheets`: sheet → whether it is read. `direction`: for calls that discharge and
    load. `ports`: word of the list → UN/LOCODE, which is created when it is new, or "" to load
    those rows without a port. `cargo_class`: code for rows that name none.
    """

    columns: Mapping[tuple[str, str], ColumnMeaning] = field(default_factory=dict)
    header_rows: Mapping[str, int] = field(default_factory=dict)
    sheets: Mapping[str, bool] = field(default_factory=dict)
    direction: Direction | None = None
    ports: Mapping[str, str] = field(default_factory=dict)
    cargo_class: str = ""
    leaves_out_refused_rows: bool = False
    is_addition: bool = False  # nothing that is on the list already is taken off it


NO_CORRECTIONS = LayoutCorrections()
