"""The cache with a real server behind it: there, gone, hanging, refusing, and back again."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from monitoring.circuit_breaker import State
from monitoring.resilient_cache import RedisUnavailable, ResilientCache
from tests.monitoring.conftest import MakeCache, on_a_page
from tests.servers.valkey import RedisServer

Story = Callable[[Any], object]


def state_of(cache: ResilientCache) -> State:
    return cache.breaker.state


def raises(error: type[Exception], work: Callable[[], object]) -> bool:
    with pytest.raises(error):
        work()
    return True


# What a caller of Django's cache API may do, each told by what comes back.
STORIES: dict[str, Story] = {
    "a value": lambda c: (c.set("a", {"b": (1, None)}), c.get("a"), c.get("z"), c.get("z", 7)),
    "none is a value": lambda c: (c.set("a", None), c.get("a", 7), c.has_key("a")),
    "numbers": lambda c: (c.set("a", 1), c.incr("a"), c.incr("a", 5), c.decr("a", 3), c.get("a")),
    "no number": lambda c: (raises(ValueError, lambda: c.incr("z")), c.get("z")),
    "add": lambda c: (c.add("a", 1), c.add("a", 2), c.get("a")),
    "delete": lambda c: (c.set("a", 1), c.delete("a"), c.delete("a"), c.get("a")),
    "many": lambda c: (c.set_many({"a": 1, "b": 2}), c.get_many(["a", "b", "z"])),
    "delete many": lambda c: (c.set("a", 1), c.delete_many(["a", "z"]), c.get("a")),
    "touch": lambda c: (c.set("a", 1), c.touch("a", 100), c.touch("z"), c.get("a")),
    "gone at once": lambda c: (c.set("a", 1), c.set("a", 2, timeout=0), c.get("a")),
    "gone before": lambda c: (c.set("a", 1), c.set("a", 2, timeout=-1), c.get("a")),
    "touched to death": lambda c: (c.set("a", 1), c.touch("a", 0), c.get("a")),
    "for ever": lambda c: (c.set("a", 1, timeout=None), c.get("a")),
    "versions": lambda c: (c.set("a", 1, version=2), c.get("a"), c.get("a", version=2)),
    "next version": lambda c: (c.set("a", 1), c.incr_version("a"), c.get("a"), c.get("a", None, 2)),
    "version back": lambda c: (
        c.set("a", 1, version=2),
        c.decr_version("a", version=2),
        c.get("a"),
    ),
    "no version": lambda c: raises(ValueError, lambda: c.incr_version("z")),
    "get or set": lambda c: (c.get_or_set("a", lambda: 5), c.get_or_set("a", 6)),
    "in": lambda c: (c.set("a", 1), "a" in c, "z" in c),
    "odd keys": lambda c: (c.set("a b\u00e9" + 300 * "x", 1), c.get("a b\u00e9" + 300 * "x")),
    "clear": lambda c: (c.set("a", 1), c.clear(), c.get("a")),
    "no pickle": lambda c: raises(Exception, lambda: c.set("a", threading.Lock())),
    "a copy": lambda c: (c.set("a", [1]), c.get("a").append(2), c.get("a")),
}


@pytest.mark.parametrize("story", STORIES)
def test_every_operation_is_alike_up_and_down_and_without_redis(
    a_worker: MakeCache, redis: RedisServer, story: str
) -> None:
    up = STORIES[story](a_worker())
    alone = STORIES[story](ResilientCache("", {"KEY_PREFIX": story}))
    cache = a_worker(PAUSE_SECONDS=60)
    redis.stop()
    down = STORIES[story](cache)

    assert up == down == alone


def test_five_failures_open_it_and_then_redis_is_left_alone(
    a_worker: MakeCache, redis: RedisServer
) -> None:
    cache = a_worker(PAUSE_SECONDS=60)
    redis.stop()

    for _ in range(5):
        assert cache.get("a") is None
    assert state_of(cache) is State.OPEN
    redis.start()
    cache.set("a", "local")

    assert cache.get("a") == "local"
    assert redis.connect().dbsize() == 0


def test_a_server_that_hangs_costs_five_time_outs_and_no_more(
    a_worker: MakeCache, redis: RedisServer
) -> None:
    cache = a_worker(PAUSE_SECONDS=60, SOCKET_TIMEOUT=0.05)
    cache.set("a", 1)
    redis.freeze()

    answers = [on_a_page(lambda: cache.get("a", "none")) for _ in range(50)]

    assert answers == ["none"] * 50
    assert state_of(cache) is State.OPEN


def test_it_recovers_by_itself(a_worker: MakeCache, redis: RedisServer) -> None:
    cache = a_worker()
    redis.stop()
    for _ in range(6):
        cache.get("a")
    assert state_of(cache) is State.OPEN

    redis.start()
    cache.set("a", 1)

    assert state_of(cache) is State.CLOSED
    assert redis.connect().dbsize() == 1


def test_what_was_written_in_the_outage_does_not_hide_behind_an_older_value(
    a_worker: MakeCache, redis: RedisServer
) -> None:
    one, other = a_worker(SOCKET_TIMEOUT=0.05), a_worker(SOCKET_TIMEOUT=0.05)
    one.set("a", "old")
    redis.freeze()
    for worker in (one, other):
        for _ in range(6):
            on_a_page(partial(worker.get, "a"))
    on_a_page(lambda: one.set("a", "new"))
    redis.thaw()

    seen = {on_a_page(partial(worker.get, "a")) for worker in (other, one, other)}

    assert seen == {None}


def test_a_single_failed_delete_is_made_up_for_before_anything_is_read(
    a_worker: MakeCache, redis: RedisServer
) -> None:
    cache = a_worker(PAUSE_SECONDS=60)
    cache.set_many({"a": "old", "b": 1})
    redis.take_no_writes()
    cache.delete("a")
    redis.take_writes()

    assert cache.get("a") is None
    assert cache.get("b") == 1
    assert state_of(cache) is State.CLOSED


def test_debts_that_cannot_be_paid_stay(a_worker: MakeCache, redis: RedisServer) -> None:
    cache = a_worker(PAUSE_SECONDS=60)
    cache.set("a", "old")
    redis.take_no_writes()
    cache.delete("a")
    cache.get("a")
    cache.get("a")
    redis.take_writes()

    assert cache.get("a") is None


def test_counters_are_taken_up_where_redis_left_them(
    a_worker: MakeCache, redis: RedisServer
) -> None:
    cache = a_worker(KEEPS_COUNTERS=True, SOCKET_TIMEOUT=0.05)
    cache.add("tries", 4)
    redis.freeze()
    alone = [cache.incr("tries"), cache.incr("tries")]
    redis.thaw()

    assert alone == [1, 2]
    assert on_a_page(lambda: cache.incr("tries")) >= 5


def test_clear_forgets_this_site_and_no_other(a_worker: MakeCache, redis: RedisServer) -> None:
    cache = a_worker()
    cache.set_many({str(number): number for number in range(1200)})
    cache.set("a", 1, version=2)
    redis.connect().set("other:1:a", 1)

    cache.clear()

    assert redis.connect().keys() == [b"other:1:a"]


def test_a_server_that_takes_no_writes_is_stood_in_for(
    a_worker: MakeCache, redis: RedisServer
) -> None:
    cache = a_worker(PAUSE_SECONDS=60)
    redis.take_no_writes()

    cache.set("a", 1)

    assert state_of(cache) is State.CLOSED
    assert cache.get_or_set("b", 2) == 2


def test_a_full_server_never_opens_it_nor_loses_anything(
    a_worker: MakeCache, redis: RedisServer
) -> None:
    cache = a_worker(PAUSE_SECONDS=60)
    redis.connect().config_set("maxmemory", 1)

    for _ in range(20):
        cache.set("a", 1)

    assert state_of(cache) is State.CLOSED
    # It answers reads, and does not have what it did not take.
    assert cache.get("a") == 1


def test_a_mistake_of_the_caller_is_told_and_counts_for_nothing(
    a_worker: MakeCache, redis: RedisServer
) -> None:
    cache = a_worker(PAUSE_SECONDS=60)
    redis.connect().sadd("test:1:a", "member")

    for _ in range(10):
        with pytest.raises(Exception, match="WRONGTYPE"):
            cache.get("a")

    assert state_of(cache) is State.CLOSED


def test_a_value_of_another_version_of_the_site_is_a_miss_and_dropped(
    a_worker: MakeCache, redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    cache = a_worker()
    foreign = b"c" + b"stevedores.gone\nGone\n."
    redis.connect().mset({"test:1:a": foreign, "test:1:b": b"\xff\xfe"})

    with caplog.at_level(logging.WARNING):
        found = cache.get("a", "miss"), cache.get_many(["a", "b"])

    assert found == ("miss", {})
    assert "cannot be read" in caplog.text
    assert not redis.connect().exists("test:1:a")


def test_a_lock_needs_redis_and_says_so(a_worker: MakeCache, redis: RedisServer) -> None:
    cache = a_worker(PAUSE_SECONDS=60)
    assert cache.sadd("crew", "one") == 1
    redis.stop()

    for operation in (cache.sadd, cache.hset):
        with pytest.raises(RedisUnavailable):
            operation("crew", "two", 2)
    with pytest.raises(AttributeError):
        cache.nothing_of_the_kind()


def test_a_lock_without_redis_is_refused_and_not_pretended() -> None:
    with pytest.raises(RedisUnavailable):
        ResilientCache("", {"KEY_PREFIX": "alone"}).lock("berth")


def test_a_page_that_asks_often_waits_for_a_redis_that_hangs_once(
    a_worker: MakeCache, redis: RedisServer
) -> None:
    cache = a_worker(PAUSE_SECONDS=60)
    cache.set("a", 1)
    redis.freeze()

    for _ in range(10):
        cache.get("a")

    # Had each of them waited, five would have opened it.
    assert state_of(cache) is State.CLOSED
    assert cache.fallback_count >= 10


def test_caches_on_one_server_learn_together_that_it_is_gone(redis: RedisServer) -> None:
    location = f"{redis.url}?client_name=together"
    options = {"SOCKET_TIMEOUT": 0.25, "PAUSE_SECONDS": 60}
    pages = ResilientCache(location, {"KEY_PREFIX": "pages", "OPTIONS": options})
    tries = ResilientCache(
        location, {"KEY_PREFIX": "tries", "OPTIONS": options | {"KEEPS_COUNTERS": True}}
    )
    tries.add("a", 1)
    pages.set("a", "old")
    redis.stop()

    for _ in range(5):
        tries.get("a")

    assert state_of(pages) is State.OPEN
    redis.start()
    assert pages.get("a") is None


def test_a_server_is_found_by_its_name(redis: RedisServer) -> None:
    by_name = redis.url.replace("127.0.0.1", "localhost")
    cache = ResilientCache(by_name, {"KEY_PREFIX": "named"})

    cache.set("a", 1)

    assert redis.connect().get("named:1:a") is not None
