"""What `manage.py check` refuses beyond Django's own checks; each has an id and a way out.

All but two are asked with `--deploy` only: what is dangerous in production is handy on a desk.
"""

import zlib
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register  # noqa: A004  # Django's name
from django.db import connections

from monitoring.alerting.delivery import channels
from stevedores import env
from stevedores.database_url import SAFE_SYNCHRONOUS_COMMIT
from stevedores.policy_faults import policy_faults

_NEW_KEY = "python -c 'import secrets; print(secrets.token_urlsafe(64))' prints one."
_KEY_CHARACTERS = 50
# Repeated or ordered characters shrink below this many bytes; no random key of 50 does.
_KEY_BYTES_COMPRESSED = 48
_PLACEHOLDERS = ("change", "default", "example", "insecure", "only-for", "password", "random-char")
_LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}
# Wider than any network that one organisation has: 10.0.0.0/8, and a registry's IPv6 block.
_WIDEST_V4, _WIDEST_V6 = 8, 20
_TOKEN_CHARACTERS = 32
# Both answer "saved" before it is on a disk; torn pages are found only when it is too late.
_MUST_BE_ON = ("fsync", "full_page_writes")


@register(Tags.security)
def content_security_policy(**_: object) -> list[CheckMessage]:
    """Refuse a policy that django-csp would send otherwise than it is meant."""
    hint = "Every directive is a list of texts, keywords in quotes: csp.constants has them."
    return [
        Error(f"CONTENT_SECURITY_POLICY: {fault}.", hint=hint, id="stevedores.E001")
        for fault in policy_faults(settings.CONTENT_SECURITY_POLICY)
    ]


@register("settings")
def names_of_settings(**_: object) -> Iterator[CheckMessage]:
    """Tell of what somebody meant to set: a name that nobody reads changes nothing, silently."""
    for name, near in env.misspelt():
        yield Warning(
            f"{name} is set, and nobody reads it.",
            hint=f"Did you mean {near}?",
            id="stevedores.W006",
        )


@register(Tags.security, deploy=True)
def secret_key(**_: object) -> Iterator[CheckMessage]:
    """Refuse a key that is short, ordered, or copied from somewhere."""
    key = settings.SECRET_KEY
    is_ordered = len(zlib.compress(key.encode(), 9)) < _KEY_BYTES_COMPRESSED
    is_placeholder = any(word in key.lower() for word in _PLACEHOLDERS)
    if len(key) < _KEY_CHARACTERS or is_ordered or is_placeholder:
        yield Error(
            "SECRET_KEY can be guessed: it is short, repeats itself or is a placeholder.",
            hint=f"Use {_KEY_CHARACTERS} or more random characters. {_NEW_KEY}",
            id="stevedores.E002",
        )


@register(Tags.security, deploy=True)
def debug(**_: object) -> Iterator[CheckMessage]:
    """Refuse error pages that show settings and code."""
    if settings.DEBUG:
        yield Error("DEBUG is on.", hint="Leave DEBUG out.", id="stevedores.E003")


@register(Tags.security, deploy=True)
def hosts(**_: object) -> Iterator[CheckMessage]:
    """Refuse to answer for any name, and tell when there is none that others can use."""
    names = settings.ALLOWED_HOSTS
    hint = "List the names that browsers use: ALLOWED_HOSTS=tally.example"
    if not names or "*" in names:
        yield Error("ALLOWED_HOSTS lets every name in, or none.", hint=hint, id="stevedores.E004")
    elif set(names) <= _LOOPBACK:
        yield Warning("ALLOWED_HOSTS names only this machine.", hint=hint, id="stevedores.W001")


@register(Tags.security, deploy=True)
def cookies_and_https(**_: object) -> Iterator[CheckMessage]:
    """Refuse cookies that plain http carries."""
    is_secure = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    if not (settings.SERVED_OVER_HTTPS and is_secure and settings.SESSION_COOKIE_HTTPONLY):
        yield Error(
            "Cookies travel over plain http.",
            hint="Leave SERVED_OVER_HTTPS at yes, and put a proxy with TLS in front.",
            id="stevedores.E005",
        )


@register(Tags.security, deploy=True)
def trusted_proxies(**_: object) -> Iterator[CheckMessage]:
    """Refuse to believe half the world; tell when the proxy in front is not believed."""
    proxies: Sequence[object] | None = getattr(settings, "TRUSTED_PROXIES", None)
    if proxies is None:
        return
    hint = "Name the proxies in front of the site: TRUSTED_PROXIES=10.1.2.0/24"
    for each in proxies:
        if not _is_a_fair_network(each):
            yield Error(
                f"TRUSTED_PROXIES: {each} is no network that one organisation has.",
                hint=hint,
                id="stevedores.E006",
            )
    if not proxies and settings.SERVED_OVER_HTTPS:
        yield Warning(
            "TRUSTED_PROXIES is empty: what comes through a proxy looks like plain http, and is "
            "sent to https again and again.",
            hint=hint,
            id="stevedores.W002",
        )


@register(Tags.security, deploy=True)
def admin_door(**_: object) -> Iterator[CheckMessage]:
    """Refuse an admin that a password alone opens; tell when it stands where all look first."""
    if not getattr(settings, "OTP_REQUIRED", True):
        yield Error(
            "A password alone opens admin.",
            hint="Leave OTP_REQUIRED at yes.",
            id="stevedores.E007",
        )
    if str(getattr(settings, "ADMIN_PATH", "")).strip("/") == "admin":
        yield Warning(
            "Admin stands at /admin/, where everybody looks first.",
            hint="Choose a path of your own: ADMIN_PATH=office-7f3k",
            id="stevedores.W003",
        )


@register(Tags.security, deploy=True)
def monitoring_token(**_: object) -> Iterator[CheckMessage]:
    """Tell when figures are open to this machine only, or to whoever guesses a short word."""
    token = getattr(settings, "MONITORING_TOKEN", None)
    if token == "":
        yield Info(
            "MONITORING_TOKEN is not set: details of /health and /metrics are for loopback only.",
            hint=_NEW_KEY,
            id="stevedores.I001",
        )
    elif token is not None and len(token) < _TOKEN_CHARACTERS:
        yield Warning(
            f"MONITORING_TOKEN is shorter than {_TOKEN_CHARACTERS} characters.",
            hint=_NEW_KEY,
            id="stevedores.W004",
        )


# Not of security: a site that tells nobody serves as well as any, and its health is no worse.
@register("alerts", deploy=True)
def alerts_reach_somebody(**_: object) -> Iterator[CheckMessage]:
    """Tell when alerts are written to the log alone, where nobody looks at night."""
    if not channels():
        yield Warning(
            "Alerts are told to nobody: they stand in the log alone.",
            hint="Set ALERT_EMAILS with EMAIL_URL, or ALERT_WEBHOOK_URL with its secret; "
            "manage.py evaluate_alerts --test tries them.",
            id="stevedores.W005",
        )


@register(Tags.database, deploy=True)
def durable_commits(
    *, databases: Sequence[str] | None = None, **_: object
) -> Iterator[CheckMessage]:
    """Ask the server itself whether "saved" means: on a disk. Asked with `--database default`."""
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, setting FROM pg_settings WHERE (name = ANY(%s) AND setting <> 'on')"
                " OR (name = 'synchronous_commit' AND NOT setting = ANY(%s))",
                [list(_MUST_BE_ON), list(SAFE_SYNCHRONOUS_COMMIT)],
            )
            wrong = cursor.fetchall()
        for name, setting in wrong:
            yield Error(
                f"PostgreSQL runs with {name} = {setting}: a power cut loses counts that tablets "
                "were told are saved.",
                hint=f"Set {name} = on in postgresql.conf.",
                id="stevedores.E008",
            )


def _is_a_fair_network(network: object) -> bool:
    if isinstance(network, IPv4Network):
        return network.prefixlen >= _WIDEST_V4
    return isinstance(network, IPv6Network) and network.prefixlen >= _WIDEST_V6
