"""Triggers refuse to alter or delete what the audit log holds."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# restrict_violation is an integrity error, so Django raises IntegrityError.
POSTGRESQL_FORWARD = """
CREATE FUNCTION refuse_to_alter_the_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_log_refuses_update_and_delete BEFORE UPDATE OR DELETE ON operations_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_to_alter_the_audit_log();
CREATE TRIGGER audit_log_refuses_truncate BEFORE TRUNCATE ON operations_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_alter_the_audit_log();
"""
POSTGRESQL_BACKWARD = """
DROP TRIGGER audit_log_refuses_truncate ON operations_auditentry;
DROP TRIGGER audit_log_refuses_update_and_delete ON operations_auditentry;
DROP FUNCTION refuse_to_alter_the_audit_log();
"""
# SQLite's schema editor rebuilds a table to alter it, which loses triggers: a later migration
# that alters this table must create these again.
SQLITE_FORWARD = (
    "CREATE TRIGGER audit_log_refuses_update BEFORE UPDATE ON operations_auditentry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_log_refuses_delete BEFORE DELETE ON operations_auditentry "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)
SQLITE_BACKWARD = (
    "DROP TRIGGER audit_log_refuses_update",
    "DROP TRIGGER audit_log_refuses_delete",
)


def run_for(editor: BaseDatabaseSchemaEditor, *, postgresql: str, sqlite: tuple[str, ...]) -> None:
    statements = (postgresql,) if editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        editor.execute(statement, params=None)


def forward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    run_for(editor, postgresql=POSTGRESQL_FORWARD, sqlite=SQLITE_FORWARD)


def backward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    run_for(editor, postgresql=POSTGRESQL_BACKWARD, sqlite=SQLITE_BACKWARD)


class Migration(migrations.Migration):
    dependencies = [("operations", "0006_audit_log")]

    operations = [migrations.RunPython(forward, backward)]
