"""A site with a week behind it, two containers and some trouble, in a running server's database."""

import math
import random
from datetime import datetime, timedelta

from django.utils import timezone

from monitoring.alerting.delivery import MOST_TRIES
from monitoring.models import Alert, AlertMessage, Channel, Happening, Sample
from operations.models import Terminal
from operations.vocabulary import Role
from tests import cast
from tests.servers.gunicorn import RunningServer

OPERATOR = "it-on-call"
_DAYS = 7
_MINUTES_A_DAY = 24 * 60


def lay_out(server: RunningServer) -> None:
    """Fill the server's database."""
    _do(server, "make_people()")
    _do(server, "make_history()")


def let_nothing_be_known(server: RunningServer) -> None:
    """Make the people only: the site has just been installed."""
    _do(server, "make_people()")


def _do(server: RunningServer, call: str) -> None:
    command = f"from tests.journeys import operations_site; operations_site.{call}"
    server.command("shell", "-v", "0", "-c", command)


def make_people() -> None:
    """Run in the server's own surroundings."""
    terminal = Terminal.objects.first() or cast.a_terminal(name="North Quay")
    cast.a_person(OPERATOR, terminal, role=Role.OPERATOR, display_name="IT on call", is_staff=True)


def make_history() -> None:
    """Run in the server's own surroundings."""
    now = timezone.now().replace(second=0, microsecond=0)
    chance = random.Random(7)
    minutes = range(1, _DAYS * _MINUTES_A_DAY)
    rows = [
        Sample(taken_at=now - timedelta(minutes=back), source=source, name=name, value=value)
        for back in minutes
        for source in ("stevedores-7f9c-x2kqp", "stevedores-7f9c-m8w4d")
        if source.endswith("d") or back < 3 * _MINUTES_A_DAY  # the other one is new
        for name, value in _figures(back, source, chance)
    ]
    Sample.objects.bulk_create(rows, batch_size=5000)
    _alerts(now)


def _figures(back: int, source: str, chance: random.Random) -> list[tuple[str, float]]:
    day = 0.5 + 0.5 * math.sin(back / _MINUTES_A_DAY * 2 * math.pi)
    busy = 10 + 110 * day * chance.uniform(0.8, 1.2)
    is_bad = 20 < back < 32
    memory = 0.52 + 0.1 * day + (0.28 * max(0, 40 - back) / 40 if source.endswith("p") else 0)
    return [
        ("requests", round(busy)),
        ("errors", round(busy * 0.03) if is_bad else float(chance.random() < 0.01)),
        ("p95_seconds", 0.04 + 0.05 * day + (0.25 if is_bad else chance.uniform(0, 0.03))),
        ("memory_ratio", memory + chance.uniform(0, 0.01)),
        ("cpu_ratio", 0.05 + 0.5 * day * chance.uniform(0.7, 1)),
        ("port_ledger_events.accepted", round(busy / 4)),
        ("port_ledger_events.duplicate", float(chance.random() < 0.3)),
        ("cache_fallbacks", round(busy / 2) if is_bad else 0.0),
        ("limiter_refusals", 0.0),
    ]


def _alerts(now: datetime) -> None:
    high = Alert.objects.create(
        name="memory-high",
        source="stevedores-7f9c-x2kqp",
        level="ATTENTION",
        since=now - timedelta(minutes=14),
        value=0.88,
        worst_value=0.884,
        threshold=0.75,
    )
    Alert.objects.create(
        name="memory-critical",
        source="stevedores-7f9c-x2kqp",
        level="TROUBLE",
        since=now - timedelta(minutes=3),
        value=0.88,
        worst_value=0.884,
        threshold=0.85,
    )
    over = Alert.objects.create(
        name="errors",
        level="TROUBLE",
        since=now - timedelta(minutes=29),
        cleared_at=now - timedelta(minutes=17),
        value=0.002,
        worst_value=0.031,
        threshold=0.01,
    )
    failed = {
        "tries_count": MOST_TRIES,
        "failure": "NotTaken: the receiver answered 500",
        "due_at": now,
    }
    for alert in (high, over):
        AlertMessage.objects.create(
            alert=alert, happening=Happening.RAISED, channel=Channel.WEBHOOK, **failed
        )
