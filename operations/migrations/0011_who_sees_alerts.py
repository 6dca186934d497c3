"""Alerts of the site itself: operators look after them, auditors see them."""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LABEL = "monitoring"
MAY = {
    "operator": ("view_alert", "view_alertmessage", "change_alert"),
    "auditor": ("view_alert", "view_alertmessage"),
}


def forward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    database = editor.connection.alias
    create_permissions(installed_apps.get_app_config(LABEL), verbosity=0, using=database, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    groups = apps.get_model("auth", "Group").objects.using(database)
    ours = permissions.filter(content_type__app_label=LABEL)
    for role, codenames in MAY.items():
        group, _ = groups.get_or_create(name=role)
        group.permissions.add(*ours.filter(codename__in=codenames))


def backward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    database = editor.connection.alias
    ours = apps.get_model("auth", "Permission").objects.using(database)
    for group in apps.get_model("auth", "Group").objects.using(database).filter(name__in=MAY):
        group.permissions.remove(*ours.filter(content_type__app_label=LABEL))


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0010_codes_at_desks_fail_too"),
        ("monitoring", "0002_alerts"),
    ]

    operations = [migrations.RunPython(forward, backward)]
