"""`manage.py health` as an operator runs it; what it says is for people and for programs."""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.databases import PROJECT, MigratedDatabases

# As in production, so that the settings themselves are all well.
SAFE = {
    "SERVED_OVER_HTTPS": "yes",
    "ALLOWED_HOSTS": "tally.example",
    "CSRF_TRUSTED_ORIGINS": "https://tally.example",
    "TRUSTED_PROXIES": "10.1.2.0/24",
    "ADMIN_PATH": "office-7f3k",
    "OTP_REQUIRED": "yes",
    "MONITORING_TOKEN": secrets.token_urlsafe(32),
    "SECRET_KEY": secrets.token_urlsafe(64),
}


def health(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "health", *arguments],
        cwd=PROJECT,
        env=dict(os.environ) | SAFE | env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def database_url(migrated_databases: MigratedDatabases) -> Iterator[str]:
    with migrated_databases.one() as url:
        yield url


def test_all_is_well_is_zero_for_people_and_programs(database_url: str) -> None:
    in_words = health(DATABASE_URL=database_url)
    as_json = health("--format", "json", "--strict", DATABASE_URL=database_url)

    assert (in_words.returncode, as_json.returncode) == (0, 0), in_words.stdout + as_json.stdout
    assert in_words.stdout.endswith("status: ok\n")
    assert json.loads(as_json.stdout)["checks"].keys() == {
        "database",
        "redis",
        "memory",
        "security",
        "system",
    }


def test_a_missing_redis_degrades_and_is_a_failure_for_whoever_is_strict(database_url: str) -> None:
    nowhere = {"DATABASE_URL": database_url, "REDIS_URL": "redis://127.0.0.1:9/0"}

    assert health(**nowhere).returncode == 1
    assert health("--strict", **nowhere).returncode == 2


def test_what_is_not_safe_is_told_in_words(database_url: str) -> None:
    outcome = health(DATABASE_URL=database_url, SERVED_OVER_HTTPS="no")

    assert outcome.returncode == 1
    assert "\n    stevedores.E005: Cookies travel over plain http. Leave SERVED" in outcome.stdout


def test_a_database_without_tables_is_a_failure(tmp_path: Path) -> None:
    empty = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    (tmp_path / "empty.sqlite3").touch()

    outcome = health("--format", "prometheus", DATABASE_URL=empty)

    assert outcome.returncode == 2
    assert 'site_health_check_state{check="database"} 2' in outcome.stdout
    comment, sample = r"# (HELP|TYPE) \S+ .+", r"\w+(\{check=\"\w+\"\})? [\d.]+"
    for line in outcome.stdout.splitlines():
        assert re.fullmatch(f"{comment}|{sample}", line)


def test_an_option_that_is_not_understood_says_nothing_of_the_site() -> None:
    assert health("--format", "runes").returncode == 3
