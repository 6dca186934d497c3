"""The site at work as the role it is given, its backup, and what comes back of it."""

import os
import re
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from tests.servers.databases import run_command
from tests.servers.fixtures import StartServer
from tests.servers.two_roles import DEPLOY, TwoRoles

pytestmark = pytest.mark.faults

COUNT = b"SELECT count(*) FROM operations_tallyevent"
ALTER = b"UPDATE operations_tallyevent SET quantity = 1"
EMPTY = b"DELETE FROM operations_tallyevent"
BACKUP = str(DEPLOY / "backup" / "backup")
RESTORE = str(DEPLOY / "backup" / "restore")


@pytest.fixture
def a_worked_port(two_roles: TwoRoles, a_running_server: StartServer) -> TwoRoles:
    """Return the server with a demo port in it, recorded by a site that runs as stevedores_web."""
    with psycopg.connect(two_roles.url("stevedores_web")) as connection:
        row = connection.execute(COUNT).fetchone()
    if row == (0,):
        site = a_running_server(DATABASE_URL=two_roles.url("stevedores_web"))
        site.command("demo_port", "--url", site.url)
    return two_roles


def test_the_site_works_without_the_right_to_alter_the_ledger(a_worked_port: TwoRoles) -> None:
    told = run_command("verify_ledger", env=a_worked_port.site_env("stevedores_web"))

    assert re.search(r": ok, \d{3,} events, head", told)


@pytest.mark.parametrize(
    "statement",
    [
        ALTER,
        EMPTY,
        b"TRUNCATE operations_tallyevent",
        b"UPDATE operations_auditentry SET what = what",
        b"DELETE FROM operations_auditentry",
        b"ALTER TABLE operations_tallyevent DISABLE TRIGGER ALL",
        b"DROP TABLE operations_tallyevent CASCADE",
        b"CREATE TABLE mine (id integer)",
        b"DELETE FROM django_migrations",
        b"SET ROLE stevedores_owner",
    ],
)
def test_the_role_of_the_site_may_not(two_roles: TwoRoles, statement: bytes) -> None:
    with (
        psycopg.connect(two_roles.url("stevedores_web")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_the_trigger_holds_the_owner_too(a_worked_port: TwoRoles) -> None:
    with (
        psycopg.connect(a_worked_port.url("stevedores_owner")) as connection,
        pytest.raises(psycopg.errors.RestrictViolation),
    ):
        connection.execute(ALTER)


def test_rights_are_refused_before_there_is_a_ledger(two_roles: TwoRoles) -> None:
    two_roles.make_database("not_migrated")

    with pytest.raises(AssertionError, match=r"django_migrations.*does not exist"):
        two_roles.sql_file("grants.sql", role="stevedores_owner", database="not_migrated")


def test_a_backup_comes_back_whole(a_worked_port: TwoRoles, tmp_path: Path) -> None:
    a_worked_port.make_database("restored")
    as_web = run_command("verify_ledger", env=a_worked_port.site_env("stevedores_web"))

    dump = back_up(a_worked_port, tmp_path)
    a_worked_port.run(RESTORE, str(dump), role="stevedores_owner", database="restored")

    env = a_worked_port.site_env("stevedores_web", "restored")
    assert run_command("verify_ledger", env=env) == as_web
    with (
        psycopg.connect(env["DATABASE_URL"]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(EMPTY)


def test_the_ledger_that_comes_back_refuses_its_owner(
    a_worked_port: TwoRoles, tmp_path: Path
) -> None:
    a_worked_port.make_database("refusing")
    dump = back_up(a_worked_port, tmp_path)
    a_worked_port.run(RESTORE, str(dump), role="stevedores_owner", database="refusing")

    with (
        psycopg.connect(a_worked_port.url("stevedores_owner", "refusing")) as connection,
        pytest.raises(psycopg.errors.RestrictViolation),
    ):
        connection.execute(EMPTY)


def test_nothing_is_restored_over_a_database_in_use(
    a_worked_port: TwoRoles, tmp_path: Path
) -> None:
    dump = back_up(a_worked_port, tmp_path)

    outcome = a_worked_port.run(
        RESTORE, str(dump), role="stevedores_owner", database="stevedores", may_fail=True
    )

    assert outcome.returncode == 2
    assert "Restore into an empty database" in outcome.stderr


def test_a_backup_that_was_altered_is_not_restored(a_worked_port: TwoRoles, tmp_path: Path) -> None:
    a_worked_port.make_database("altered")
    dump = back_up(a_worked_port, tmp_path)
    with dump.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"?")

    outcome = a_worked_port.run(
        RESTORE, str(dump), role="stevedores_owner", database="altered", may_fail=True
    )

    assert outcome.returncode == 1
    assert "is not the file that was written" in outcome.stderr


def test_old_backups_go_when_there_is_a_new_one(two_roles: TwoRoles, tmp_path: Path) -> None:
    a_month_ago = time.time() - timedelta(days=30).total_seconds()
    for name in ("stevedores-20200101T020000Z.dump", "somebody-elses.dump"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (a_month_ago, a_month_ago))

    dump = back_up(two_roles, tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {
        dump.name,
        f"{dump.name}.sha256",
        "somebody-elses.dump",
    }


def test_a_backup_that_fails_leaves_nothing_half(two_roles: TwoRoles, tmp_path: Path) -> None:
    outcome = two_roles.run(
        BACKUP,
        role="stevedores_web",
        database="no_such_database",
        may_fail=True,
        BACKUP_FOLDER=str(tmp_path),
    )

    assert outcome.returncode != 0
    assert list(tmp_path.iterdir()) == []


def back_up(server: TwoRoles, folder: Path) -> Path:
    """Back up as the site's role, and return the file."""
    server.run(BACKUP, role="stevedores_web", database="stevedores", BACKUP_FOLDER=str(folder))
    return max(folder.glob("stevedores-*.dump"))
