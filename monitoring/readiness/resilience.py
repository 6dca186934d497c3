"""The report's promises on dependencies: what is lost while one is gone, and who notices."""

import subprocess
import sys
import time
from http import HTTPStatus

from django.db import connection
from django.utils.module_loading import import_string

from monitoring.circuit_breaker import FAILURES_THAT_OPEN, State
from monitoring.readiness.grounds import FROM_SETTINGS, Grounds, require
from monitoring.readiness.load import put_load_on
from monitoring.readiness.own_site import ENV, LOOPBACK, closed_port

LEAST_KEY_LENGTH = 50
_LEAST_KEY_CHARACTERS = 5
_REQUESTS = 60
_START_SECONDS = 60
_OPENS_WITHIN_SECONDS = 10


def secret_key(grounds: Grounds) -> str:
    """No key is made up: without one the site does not start."""
    outcome = subprocess.run(  # noqa: S603  # this Python, with a line of ours
        [
            *(ENV, "SECRET_KEY=", "SECRET_KEY_FILE="),
            *(sys.executable, "-c", "import django; django.setup()"),
        ],
        cwd=grounds.project,
        capture_output=True,
        text=True,
        timeout=_START_SECONDS,
        check=False,
    )
    require(outcome.returncode, "the site starts without a SECRET_KEY")
    require("SECRET_KEY" in outcome.stderr, "the start fails, and does not name SECRET_KEY")
    key = grounds.settings.SECRET_KEY
    is_strong = len(key) >= LEAST_KEY_LENGTH and len(set(key)) >= _LEAST_KEY_CHARACTERS
    require(is_strong, f"SECRET_KEY is weaker than {LEAST_KEY_LENGTH} random characters")
    return f"does not start without; {len(key)} characters are set"


def database_connections(grounds: Grounds) -> str:
    """Connections are kept: many requests that ask the database open few."""
    # As long as a real key, or the site would not look for it.
    cookie = {"Cookie": f"{grounds.paths.session_cookie}={'x' * 32}"}
    before = _connections_opened(grounds)
    for _ in range(_REQUESTS):
        answer = grounds.site.ask(grounds.paths.private, headers=cookie)
        require(answer.status < HTTPStatus.INTERNAL_SERVER_ERROR, f"answers {answer.status}")
    if before is None:
        return f"{_REQUESTS} requests answered; {connection.vendor} has no connections to keep"
    opened = (_connections_opened(grounds) or 0) - before
    require(opened <= _REQUESTS // 2, f"{_REQUESTS} requests opened {opened} connections")
    return f"{_REQUESTS} requests opened {max(opened, 0)} connections"


def _connections_opened(grounds: Grounds) -> int | None:
    """Return how many sessions the PostgreSQL of these settings has seen; None for another one."""
    grounds.note(FROM_SETTINGS)
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        # What other backends count reaches the view within a second, or when they end.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def circuit_breaker(grounds: Grounds) -> str:
    """The cache answers without Redis, and stops asking after five failures."""
    location = f"redis://{LOOPBACK}:{closed_port()}/0"
    known = grounds.settings.CACHES["default"]
    cache = import_string(known["BACKEND"])(location, {**known, "LOCATION": location})
    slowest, number, give_up_at = 0.0, 0, time.monotonic() + _OPENS_WITHIN_SECONDS
    # A thread that waited long for an answer is spared the next second: then it takes longer.
    while cache.breaker.state is State.CLOSED and time.monotonic() < give_up_at:
        number += 1
        began = time.monotonic()
        cache.set("count", number)
        require(cache.get("count") == number, "a value is lost while Redis is gone")
        slowest = max(slowest, time.monotonic() - began)
    require(cache.breaker.state is State.OPEN, f"the breaker is {cache.breaker.state}")
    return f"open after {FAILURES_THAT_OPEN} failures; slowest call {slowest * 1000:.0f} ms"


def no_interruption(grounds: Grounds) -> str:
    """A site of these settings whose Redis is gone answers everybody."""
    load = put_load_on(
        grounds.without_redis.site,
        [grounds.paths.page, grounds.paths.api],
        users=4,
        rounds=_REQUESTS // 4,
    )
    require(not load.failures, f"{load}: {'; '.join(load.failures[:3])}")
    return f"Redis gone: {load}"
