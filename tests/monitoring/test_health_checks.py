"""Each check against the real thing."""

import os
import socket
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import LazySettings
from django.conf import settings as site_settings
from django.db import OperationalError
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from monitoring import database, health_checks
from monitoring.circuit_breaker import FAILURES_THAT_OPEN
from monitoring.database import failed_writes
from monitoring.database.check import Database
from monitoring.database.failed_writes import RecentWrites
from monitoring.health import EVERY_SECONDS, Watcher
from monitoring.health_check import DEADLINE_SECONDS
from monitoring.health_checks import Memory, Redis, Security, System
from monitoring.redis.line import line_to
from tests.servers.ports import LOOPBACK
from tests.servers.valkey import RedisServer

ON_POSTGRES = pytest.mark.skipif(
    site_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="of PostgreSQL only"
)


def use_redis(settings: LazySettings, url: str) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": url}}


@pytest.fixture
def cache_on(settings: LazySettings, redis: RedisServer) -> RedisServer:
    use_redis(settings, redis.url)
    return redis


@pytest.fixture(autouse=True)
def as_a_fresh_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    database.check._all_are_applied.clear()
    yield
    database.check._all_are_applied.clear()


def test_a_redis_that_takes_a_key_is_well(cache_on: RedisServer) -> None:
    Redis().run()

    key = next(iter(cache_on.connect().scan_iter()))
    assert key.endswith(b":health")
    assert 0 < cache_on.connect().ttl(key) <= 30


def test_a_redis_that_is_gone_is_found(cache_on: RedisServer) -> None:
    cache_on.stop()

    where = cache_on.url.removeprefix("redis://").split("/")[0]
    with pytest.raises(ServiceUnavailable, match=f"takes no key at {where}: nobody listens there"):
        Redis().run()


def test_a_redis_with_another_password_is_told_without_ours(
    cache_on: RedisServer, settings: LazySettings
) -> None:
    use_redis(settings, cache_on.url.replace("redis://", "redis://port:canary@"))

    with pytest.raises(ServiceUnavailable, match="it refuses the password") as refused:
        Redis().run()

    assert "canary" not in str(refused.value)


def test_a_redis_whose_name_nobody_knows_is_told(settings: LazySettings) -> None:
    use_redis(settings, "redis://no-such-host.invalid/0")

    with pytest.raises(ServiceUnavailable, match=r"at no-such-host\.invalid:6379: its name is not"):
        Redis().run()


def test_a_redis_that_hangs_is_found_before_the_deadline(cache_on: RedisServer) -> None:
    cache_on.freeze()

    with pytest.raises(ServiceUnavailable, match="does not answer in time"):
        Redis().run()


def test_a_redis_that_is_full_or_read_only_is_found_though_it_answers(
    cache_on: RedisServer,
) -> None:
    cache_on.connect().config_set("maxmemory", 1)
    with pytest.raises(ServiceUnavailable, match="it is full"):
        Redis().run()

    cache_on.connect().config_set("maxmemory", 0)
    cache_on.take_no_writes()
    with pytest.raises(ServiceUnavailable, match="it is read-only"):
        Redis().run()


def test_an_open_breaker_is_told_though_redis_is_back(cache_on: RedisServer) -> None:
    breaker = line_to(
        "health-test", server="health-test", pause_seconds=60, keeps_counters=False
    ).breaker
    for _ in range(FAILURES_THAT_OPEN):
        breaker.failed(breaker.permit() or 0, TimeoutError())

    with pytest.raises(ServiceWarning, match="asks it again in 60 s"):
        Redis().run()
    breaker.start_anew()
    Redis().run()


def test_a_site_without_redis_misses_nothing(settings: LazySettings) -> None:
    use_redis(settings, "")
    check = Redis()

    check.run()

    assert check.figures == {"use": "not used"}


@pytest.mark.django_db
def test_a_database_that_serves_is_well_also_for_a_trial() -> None:
    check = Database(tries_writing=True)

    check.run()

    assert check.figures["migrations_pending"] == 0


@pytest.fixture
def read_only(db: None) -> Iterator[None]:
    """Have the test's database refuse writes on every new connection, as an operator might."""
    where = site_settings.DATABASES["default"]
    with psycopg.connect(
        host=where["HOST"], port=where["PORT"], user=where["USER"], autocommit=True
    ) as operator:
        of_it = f"ALTER DATABASE {where['NAME']}".encode()
        operator.execute(of_it + b" SET default_transaction_read_only = on")
        yield
        operator.execute(of_it + b" RESET default_transaction_read_only")


@ON_POSTGRES
def test_a_read_only_database_is_found_though_it_answers(read_only: None) -> None:
    with pytest.raises(ServiceUnavailable, match="is read-only"):
        Database().run()


@pytest.mark.django_db
def test_a_database_that_refuses_what_the_site_writes_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    writes = RecentWrites()
    monkeypatch.setattr(database.check, "recent_writes", writes)
    for _ in range(failed_writes.FEWEST):
        writes.failed()
    check = Database()

    with pytest.raises(ServiceUnavailable, match="refuses what the site writes"):
        check.run()
    assert (check.figures["writes_tried"], check.figures["writes_failed"]) == (5, 5)


@pytest.mark.django_db
def test_a_database_older_than_the_site_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.check, "last_migrations", lambda: (("monitoring", "9999_next"),))
    check = Database()

    with pytest.raises(ServiceUnavailable, match=r"waits for 1 migrations: monitoring\.9999_next"):
        check.run()
    assert check.figures["migrations_pending"] == 1


@ON_POSTGRES
@pytest.mark.django_db
def test_a_connection_that_hangs_is_cut_off_and_closed() -> None:
    with (
        pytest.raises(OperationalError) as cut_off,
        database.check._a_connection("default", 0.1) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_sleep(30)")

    assert connection.connection is None
    assert "timeout" not in str(cut_off.value), "that is the server's own deadline, later"


@ON_POSTGRES
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"PORT": "1"}, "127.0.0.1:1: nobody listens there"),
        ({"HOST": "no-such-host.invalid"}, "its name is not found"),
        ({"NAME": "no_such_port"}, "there is no such database"),
        ({"USER": "nobody-we-know", "PASSWORD": "canary"}, "it refuses the password or account"),
    ],
)
def test_why_a_database_cannot_be_asked_is_told(changed: dict[str, str], reason: str) -> None:
    elsewhere = site_settings.DATABASES["default"] | changed
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(site_settings.DATABASES, "default", elsewhere)
        with pytest.raises(ServiceUnavailable, match=reason) as failed:
            Database().run()

    assert "canary" not in str(failed.value)


@ON_POSTGRES
@pytest.mark.django_db
def test_a_port_where_nobody_answers_is_found(settings: LazySettings) -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:
        port = str(silent.getsockname()[1])
        elsewhere = settings.DATABASES["default"] | {"PORT": port}
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(settings.DATABASES, "default", elsewhere)
            with pytest.raises(
                ServiceUnavailable, match=r"cannot be asked at .*: it does not answer"
            ):
                Database().run()


def test_a_memory_limit_that_is_reached_is_found(settings: LazySettings) -> None:
    settings.MEMORY_LIMIT_MB = 1

    with pytest.raises(ServiceUnavailable, match=r"is full: the server uses \d+ of 1 MB"):
        Memory(server_pid=os.getpid()).run()


@pytest.fixture
def unsafe(settings: LazySettings) -> Iterator[None]:
    """Let cookies go over plain http."""
    health_checks.security_warnings.cache_clear()
    settings.SESSION_COOKIE_SECURE = False
    settings.SILENCED_SYSTEM_CHECKS = []
    yield
    health_checks.security_warnings.cache_clear()


@pytest.mark.usefixtures("unsafe")
def test_settings_that_are_not_safe_are_told_with_a_way_out() -> None:
    check = Security()

    with pytest.raises(ServiceWarning, match=r"settings are not safe in production"):
        check.run()

    words = dict(check.notes)
    assert words["security.W012"].startswith("SESSION_COOKIE_SECURE is not set to True.")
    assert words["stevedores.E005"].endswith(
        "Leave SERVED_OVER_HTTPS at yes, and put a proxy with TLS in front."
    )


@pytest.mark.usefixtures("unsafe")
def test_settings_that_are_not_safe_are_told_once_before_there_are_workers(
    caplog: pytest.LogCaptureFixture,
) -> None:
    health_checks.prepare()
    for _ in range(3):
        Watcher().look({"security": Security()})

    [line] = [each for each in caplog.messages if "security is degraded" in each]
    assert "security.W012" in line


def test_a_disk_that_is_full_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    check = System()
    monkeypatch.setattr(health_checks, "DISK_TIGHT_AT", 0.0)

    with pytest.raises(ServiceWarning, match="is short of disk"):
        check.run()
    assert check.figures.keys() >= {"disk_used", "descriptors_used", "load_per_processor"}


def test_a_process_with_too_many_open_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_checks, "DESCRIPTORS_TIGHT_AT", 0.0)

    with pytest.raises(ServiceWarning, match="file descriptors"):
        System().run()


def test_no_check_may_take_longer_than_lets_a_change_be_told_in_time() -> None:
    assert EVERY_SECONDS + DEADLINE_SECONDS < 5
