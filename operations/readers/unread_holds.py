"""Words of a hold in columns that are not read, so that nobody loads what must not move."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from operations.readers.column_words import folded
from operations.readers.layout import ColumnReading, SheetLayout
from operations.readers.sheet import address
from operations.vocabulary import ColumnMeaning

# As `folded` leaves them; "hold 3" is a place on board.
_HOLD = re.compile(
    r"\b(hold(?! [0-9])|held|stop|stopped|blocked|do not (load|ship|move|discharge)"
    r"|not to be loaded|gesperrt|sperre|nicht (verladen|laden)|bloque|ne pas charger"
    r"|geblokkeerd|niet laden"
    r"|retenido|bloqueado|no cargar|bloccato|fermo|non caricare)\b"
)


class UnreadHold(NamedTuple):
    """A column that is not read and speaks of holds, and the cells in which it does."""

    column: ColumnReading
    cells: list[str]


def unread_holds(layout: SheetLayout) -> Iterator[UnreadHold]:
    """Yield the columns that speak of holds though they are not read, unless a person said so."""
    for column in layout.columns:
        if column.meaning != ColumnMeaning.IGNORED or column.is_corrected:
            continue
        cells = [
            address(row, column.index)
            for row in range(layout.first_row_index, len(layout.sheet.rows))
            if _HOLD.search(folded(layout.sheet.text(row, column.index)))
        ]
        if cells:
            yield UnreadHold(column, cells)
