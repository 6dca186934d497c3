from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from operations.models import Terminal
from operations.vocabulary import Role
from tests import cast

groups_of_people = import_module("operations.migrations.0004_groups_of_people")


def allowed(role: Role) -> set[str]:
    held = Permission.objects.filter(group__name=role, content_type__app_label="operations")
    return set(held.values_list("codename", flat=True))


def run(direction: str) -> None:
    # An editor of its own would need to be outside of the test's transaction on SQLite.
    getattr(groups_of_people, direction)(apps, SimpleNamespace(connection=connection))


def test_a_new_database_has_the_four_groups_and_what_they_may(db: None) -> None:
    assert {group.name for group in Group.objects.all()} == set(Role)
    assert allowed(Role.CREW) == set()
    assert {"view_tallyevent", "add_vesselcall", "change_discrepancy"} <= allowed(Role.SUPERVISOR)
    assert {"view_tallyevent", "add_user", "change_tablet"} <= allowed(Role.OPERATOR)


def test_an_auditor_only_looks(db: None) -> None:
    assert {codename.split("_")[0] for codename in allowed(Role.AUDITOR)} == {"view"}


@pytest.mark.parametrize("role", Role)
def test_nobody_may_alter_the_ledger_or_its_copies(db: None, role: Role) -> None:
    grown = ("tallyevent", "countedunit", "linetotal", "hourlyrollup")

    touching = {each for each in allowed(role) if each.endswith(grown)}

    # A reversal is one row more: that is how a supervisor takes a count back.
    assert {each.split("_")[0] for each in touching - {"add_tallyevent"}} <= {"view"}


def test_every_permission_that_is_given_is_one_that_exists(db: None) -> None:
    given = {codename for codenames in groups_of_people.MAY.values() for codename in codenames}

    assert given <= set(Permission.objects.values_list("codename", flat=True))


def test_making_them_again_changes_nothing(db: None) -> None:
    before = {role: allowed(role) for role in Role}

    run("forward")

    assert {role: allowed(role) for role in Role} == before
    assert Group.objects.count() == len(Role)


def test_going_back_and_forth_loses_nobodys_role(terminal: Terminal) -> None:
    supervisor = cast.a_person("one", terminal, role=Role.SUPERVISOR)

    run("backward")
    assert [group.name for group in Group.objects.all()] == [Role.SUPERVISOR]
    assert allowed(Role.SUPERVISOR) == set()

    run("forward")
    assert supervisor.has_role(Role.SUPERVISOR)
    assert "add_vesselcall" in allowed(Role.SUPERVISOR)


def test_the_migration_can_be_unapplied_and_applied(ledger_that_can_be_emptied: None) -> None:
    try:
        call_command("migrate", "operations", "0003", verbosity=0)
        assert not Group.objects.exists()
    finally:
        call_command("migrate", verbosity=0)

    assert Group.objects.count() == len(Role)
    assert ("operations", "0004_groups_of_people") in MigrationLoader(connection).applied_migrations
