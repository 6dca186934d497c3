"""Every way in which the Redis of a site can fail; each is over when its block ends."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property

from redis.exceptions import ConnectionError as Gone

from tests.faults.office import open_the_office
from tests.faults.short_pause import PAUSE_SECONDS
from tests.faults.users import Crowd
from tests.servers.foreign_load import ForeignLoad, postmaster_of
from tests.servers.gunicorn import RunningServer
from tests.servers.resolver import Resolver
from tests.servers.valkey import RedisServer

NAME, SECRET = "site", "right"
OPENED, CLOSED = "is open, was closed", "is closed, was half-open"
REOPENED = "is open, was half-open"

_clock = threading.Event()


class SiteRedis(RedisServer):
    """The site has a name and a password of its own there; the tests come in without."""

    def start(self) -> None:
        super().start()
        self.let_in(SECRET)

    def let_in(self, secret: str) -> None:
        """Let the site in with this password only; whoever is in has to come again."""
        with self.connect() as admin:
            rules = ("reset", "on", f">{secret}", "~*", "&*", "+@all")
            admin.execute_command("ACL", "SETUSER", NAME, *rules)
            admin.execute_command("CLIENT", "KILL", "USER", NAME)

    def holds_something(self) -> bool:
        with suppress(Gone), self.connect() as admin:
            return bool(admin.dbsize())
        return False


@dataclass
class Site:
    """A served site, its Redis, and the people who are signed in."""

    server: RunningServer
    redis: SiteRedis
    resolver: Resolver | None = None

    @cached_property
    def crowd(self) -> Crowd:
        return Crowd(self.server, open_the_office(self.server))

    def longest_pause_seconds(self) -> float:
        """Return the pause of the breaker that probed in vain most often: it doubles each time."""
        failed: Counter[int] = Counter()
        for line in map(json.loads, self.server.log().splitlines()):
            if REOPENED in line["message"]:
                failed[line["process"]] += 1
            elif CLOSED in line["message"]:
                failed[line["process"]] = 0
        return PAUSE_SECONDS * 2.0 ** max(failed.values(), default=0)

    def uses_redis(self) -> bool:
        log = self.server.log()
        return log.count(OPENED) == log.count(CLOSED) and self.redis.holds_something()

    def foreign_load(self) -> ForeignLoad:
        return ForeignLoad([postmaster_of(self.server.database_url)])


@contextmanager
def down_at_boot(site: Site) -> Iterator[None]:
    yield
    site.redis.start()


@contextmanager
def killed(site: Site) -> Iterator[None]:
    site.redis.stop()
    yield
    site.redis.start()


@contextmanager
def hung(site: Site) -> Iterator[None]:
    site.redis.freeze()
    yield
    site.redis.thaw()


@contextmanager
def slow(site: Site) -> Iterator[None]:
    with site.redis.connect() as admin:
        admin.execute_command("CLIENT", "PAUSE", 2000, "ALL")
    yield


@contextmanager
def flapping(site: Site) -> Iterator[None]:
    for _ in range(3):
        site.redis.stop()
        _clock.wait(0.3)
        site.redis.start()
        _clock.wait(0.2)
    yield


@contextmanager
def wrong_password(site: Site) -> Iterator[None]:
    site.redis.let_in("another")
    yield
    site.redis.let_in(SECRET)


@contextmanager
def out_of_memory(site: Site) -> Iterator[None]:
    with site.redis.connect() as admin:
        admin.config_set("maxmemory", 1)
        admin.flushall()
        yield
        admin.config_set("maxmemory", 0)


@contextmanager
def read_only(site: Site) -> Iterator[None]:
    site.redis.take_no_writes()
    yield
    site.redis.take_writes()


@contextmanager
def name_lookup_hanging(site: Site) -> Iterator[None]:
    assert site.resolver is not None
    site.resolver.is_silent = True
    site.redis.let_in(SECRET)
    yield
    site.resolver.is_silent = False


Fault = Callable[[Site], AbstractContextManager[None]]
