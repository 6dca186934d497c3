"""The readiness suite finds each promise broken, and all of them kept on a site as it should be."""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from monitoring.readiness.grounds import AT_ITS_OWN, FROM_SETTINGS, Item
from monitoring.readiness.items import ITEMS
from tests.servers.databases import PROJECT, MigratedDatabases, run_command
from tests.servers.fixtures import StartServer
from tests.servers.ports import LOOPBACK, free_port

pytestmark = pytest.mark.faults
BROKEN_GUNICORN = "tests/readiness/mutants/{}.py"
NOWHERE = f"redis://{LOOPBACK}:{free_port()}/0"

# Item → what breaks it: the name of a bug, or what is set differently.
BREAKS: dict[str, dict[str, str]] = {
    "secret_key": {"BROKEN": "secret_key_made_up"},
    "database_connections": {"BROKEN": "connections_for_each_request"},
    "circuit_breaker": {"BROKEN": "cache_without_a_breaker"},
    "memory_watch": {"BROKEN": "guard_that_wakes_too_late"},
    "workers": {"GUNICORN_CMD_ARGS": f"-c {BROKEN_GUNICORN.format('many_workers')}"},
    "strict_headers": {"BROKEN": "scripts_from_anywhere"},
    "health_pages": {"BROKEN": "no_health_page"},
    "errors_and_logs": {"LOG_FORMAT": "text"},
    "p95": {"BROKEN": "slow_pages"},
    "memory": {"MEMORY_LIMIT_MB": "40"},
    "no_interruption": {"BROKEN": "cache_without_a_breaker"},
    "graceful_end": {"GUNICORN_CMD_ARGS": f"-c {BROKEN_GUNICORN.format('impatient')}"},
    "https_only": {"BROKEN": "http_is_good_enough"},
    "every_answer": {"BROKEN": "a_header_forgotten"},
    "rate_limit": {"BROKEN": "no_limits"},
    "bad_input": {"BROKEN": "nonsense_breaks_the_site"},
    "no_debug": {"DEBUG": "yes"},
    "healthy": {"REDIS_URL": NOWHERE},
    "hundred_users": {"BROKEN": "small_house"},
    "memory_after_load": {"MEMORY_LIMIT_MB": "40"},
    "redis_gone": {"BROKEN": "cache_without_a_breaker"},
    "headers_everywhere": {"BROKEN": "a_header_forgotten"},
    "workers_fit": {"GUNICORN_CMD_ARGS": f"-c {BROKEN_GUNICORN.format('many_workers')}"},
}

IN_PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "tally.example",
    "ADMIN_PATH": "office-7f3k",
    "MONITORING_TOKEN": secrets.token_urlsafe(32),
    "SERVED_OVER_HTTPS": "yes",
    "OTP_REQUIRED": "yes",
    "MEMORY_LIMIT_MB": "512",
    "LOG_FORMAT": "json",
}

WITH_A_BUG = {"DJANGO_SETTINGS_MODULE": "tests.readiness.mutants.settings"}

Measure = Callable[..., tuple[int, list[dict[str, Any]]]]


def readiness(
    *arguments: str, env: Mapping[str, str], stderr: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Run the command as the operator of a production site does."""
    return subprocess.run(
        [sys.executable, "manage.py", "readiness", *arguments],
        cwd=PROJECT,
        env=os.environ | IN_PRODUCTION | dict(env),
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=False,
    )


@pytest.fixture
def measure(migrated_databases: MigratedDatabases, static_files: None) -> Measure:
    """Return a function that runs the command: its exit code and its lines."""

    def run(*arguments: str, **env: str) -> tuple[int, list[dict[str, Any]]]:
        with migrated_databases.one() as database_url:
            outcome = readiness("--json", *arguments, env=env | {"DATABASE_URL": database_url})
        assert outcome.stdout, outcome.stderr
        return outcome.returncode, json.loads(outcome.stdout)["items"]

    return run


def test_every_promise_is_kept_by_the_site_as_it_is(measure: Measure) -> None:
    _, lines = measure()
    # Measured once more: what was slow for a moment, on a machine of many, breaks no promise.
    again = [measure("--only", line["name"]) for line in lines if not line["is_kept"]]

    assert len(lines) == len(ITEMS)
    assert [line["seen"] for _, [line] in again if not line["is_kept"]] == []


def test_there_is_a_way_to_break_every_promise() -> None:
    assert list(BREAKS) == [item.name for item in ITEMS]


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_promise_is_found(measure: Measure, name: str) -> None:
    env = BREAKS[name]

    code, [line] = measure("--only", name, **(WITH_A_BUG if "BROKEN" in env else {}), **env)

    assert not line["is_kept"], line["seen"]
    assert code == 1


def test_where_no_site_answers_nothing_is_said_of_it() -> None:
    outcome = readiness("--url", f"http://{LOOPBACK}:{free_port()}", env={})

    assert outcome.returncode == 2
    assert "There is no site to measure." in outcome.stderr


def at_a_server(url: str, *names: str) -> dict[str, dict[str, Any]]:
    """Measure the site of a URL, from a production whose own settings are without a fault."""
    only = [word for name in names for word in ("--only", name)]
    outcome = readiness("--json", "--url", url, *only, env={})
    assert outcome.stdout, outcome.stderr
    return {line["name"]: line for line in json.loads(outcome.stdout)["items"]}


def test_a_site_that_is_served_over_plain_http_is_not_ready(a_running_server: StartServer) -> None:
    server = a_running_server(SERVED_OVER_HTTPS="no")

    lines = at_a_server(server.url, "https_only", "every_answer", "headers_everywhere")

    assert {line["is_kept"] for line in lines.values()} == {False}
    assert lines["https_only"]["seen"] == "plain http is answered 200"
    assert "strict-transport-security" in lines["every_answer"]["seen"]


def test_each_line_says_where_it_was_measured(a_running_server: StartServer) -> None:
    server = a_running_server(SERVED_OVER_HTTPS="yes", TRUSTED_PROXIES=f"{LOOPBACK}/32")

    lines = at_a_server(server.url, "secret_key", "https_only", "graceful_end", "errors_and_logs")

    assert {line["is_kept"] for line in lines.values()} == {True}
    assert {name: line["where"] for name, line in lines.items()} == {
        "secret_key": FROM_SETTINGS,
        "https_only": f"at {server.url}",
        "graceful_end": AT_ITS_OWN,
        "errors_and_logs": f"at {server.url} and {AT_ITS_OWN}",
    }


def test_a_signpost_to_https_is_not_measured(a_running_server: StartServer) -> None:
    server = a_running_server(SERVED_OVER_HTTPS="yes")

    outcome = readiness("--url", server.url, env={})

    assert outcome.returncode == 2
    assert "only leads to https://" in outcome.stderr


def test_what_is_broken_is_said_in_words_with_what_to_do(
    migrated_databases: MigratedDatabases, static_files: None
) -> None:
    names = ("healthy", "circuit_breaker", "no_debug")
    only = [word for name in names for word in ("--only", name)]
    with migrated_databases.one() as database_url:
        env = {"DATABASE_URL": database_url, "ADMIN_PATH": "admin", "TRUSTED_PROXIES": ""}
        # As at a terminal, where the log goes the same way.
        outcome = readiness(*only, env=env, stderr=subprocess.STDOUT)

    told, _, log = outcome.stdout.partition("NOT READY: 1 of 3 are not kept.")
    assert "is 503: security is degraded (1 setting is not safe in production" in told
    assert re.search(r"^ +do: manage.py health says more .*--only healthy$", told, re.MULTILINE)
    assert "{" not in told
    assert "the breaker" in log


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_every_way_out_leads_somewhere(item: Item) -> None:
    named = re.search(r'(docs/[a-z]+\.md)(?:, "(.+)")?', item.way_out)

    assert item.way_out
    if named:
        page = (PROJECT / named[1]).read_text(encoding="utf-8")
        assert not named[2] or f"\n## {named[2]}\n" in page


def test_a_measurement_leaves_nothing_among_the_real_figures(
    migrated_databases: MigratedDatabases, static_files: None
) -> None:
    with migrated_databases.one() as database_url:
        env = WITH_A_BUG | {"BROKEN": "minutes_of_a_second", "DATABASE_URL": database_url}
        outcome = readiness("--only", "hundred_users", "--only", "no_interruption", env=env)
        left = run_command(
            "dumpdata", "monitoring", env=os.environ | {"DATABASE_URL": database_url}
        )

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert json.loads(left) == []
