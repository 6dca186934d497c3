"""Redis fails in every way it can, and nobody who clicks notices.

Real people's clicks at a real gunicorn with a Redis of its own: no error in any fault, answers
in time, and Redis in use again soon after it is well. Times that a busy machine spoiled say
nothing: such a run is repeated, and in the end void, never passed. Errors always count.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from tests.faults.redis_faults import (
    NAME,
    SECRET,
    Fault,
    Site,
    SiteRedis,
    down_at_boot,
    flapping,
    hung,
    killed,
    name_lookup_hanging,
    out_of_memory,
    read_only,
    slow,
    wrong_password,
)
from tests.faults.users import Click
from tests.servers.databases import MigratedDatabases
from tests.servers.foreign_load import TOLERABLE_CORES, percentile
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import wait_until
from tests.servers.resolver import Resolver

pytestmark = pytest.mark.faults

BEFORE_SECONDS, FAULT_SECONDS, AFTER_SECONDS = 0.5, 2.5, 0.3
P95_MS, SLOWEST_MS = 200.0, 600.0
# After a pause comes the probe, which somebody's click has to make.
PROBED_WITHIN_SECONDS = 0.5
TRIES_ON_A_BUSY_MACHINE = 3

_clock = threading.Event()


@pytest.fixture(scope="module")
def redis() -> Iterator[SiteRedis]:
    server = SiteRedis()
    server.start()
    yield server
    server.stop()


OpenSite = Callable[..., Site]


@pytest.fixture(scope="module")
def open_site(
    migrated_databases: MigratedDatabases,
    static_files: None,
    redis: SiteRedis,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[OpenSite]:
    """Return a function that serves the site on this Redis, found under any name of its host."""
    with ExitStack() as open_things:

        def serve(
            *,
            host: str = "127.0.0.1",
            inside: Sequence[str] = (),
            settings: str = "tests.faults.short_pause",
        ) -> Site:
            env = {
                "DATABASE_URL": open_things.enter_context(migrated_databases.one()),
                "REDIS_URL": f"redis://{NAME}:{SECRET}@{host}:{redis.port}/0",
                "DJANGO_SETTINGS_MODULE": settings,
                "WEB_WORKERS": "2",
            }
            log = tmp_path_factory.mktemp("site") / "gunicorn.log"
            server = RunningServer(dict(os.environ) | env, log_file=log, inside=inside)
            open_things.callback(server.stop)
            server.start()
            return Site(server, redis)

        yield serve


@pytest.fixture(scope="module")
def site(open_site: OpenSite) -> Site:
    return open_site()


@dataclass(frozen=True)
class Story:
    """What people met from the blow on, and how long it took until Redis was in use again."""

    fault: str
    clicks: list[Click]
    closed_after_seconds: float
    pause_seconds: float
    foreign_cores: float

    @property
    def times_ms(self) -> list[float]:
        return [click.took_ms for click in self.clicks]

    @property
    def errors(self) -> list[Click]:
        return [click for click in self.clicks if click.is_error]

    def is_in_time(self) -> bool:
        return (
            percentile(self.times_ms, 0.95) <= P95_MS
            and max(self.times_ms) <= SLOWEST_MS
            and self.closed_after_seconds <= self.pause_seconds + PROBED_WITHIN_SECONDS
        )

    def __str__(self) -> str:
        return (
            f"Redis {self.fault}: {len(self.errors)} errors of {len(self.clicks)},"
            f" p95 {percentile(self.times_ms, 0.95):.0f} ms, slowest {max(self.times_ms):.0f} ms,"
            f" in use again after {self.closed_after_seconds:.2f} s of a pause of"
            f" {self.pause_seconds:.0f} s,"
            f" others used {self.foreign_cores:.2f} cores"
        )


def live_through(site: Site, fault: Fault) -> Story:
    crowd = site.crowd
    watch = site.foreign_load()
    with crowd.at_work():
        _clock.wait(BEFORE_SECONDS)
        struck_at = monotonic()
        with fault(site):
            _clock.wait(FAULT_SECONDS)
        healed_at = monotonic()
        pause_seconds = site.longest_pause_seconds()
        wait_until(site.uses_redis, what="Redis in use again")
        closed_after_seconds = monotonic() - healed_at
        _clock.wait(AFTER_SECONDS)
    met = [click for click in crowd.clicks if click.at >= struck_at]
    return Story(fault.__name__, met, closed_after_seconds, pause_seconds, watch.cores())


def nobody_notices(tell: Callable[[], Story], capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(TRIES_ON_A_BUSY_MACHINE):
        story = tell()
        with capsys.disabled():
            sys.stdout.write(f"\n{story}\n")
        assert story.errors == []
        if story.is_in_time():
            return
        assert story.foreign_cores > TOLERABLE_CORES, f"{story}: {slowest(story)}"
    pytest.skip(f"void: no error, but others kept the machine busy: {story}")


def slowest(story: Story) -> list[Click]:
    return sorted(story.clicks, key=lambda click: -click.took_ms)[:5]


@pytest.mark.parametrize(
    "fault",
    [killed, hung, slow, flapping, wrong_password, out_of_memory, read_only],
    ids=lambda fault: fault.__name__,
)
def test_nobody_notices_that_redis_is(
    site: Site, fault: Fault, capsys: pytest.CaptureFixture[str]
) -> None:
    nobody_notices(lambda: live_through(site, fault), capsys)


def test_nobody_notices_that_redis_was_down_at_boot(
    open_site: OpenSite, redis: SiteRedis, capsys: pytest.CaptureFixture[str]
) -> None:
    def tell() -> Story:
        redis.stop()
        return live_through(open_site(), down_at_boot)

    nobody_notices(tell, capsys)


@pytest.fixture
def resolver() -> Iterator[Resolver]:
    server = Resolver()
    yield server
    server.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a server a resolv.conf of its own")
def test_nobody_notices_that_the_name_of_redis_is_not_found(
    open_site: OpenSite, resolver: Resolver, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = open_site(host="cache.example", inside=resolver.room(tmp_path))
    site.resolver = resolver

    nobody_notices(lambda: live_through(site, name_lookup_hanging), capsys)


def test_without_a_breaker_people_would_notice(open_site: OpenSite) -> None:
    site = open_site(settings="tests.faults.mutants.plain_cache")

    with site.crowd.at_work(), killed(site):
        _clock.wait(BEFORE_SECONDS)

    assert any(click.is_error for click in site.crowd.clicks)
