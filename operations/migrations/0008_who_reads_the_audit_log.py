"""Operators and auditors read the audit log.

As for the groups themselves, the permission is made here first, for a database that is new.
"""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LABEL = "operations"
READERS = ("operator", "auditor")
CODENAME = "view_auditentry"


def forward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    database = editor.connection.alias
    create_permissions(installed_apps.get_app_config(LABEL), verbosity=0, using=database, apps=apps)
    permission = _permission(apps, database)
    for group in apps.get_model("auth", "Group").objects.using(database).filter(name__in=READERS):
        group.permissions.add(permission)


def backward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    database = editor.connection.alias
    permission = _permission(apps, database)
    for group in apps.get_model("auth", "Group").objects.using(database).filter(name__in=READERS):
        group.permissions.remove(permission)


def _permission(apps: StateApps, database: str) -> models.Model:
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    return permissions.get(codename=CODENAME, content_type__app_label=LABEL)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("operations", "0007_audit_log_is_append_only"),
    ]

    operations = [migrations.RunPython(forward, backward)]
