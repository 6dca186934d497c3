"""What an operator reads when a setting is wrong."""

import os
import subprocess
import sys

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
