"""Look-ups that every column knows."""

from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

_ARRAYS = {UUID: "uuid[]", str: "text[]"}


@Field.register_lookup
class AnyOf(In):
    """`column__any_of=values` finds the rows that `column__in=values` finds.

    The values must have the column's own type. PostgreSQL gets them as one array: to convert them
    and to fill in five hundred placeholders takes longer than to find the rows.
    """

    lookup_name = "any_of"

    def get_prep_lookup(self) -> list[Any]:
        """Take the values as they are."""
        return list(self.rhs)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """Compare the column with an array."""
        if not self.rhs:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        kind = _ARRAYS.get(type(self.rhs[0]))
        if kind is None:
            return f"{column} = ANY(%s)", [*params, self.rhs]
        # Written here: the driver would ask each value for its type.
        return f"{column} = ANY(%s::{kind})", [*params, f"{{{','.join(map(_quoted, self.rhs))}}}"]


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
