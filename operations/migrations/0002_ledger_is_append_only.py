"""Triggers refuse to alter or delete what the ledger holds, and to set a call's head back."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# restrict_violation is an integrity error, so Django raises IntegrityError.
POSTGRESQL_FORWARD = """
CREATE FUNCTION refuse_to_alter_the_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_refuses_update_and_delete BEFORE UPDATE OR DELETE ON operations_tallyevent
    FOR EACH ROW EXECUTE FUNCTION refuse_to_alter_the_ledger();
CREATE TRIGGER ledger_refuses_truncate BEFORE TRUNCATE ON operations_tallyevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_alter_the_ledger();
-- A stale copy of a call, saved whole while tablets record, would break its chain.
CREATE FUNCTION refuse_to_set_the_head_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the head of a call only moves on' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER head_of_a_call_only_moves_on BEFORE UPDATE ON operations_vesselcall
    FOR EACH ROW WHEN (
        NEW.head_position < OLD.head_position
        OR (NEW.head_position = OLD.head_position AND NEW.head_digest <> OLD.head_digest)
    ) EXECUTE FUNCTION refuse_to_set_the_head_back();
"""
POSTGRESQL_BACKWARD = """
DROP TRIGGER head_of_a_call_only_moves_on ON operations_vesselcall;
DROP FUNCTION refuse_to_set_the_head_back();
DROP TRIGGER ledger_refuses_truncate ON operations_tallyevent;
DROP TRIGGER ledger_refuses_update_and_delete ON operations_tallyevent;
DROP FUNCTION refuse_to_alter_the_ledger();
"""
# SQLite's schema editor rebuilds a table to alter it, which loses triggers: a later migration
# that alters the table of the ledger or of calls must create these again.
SQLITE_FORWARD = (
    "CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON operations_tallyevent "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    "CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON operations_tallyevent "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    # A stale copy of a call, saved whole while tablets record, would break its chain.
    "CREATE TRIGGER head_of_a_call_only_moves_on BEFORE UPDATE ON operations_vesselcall "
    "WHEN NEW.head_position < OLD.head_position "
    "OR (NEW.head_position = OLD.head_position AND NEW.head_digest <> OLD.head_digest) "
    "BEGIN SELECT RAISE(ABORT, 'the head of a call only moves on'); END",
)
SQLITE_BACKWARD = (
    "DROP TRIGGER ledger_refuses_update",
    "DROP TRIGGER ledger_refuses_delete",
    "DROP TRIGGER head_of_a_call_only_moves_on",
)


def run_for(editor: BaseDatabaseSchemaEditor, *, postgresql: str, sqlite: tuple[str, ...]) -> None:
    """Run the script of the database in use."""
    statements = (postgresql,) if editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        editor.execute(statement, params=None)


def forward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the ledger append-only."""
    run_for(editor, postgresql=POSTGRESQL_FORWARD, sqlite=SQLITE_FORWARD)


def backward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the ledger be altered again."""
    run_for(editor, postgresql=POSTGRESQL_BACKWARD, sqlite=SQLITE_BACKWARD)


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial")]

    operations = [migrations.RunPython(forward, backward)]
