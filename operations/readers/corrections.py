from collections.abc import Mapping
from dataclasses import dataclass, field

from operations.vocabulary import ColumnMeaning, Direction

#: Stands for a column letter where the name of the sheet itself says something, such as a port.
SHEET_NAME = "name"
#: Stands for the name of a sheet where all are meant; no spreadsheet program allows it in a name.
ANY_SHEET = "*"


@dataclass(frozen=True, slots=True)
class LayoutCorrections:
    """What a person says about a cargo list, over what was guessed; empty where the guess stands.

    `columns`: (sheet or ANY_SHEET, column letter or SHEET_NAME) → meaning. `header_rows`: sheet or
    ANY_SHEET → row number, 0 for none. `sheets`: sheet → whether it is read. `direction`: for
    calls that discharge and load. `ports`: word of the list → UN/LOCODE, which is created when it
    is new, or "" to load those rows without a port. `cargo_class`: code for rows that name none.
    """

    columns: Mapping[tuple[str, str], ColumnMeaning] = field(default_factory=dict)
    header_rows: Mapping[str, int] = field(default_factory=dict)
    sheets: Mapping[str, bool] = field(default_factory=dict)
    direction: Direction | None = None
    ports: Mapping[str, str] = field(default_factory=dict)
    cargo_class: str = ""
    leaves_out_refused_rows: bool = False
    # Nothing that is on the list already is taken off it, and quantities add up.
    is_addition: bool = False

    def columns_of(self, sheet: str) -> dict[str, ColumnMeaning]:
        """Return column letter → meaning, as far as a person said it of this sheet or of all."""
        return {
            letter: meaning
            for wanted in (ANY_SHEET, sheet)
            for (name, letter), meaning in self.columns.items()
            if name == wanted
        }

    def header_row_of(self, sheet: str) -> int | None:
        """Return the header's row number as a person said it, 0 for none."""
        return self.header_rows.get(sheet, self.header_rows.get(ANY_SHEET))


NO_CORRECTIONS = LayoutCorrections()
