"""The four groups of people, by the words of vocabulary.Role, with what they may do.

Django makes the rows of permissions after the last migration of a run, too late for this one when
a database is new. So they are made here first; Django then finds them made.
"""

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

LABEL = "operations"
# Words to choose from, which a supervisor adds, corrects and takes away.
WORDS = ("berth", "cargoclass", "deck", "gang", "port", "shippingline", "vessel")
MAY = {
    "crew": (),
    "supervisor": (
        *(f"{verb}_{word}" for word in WORDS for verb in ("add", "change", "delete")),
        *("add_vesselcall", "change_vesselcall", "add_stoppage", "change_stoppage"),
        # To take a count back is to add a reversal; nobody may change what is there.
        "add_tallyevent",
        *("add_manifest", "add_manifestdraft", "change_manifestdraft", "delete_manifestdraft"),
        *("change_discrepancy", "change_setasideevent", "change_terminal"),
        *("change_tablet", "add_enrolmentcode"),
    ),
    "operator": (
        *("add_user", "change_user", "change_tablet", "add_enrolmentcode"),
        "view_failedattempt",
    ),
    "auditor": (),
}
# Everybody in the office sees what happened. Accounts that somebody guesses at are for operators.
OFFICE = ("supervisor", "operator", "auditor")
NOT_FOR_ALL = ("view_failedattempt", "view_auditentry")


def forward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    database = editor.connection.alias
    create_permissions(installed_apps.get_app_config(LABEL), verbosity=0, using=database, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    groups = apps.get_model("auth", "Group").objects.using(database)
    ours = permissions.filter(content_type__app_label=LABEL)
    views = ours.filter(codename__startswith="view_").exclude(codename__in=NOT_FOR_ALL)
    for role, codenames in MAY.items():
        group, _ = groups.get_or_create(name=role)
        group.permissions.add(*ours.filter(codename__in=codenames))
        if role in OFFICE:
            group.permissions.add(*views)


def backward(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    database = editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(database).filter(name__in=MAY)
    for group in groups:
        group.permissions.clear()
    # Who is what must not be lost by going back and forth: a group with people in it stays.
    groups.filter(user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("operations", "0003_one_ship_at_a_berth"),
    ]

    operations = [migrations.RunPython(forward, backward)]
