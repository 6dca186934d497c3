from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from stevedores.database_url import database_from_url, sqlite_has_the_wal_reset_fix
from stevedores.env import BadSetting

PROJECT = Path("/srv/stevedores")


def database(url: str, *, statement_seconds: int = 5) -> dict[str, Any]:
    return database_from_url(
        urlsplit(url), project_folder=PROJECT, statement_seconds=statement_seconds
    )


def test_a_relative_sqlite_file_lies_in_the_project() -> None:
    assert database("sqlite:///var/port.sqlite3")["NAME"] == "/srv/stevedores/var/port.sqlite3"


def test_an_absolute_sqlite_file_stays_where_it_is() -> None:
    assert database("sqlite:////data/port.sqlite3")["NAME"] == "/data/port.sqlite3"


def test_sqlite_takes_its_write_lock_at_the_start() -> None:
    assert database("sqlite:///x")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("version", "is_fixed"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 46, 1), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
    ],
)
def test_wal_is_used_only_where_it_keeps_commits(
    version: tuple[int, int, int], *, is_fixed: bool
) -> None:
    assert sqlite_has_the_wal_reset_fix(version) is is_fixed


def test_a_postgresql_url_is_taken_apart() -> None:
    settings = database("postgresql://tally:p%40ss@db.example:5433/port")

    assert settings["ENGINE"] == "monitoring.postgresql"
    parts = [settings[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert [str(part) for part in parts] == ["tally", "p@ss", "db.example", "5433", "port"]


def test_every_wait_for_postgresql_is_bounded() -> None:
    options = database("postgresql://db.example/port")["OPTIONS"]

    assert options["connect_timeout"] == 2
    assert "statement_timeout=5s" in options["options"]
    assert "lock_timeout=2s" in options["options"]
    assert "idle_in_transaction_session_timeout=15s" in options["options"]


def test_this_side_waits_longer_than_the_server_works() -> None:
    assert database("postgresql://db.example/port")["OPTIONS"]["deadline_seconds"] == 7


def test_no_limit_for_a_statement_is_no_deadline_either() -> None:
    options = database("postgresql://db.example/port", statement_seconds=0)["OPTIONS"]

    assert options["deadline_seconds"] is None
    assert "statement_timeout=0s" in options["options"]


def test_an_answer_before_the_commit_is_refused() -> None:
    with pytest.raises(BadSetting, match="synchronous_commit"):
        database("postgresql://db.example/port?options=-c%20synchronous_commit%3Doff")


def test_a_url_without_a_database_is_refused() -> None:
    with pytest.raises(BadSetting, match="names no database"):
        database("postgresql://db.example/")
