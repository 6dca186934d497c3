from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model


def insert_rows(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert many rows, each a sequence of values for these columns.

    By COPY on PostgreSQL: checking and binding each value in Python took longer than all else
    that recording does. Constraints and triggers hold as for any INSERT.
    """
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(  # noqa: SLF001  # the documented way to any model's manager
            [model(**dict(zip(columns, row, strict=True))) for row in rows]
        )
        return
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    table = model._meta.db_table  # noqa: SLF001  # `_meta` is Django's documented way to it
    statement = f"COPY {quote(table)} ({names}) FROM STDIN"
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)
