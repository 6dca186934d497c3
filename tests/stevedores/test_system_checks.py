"""`manage.py check --deploy` lets a good production through, and no mistake."""

import os
import re
import secrets
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from stevedores.policy_faults import policy_faults
from tests.house.house import PROJECT

GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DEBUG": "",
    "ALLOWED_HOSTS": "tally.example",
    "CSRF_TRUSTED_ORIGINS": "https://tally.example",
    "SERVED_OVER_HTTPS": "yes",
    "TRUSTED_PROXIES": "10.1.2.0/24",
    "ADMIN_PATH": "office-7f3k",
    "OTP_REQUIRED": "yes",
    "MONITORING_TOKEN": secrets.token_urlsafe(32),
    "ALERT_EMAILS": "on-call@port.example",
    "EMAIL_URL": "smtp://mail.port.example",
}
MISTAKES = {
    "a short key": ({"SECRET_KEY": secrets.token_urlsafe(24)}, "stevedores.E002"),
    "a key that repeats itself": ({"SECRET_KEY": "0123456789abcdef" * 4}, "stevedores.E002"),
    "a key of the manual": (
        {"SECRET_KEY": f"change-me-{secrets.token_urlsafe(64)}"},
        "stevedores.E002",
    ),
    "error pages with code": ({"DEBUG": "yes"}, "stevedores.E003"),
    "any host": ({"ALLOWED_HOSTS": "tally.example,*"}, "stevedores.E004"),
    "no host": ({"ALLOWED_HOSTS": ","}, "stevedores.E004"),
    "nobody else's host": ({"ALLOWED_HOSTS": "127.0.0.1,localhost"}, "stevedores.W001"),
    "cookies over http": ({"SERVED_OVER_HTTPS": "no"}, "stevedores.E005"),
}

# What shells, containers, Kubernetes and other programs put into the environment.
_OF_OTHERS = (
    "HOST HOSTNAME MAIL PORTS EMAIL SECRET DEBUGGER REDIS_HOST REDIS_PORT REDIS_PASSWORD"
    " DATABASE_HOST POSTGRES_PASSWORD POSTGRES_PORT WEB_PORT WEB_PORT_8000_TCP"
    " WEB_SERVICE_HOST WEB_SERVICE_PORT KUBERNETES_SERVICE_HOST HTTP_PROXY NO_PROXY"
    " WEB_CONCURRENCY LOG_DIR MEMORY_PRESSURE_WATCH DJANGO_SECRET_KEY TEST_DATABASE_URL"
    " CELERY_BROKER_URL EMAIL_HOST EMAIL_PORT STATIC_URL GPG_KEY"
)


def check(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the check as an operator does, with a good production but for what is named."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", *arguments],
        cwd=PROJECT,
        env=dict(os.environ) | GOOD | env,
        capture_output=True,
        text=True,
        check=False,
    )


def ids(**changed: object) -> set[str]:
    """Return the ids of our own checks that a production with these settings fails."""
    good: dict[str, object] = {
        "SECRET_KEY": GOOD["SECRET_KEY"],
        "ALLOWED_HOSTS": ["tally.example"],
        "SERVED_OVER_HTTPS": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "TRUSTED_PROXIES": ["10.1.2.0/24"],
        "ADMIN_PATH": "office-7f3k",
        "OTP_REQUIRED": True,
        "MONITORING_TOKEN": GOOD["MONITORING_TOKEN"],
        "ALERT_EMAILS": [GOOD["ALERT_EMAILS"]],
    }
    settings = good | changed
    settings["TRUSTED_PROXIES"] = as_networks(settings["TRUSTED_PROXIES"])
    with override_settings(**settings):
        found = run_checks(include_deployment_checks=True)
    return {each.id for each in found if each.id and each.id.startswith("stevedores.")}


def as_networks(texts: object) -> list[object]:
    from ipaddress import ip_network

    assert isinstance(texts, list)
    return [ip_network(text) for text in texts]


def test_a_good_production_passes() -> None:
    outcome = check()

    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_its_id_and_a_way_out(name: str) -> None:
    env, expected = MISTAKES[name]

    outcome = check(**env)

    assert outcome.returncode != 0
    assert f"({expected})" in outcome.stderr
    assert re.search(rf"\({expected}\).*\n\s+HINT: \w", outcome.stderr)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"TRUSTED_PROXIES": []}, "stevedores.W002"),
        ({"TRUSTED_PROXIES": ["0.0.0.0/0"]}, "stevedores.E006"),
        ({"TRUSTED_PROXIES": ["128.0.0.0/1", "10.0.0.0/8"]}, "stevedores.E006"),
        ({"TRUSTED_PROXIES": ["::/0"]}, "stevedores.E006"),
        ({"OTP_REQUIRED": False}, "stevedores.E007"),
        ({"ADMIN_PATH": "admin/"}, "stevedores.W003"),
        ({"MONITORING_TOKEN": ""}, "stevedores.I001"),
        ({"MONITORING_TOKEN": "short"}, "stevedores.W004"),
        ({"ALERT_EMAILS": []}, "stevedores.W005"),
        ({"SESSION_COOKIE_HTTPONLY": False}, "stevedores.E005"),
        ({"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {}}}, "stevedores.E001"),
    ],
)
def test_a_dangerous_setting_has_its_id(changed: dict[str, object], expected: str) -> None:
    assert ids() == set()
    assert ids(**changed) == {expected}


WHOLE = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}


@pytest.mark.parametrize(
    ("directives", "fault"),
    [
        ({"script-src": ["self"]}, "stands without its quotes"),
        ({"script-src": ["nonce-abc"]}, "stands without its quotes"),
        ({"script-src": "'self'"}, "is no list"),
        ({"script-src": None}, "is no list"),
        ({"script-src": [None]}, "None is no text"),
        ({"scripts-src": ["'self'"]}, "there is no directive"),
        ({"img-src": ["'self' data:"]}, "is not one source"),
        ({"img-src": ["'self';"]}, "is not one source"),
        ({"img-src": ["'none'", "data:"]}, "means nothing there"),
        ({"script-src": ["'self'", "'unsafe-inline'"]}, "nobody here wrote"),
        ({"default-src": ["https:"]}, "nobody here wrote"),
    ],
)
def test_a_malformed_policy_is_refused(directives: dict[str, object], fault: str) -> None:
    assert list(policy_faults({"DIRECTIVES": WHOLE})) == []

    [found] = policy_faults({"DIRECTIVES": WHOLE | directives})

    assert fault in found


@pytest.mark.parametrize("missing", WHOLE)
def test_a_policy_says_everything_that_browsers_would_assume(missing: str) -> None:
    rest = {name: sources for name, sources in WHOLE.items() if name != missing}

    assert list(policy_faults({"DIRECTIVES": rest})) == [f"{missing} is missing"]


def test_a_policy_without_directives_is_none() -> None:
    assert list(policy_faults({"REPORT_PERCENTAGE": 10})) == ["it has no DIRECTIVES"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("WEB_WORKER", "WEB_WORKERS"),
        ("ALLOWED_HOST", "ALLOWED_HOSTS"),
        ("DATABSE_URL_FILE", "DATABASE_URL"),
        ("MONITORING_TOKENS", "MONITORING_TOKEN"),
    ],
)
def test_a_misspelt_setting_is_told(name: str, meant: str) -> None:
    outcome = check(**{name: "3"})

    assert f"(stevedores.W006) {name} is set" in outcome.stderr
    assert f"HINT: Did you mean {meant}?" in outcome.stderr


def test_what_others_set_is_no_misspelt_setting() -> None:
    outcome = check(**dict.fromkeys(_OF_OTHERS.split(), "x"))

    assert "W006" not in outcome.stderr


def test_a_database_that_forgets_is_found_by_asking_it() -> None:
    # The test's own server runs without fsync, since nobody pulls its plug.
    outcome = check("--database", "default")

    assert outcome.returncode != 0
    assert "fsync = off" in outcome.stderr
    assert "full_page_writes = off" in outcome.stderr
    assert outcome.stderr.count("(stevedores.E008)") == 2
