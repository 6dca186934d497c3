"""What an operator reads when a setting is wrong."""

import hashlib
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.house import PROJECT
from tests.servers.databases import run_command

BAD = {
    "SECRET_KEY": "",
    "DATABASE_URL": "oracle://db.example/port",
    "REDIS_URL": "http://cache.example",
    "WEB_WORKERS": "many",
    "MEMORY_LIMIT_MB": "512M",
    "LOG_LEVEL": "LOUD",
    "LOG_FORMAT": "xml",
    "DEBUG": "flase",
    "DATABASE_STATEMENT_SECONDS": "5s",
    "OTP_REQUIRED": "sometimes",
    "ADMIN_PATH": "field/office",
}


def check(**env: str) -> subprocess.CompletedProcess[str]:
    program = "from stevedores import settings; import runpy; runpy.run_path('gunicorn.conf.py')"
    starter = [sys.executable, "manage.py", "check"]
    if "WEB_WORKERS" in env:
        starter = [sys.executable, "-c", program]
    return subprocess.run(
        starter,
        cwd=PROJECT,
        env=dict(os.environ) | env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", BAD)
def test_a_bad_setting_stops_the_start_with_its_name(name: str) -> None:
    outcome = check(**{name: BAD[name]})

    assert outcome.returncode != 0
    last_line = outcome.stderr.strip().splitlines()[-1]
    assert name in last_line
    assert f"Example: {name}=" in last_line


def test_a_bad_setting_is_one_line_and_no_traceback() -> None:
    outcome = check(LOG_LEVEL="LOUD")

    assert outcome.returncode == 78
    assert outcome.stderr.strip().count("\n") == 0


def test_a_command_may_take_longer_than_a_request() -> None:
    shown = run_command("diffsettings", env=dict(os.environ) | {"DATABASE_STATEMENT_SECONDS": ""})

    assert "DATABASE_STATEMENT_SECONDS = 900" in shown
    assert "statement_timeout=900s" in shown or "sqlite3" in shown


def test_a_python_without_django_is_told_where_the_right_one_is() -> None:
    # Without the folder of installed packages.
    outcome = subprocess.run(
        [sys.executable, "-S", "manage.py", "health"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome.returncode == 78
    assert outcome.stderr.strip().count("\n") == 0
    assert "Use .venv/bin/python manage.py" in outcome.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder like that of the project, with a var and a .env of its own."""
    for name in ("bin", "manage.py", "stevedores", "operations", "monitoring", "requirements"):
        (tmp_path / name).symlink_to(PROJECT / name)
    return tmp_path


def with_packages(folder: Path) -> None:
    """Let the folder have this Python, its packages installed."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    wanted = hashlib.sha256((PROJECT / "requirements/base.txt").read_bytes()).hexdigest()
    (folder / ".venv" / "base.installed").write_text(f"{wanted}\n", encoding="utf-8")


def manage(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    unset = {"SECRET_KEY", "SERVED_OVER_HTTPS", "OTP_REQUIRED"}
    return subprocess.run(
        [folder / "bin" / "manage", *arguments],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in unset} | env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_finds_the_settings_of_the_site_that_bin_run_runs(folder: Path) -> None:
    with_packages(folder)
    (folder / ".env").write_text('ADMIN_PATH="office-7f3k"\nWEB_WORKERS=3\n', encoding="utf-8")

    first = manage(folder, "diffsettings", WEB_WORKERS="2")
    second = manage(folder, "diffsettings")

    key = (folder / "var" / "secret_key").read_text(encoding="utf-8").strip()
    assert f"SECRET_KEY = {key!r}" in first.stdout, first.stderr
    assert f"SECRET_KEY = {key!r}" in second.stdout
    assert "ADMIN_PATH = 'office-7f3k/'" in first.stdout
    assert "SERVED_OVER_HTTPS = False" in first.stdout
    assert "WEB_WORKERS = 2" in first.stdout
    assert "WEB_WORKERS = 3" in second.stdout


def test_what_base64_ends_with_is_part_of_the_value_also_in_the_last_line(folder: Path) -> None:
    with_packages(folder)
    secret = "c2VjcmV0cy1lbmQtd2l0aC1hbi1lcXVhbHMtc2lnbi4="
    (folder / ".env").write_text(f"# ADMIN_PATH=x\nMONITORING_TOKEN={secret}", encoding="utf-8")

    shown = manage(folder, "diffsettings", MONITORING_TOKEN="")

    assert f"MONITORING_TOKEN = {secret!r}" in shown.stdout, shown.stderr


@pytest.mark.parametrize("line", ["1A=b", "7=x", "A-B=c", "=d", "no name"])
def test_a_line_that_names_no_setting_is_left_out(folder: Path, line: str) -> None:
    with_packages(folder)
    (folder / ".env").write_text(f"{line}\nWEB_WORKERS=3\n", encoding="utf-8")

    shown = manage(folder, "diffsettings")

    assert "WEB_WORKERS = 3" in shown.stdout, shown.stderr


def test_a_command_that_cannot_begin_finds_nothing(folder: Path) -> None:
    outcome = manage(folder, "verify_ledger", PYTHON="/no/such/python")

    assert outcome.returncode == 78
    assert "/no/such/python is not a Python 3.11" in outcome.stderr


@pytest.mark.parametrize(
    ("url", "kept_in"),
    [
        ("", "var/demo_accounts.txt"),
        ("sqlite:///var/stevedores.sqlite3", "var/demo_accounts.txt"),
        ("sqlite:////srv/port.sqlite3", "var/demo_accounts._srv_port.sqlite3.txt"),
        (
            "postgresql://me:a-secret@db.example:5432/port?sslmode=require",
            "var/demo_accounts.db.example_5432_port.txt",
        ),
    ],
)
def test_the_demo_accounts_of_each_database_are_kept_apart(url: str, kept_in: str) -> None:
    asked = ". bin/ground.sh; . bin/surroundings.sh; accounts_file"
    outcome = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", asked],
        cwd=PROJECT,
        env=dict(os.environ) | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )

    assert outcome.stdout == kept_in
