"""What is looked at to tell how the site is, beside its database."""

import logging
import os
import tempfile
from collections.abc import Sized
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from django.conf import settings
from django.core.checks import WARNING, Tags, run_checks
from health_check.exceptions import ServiceUnavailable, ServiceWarning
from redis import Redis as Client
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from monitoring.circuit_breaker import State
from monitoring.connection_faults import reason_of
from monitoring.container import Container
from monitoring.database.check import Database, last_migrations
from monitoring.health_check import Check, Note
from monitoring.memory import MB, read_memory
from monitoring.memory_guard import RISES_AT, Tightness
from monitoring.redis.line import lines

logger = logging.getLogger("monitoring.health")

# Beyond it every answer may be the last one before the kernel ends a process.
MEMORY_FAILS_AT = 0.95
DISK_TIGHT_AT = 0.95
DESCRIPTORS_TIGHT_AT = 0.80
# Of runnable processes for each processor, over five minutes: a request waits for fifteen others.
LOAD_HIGH_AT = 16.0
# Long enough to be seen by the next look, short enough to be gone with the site.
_TRIAL_LIVES_SECONDS = 30

_REDIS_PORT = 6379  # where a URL names none

# Without these there is no service. The site goes on without all the others, so that a fault of
# theirs must not have a load balancer send everybody away.
CRITICAL = frozenset({"database", "memory"})


def all_checks(*, server_pid: int | None, is_thorough: bool) -> dict[str, Check]:
    """Return a fresh set of checks, by name.

    `server_pid` is gunicorn's master, None outside of it. A thorough look also writes.
    """
    return {
        "database": Database(tries_writing=is_thorough),
        "redis": Redis(),
        "memory": Memory(server_pid=server_pid),
        "security": Security(),
        "system": System(),
    }


def prepare() -> None:
    """Work out and tell once what no look changes, before workers are forked.

    It costs them nothing then, and the log has it once.
    """
    last_migrations()
    if found := security_warnings():
        ids = ", ".join(each.name for each in found)
        logger.warning("health: security is degraded: %s: %s", _how_many(found), ids)


@dataclass
class Redis(Check):
    """Writes one small key to Redis, and looks at the breakers before it.

    A ping would be answered by a Redis that is full or read-only.
    """

    def run(self) -> None:
        """Look.

        Raises ServiceUnavailable when Redis takes no key, ServiceWarning when a breaker is open.
        """
        cache_settings = settings.CACHES["default"]
        location = str(cache_settings.get("LOCATION") or "")
        if not location:
            self.figures["use"] = "not used"
            return
        options = cache_settings.get("OPTIONS", {})
        client = Client.from_url(
            location,
            socket_timeout=options.get("SOCKET_TIMEOUT"),
            socket_connect_timeout=options.get("SOCKET_CONNECT_TIMEOUT"),
            retry=Retry(NoBackoff(), 0),
        )
        try:
            key = f"{cache_settings.get('KEY_PREFIX', '')}:health"
            client.set(key, os.getpid(), ex=_TRIAL_LIVES_SECONDS)
        except (RedisError, OSError) as error:
            where = _where(location)
            raise ServiceUnavailable(f"takes no key at {where}: {reason_of(error)}") from error
        finally:
            client.close()
        self._look_at_breakers()

    def _look_at_breakers(self) -> None:
        for line in lines():
            if line.breaker.state is not State.CLOSED:
                self.figures["breaker"] = line.breaker.state
                seconds = round(line.breaker.retry_in_seconds)
                raise ServiceWarning(f"answers; the breaker asks it again in {seconds} s")


def _where(location: str) -> str:
    """Return host and port of a URL, or its socket: neither account nor password."""
    url = urlsplit(location)
    return f"{url.hostname}:{url.port or _REDIS_PORT}" if url.hostname else url.path


@dataclass
class Memory(Check):
    """Compares what is used with the limit, as the memory guard does."""

    server_pid: int | None = None
    container: Container = field(default_factory=Container, repr=False)

    def run(self) -> None:
        """Look.

        Raises ServiceWarning when it is tight, ServiceUnavailable when the end is near.
        """
        reading = read_memory(
            said_bytes=settings.MEMORY_LIMIT_MB * MB,
            server_pid=self.server_pid,
            container=self.container,
        )
        if reading is None:
            self._tell_of_no_limit()
            return
        self.figures |= {
            "whose": reading.whose,
            "used_mb": reading.used_bytes // MB,
            "limit_mb": reading.limit_bytes // MB,
        }
        if reading.fill_ratio >= MEMORY_FAILS_AT:
            raise ServiceUnavailable(f"is full: {reading}")
        if reading.fill_ratio >= RISES_AT[Tightness.TIGHT]:
            raise ServiceWarning(f"is tight: {reading}")

    def _tell_of_no_limit(self) -> None:
        self.figures["limit"] = self.container.no_limit_words()
        if use := self.container.memory_use():
            self.figures["working_set_mb"] = use.working_set_bytes // MB
        if settings.MEMORY_LIMIT_MB:
            # It bounds the server, and this may be a command.
            self.figures["server_limit_mb"] = settings.MEMORY_LIMIT_MB


@dataclass
class Security(Check):
    """Tells what Django's deploy checks find in the settings, which never change by themselves."""

    is_steady = True

    def run(self) -> None:
        """Look.

        Raises ServiceWarning with how many there are; the words of each are among the notes.
        """
        if found := security_warnings():
            self.notes += found
            raise ServiceWarning(_how_many(found))


@cache
def security_warnings() -> tuple[Note, ...]:
    """Return what Django's deploy checks find about security, without what is silenced."""
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    told = {
        Note(str(each.id), " ".join(f"{each.msg} {each.hint or ''}".split()))
        for each in found
        if each.level >= WARNING and not each.is_silenced()
    }
    return tuple(sorted(told))


def _how_many(found: Sized) -> str:
    count = len(found)
    what = "1 setting is" if count == 1 else f"{count} settings are"
    return f"{what} not safe in production (manage.py check --deploy)"


@dataclass
class System(Check):
    """Looks at what no process can do without: disk, file descriptors, processor time."""

    def run(self) -> None:
        """Look.

        Raises ServiceWarning with what is short.
        """
        disk = max(_disk_fill_ratio(folder) for folder in (Path.cwd(), Path(tempfile.gettempdir())))
        descriptors = _descriptor_fill_ratio()
        load = os.getloadavg()[1] / (psutil.cpu_count() or 1)
        self.figures |= {
            "disk_used": round(disk, 2),
            "descriptors_used": round(descriptors, 2),
            "load_per_processor": round(load, 1),
        }
        short = [
            name
            for name, value, bound in (
                ("disk", disk, DISK_TIGHT_AT),
                ("file descriptors", descriptors, DESCRIPTORS_TIGHT_AT),
                ("processor time", load, LOAD_HIGH_AT),
            )
            if value >= bound
        ]
        if short:
            raise ServiceWarning(f"is short of {', '.join(short)}")


def _disk_fill_ratio(folder: Path) -> float:
    return float(psutil.disk_usage(str(folder)).percent) / 100


def _descriptor_fill_ratio() -> float:
    process = psutil.Process()
    most, _ = process.rlimit(psutil.RLIMIT_NOFILE)
    return process.num_fds() / most if most > 0 else 0.0
