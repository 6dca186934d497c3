"""PostgreSQL holds the rule over whole stays; elsewhere the action checks it under a lock."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# A ship may berth in the instant in which the one before it left: the range excludes its end.
FORWARD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE operations_vesselcall ADD CONSTRAINT berth_holds_one_ship_at_a_time
    EXCLUDE USING gist (berth_id WITH =, tstzrange(berthed_at, departed_at) WITH &&)
    WHERE (berth_id IS NOT NULL AND berthed_at IS NOT NULL);
"""
BACKWARD = "ALTER TABLE operations_vesselcall DROP CONSTRAINT berth_holds_one_ship_at_a_time"


def forward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the exclusion constraint where the database has them."""
    if editor.connection.vendor == "postgresql":
        editor.execute(FORWARD, params=None)


def backward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop it again; the extension stays, others may use it."""
    if editor.connection.vendor == "postgresql":
        editor.execute(BACKWARD, params=None)


class Migration(migrations.Migration):
    dependencies = [("operations", "0002_ledger_is_append_only")]

    operations = [migrations.RunPython(forward, backward)]
