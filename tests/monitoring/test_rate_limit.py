import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.core.cache import caches
from django.test import RequestFactory, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from monitoring.between_workers.workers_now import note_workers
from monitoring.metrics import REGISTRY
from monitoring.rate_limit import CACHE, Limit, TooManyRequests
from tests.monitoring.clock import Clock
from tests.servers.valkey import RedisServer

REQUEST = RequestFactory().get("/")
MOST, PERIOD = 20, 60
LIMIT = Limit("test", most=MOST, period_seconds=PERIOD)
# 2026-11-28 06:00 UTC; a number that no edge of a window lies on.
NOON = 1_795_845_607.0
_callers = count()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock(NOON)
    monkeypatch.setattr(time, "time", stopped)
    return stopped


@pytest.fixture
def caller() -> str:
    return f"caller {next(_callers)}"


def is_let_through(caller: str, limit: Limit = LIMIT) -> bool:
    try:
        limit.charge(REQUEST, caller)
    except TooManyRequests:
        return False
    return True


def test_a_caller_is_let_through_until_the_limit(clock: Clock, caller: str) -> None:
    let_through = [is_let_through(caller) for _ in range(MOST + 5)]

    assert let_through == [True] * MOST + [False] * 5


def test_who_only_asks_whether_there_is_room_is_counted_and_refused_to_nobody(
    clock: Clock, caller: str
) -> None:
    limit = Limit("quiet", most=MOST)

    found_room = [limit.has_room(REQUEST, caller) for _ in range(MOST + 5)]

    assert found_room == [True] * MOST + [False] * 5
    assert not is_let_through(caller, limit)
    assert REGISTRY.get_sample_value("site_limiter_refusals_total", {"scope": "quiet"}) == 1


def test_callers_and_scopes_are_counted_apart(clock: Clock, caller: str) -> None:
    for _ in range(MOST):
        is_let_through(caller)

    assert is_let_through(f"not {caller}")
    assert is_let_through(caller, Limit("another scope", most=MOST))


@given(
    pauses=some.lists(some.floats(0, 12), min_size=2 * MOST, max_size=4 * MOST),
    start=some.floats(0, PERIOD),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_stretch_of_the_period_holds_more_than_the_limit(
    clock: Clock, pauses: list[float], start: float
) -> None:
    caller = f"caller {next(_callers)}"
    clock.now = NOON + start
    passed: list[float] = []

    for pause in pauses:
        clock.now += pause
        if is_let_through(caller):
            passed.append(clock.now)

    for begins_at in passed:
        assert sum(begins_at <= each < begins_at + PERIOD for each in passed) <= MOST


@pytest.mark.parametrize("start", range(0, PERIOD, 7))
def test_two_bursts_across_an_edge_pass_no_more_than_one(
    clock: Clock, caller: str, start: int
) -> None:
    clock.now = NOON + start
    first = sum(is_let_through(caller) for _ in range(MOST))
    clock.now += PERIOD - 2
    second = sum(is_let_through(caller) for _ in range(MOST))

    assert (first, second) == (MOST, 0)


def test_who_waits_as_told_is_let_through(clock: Clock, caller: str) -> None:
    for _ in range(MOST):
        LIMIT.charge(REQUEST, caller)
        clock.now += 1

    with pytest.raises(TooManyRequests) as refused:
        LIMIT.charge(REQUEST, caller)
    clock.now += refused.value.retry_after_seconds

    assert refused.value.retry_after_seconds <= PERIOD + LIMIT.slice_seconds
    assert is_let_through(caller)


def test_knocking_while_refused_makes_the_wait_no_longer(clock: Clock, caller: str) -> None:
    for _ in range(MOST):
        LIMIT.charge(REQUEST, caller)
    for _ in range(PERIOD + LIMIT.slice_seconds):
        clock.now += 1
        passed = is_let_through(caller)

    assert passed


def test_a_steady_caller_below_the_limit_is_never_refused(clock: Clock, caller: str) -> None:
    def come_back() -> bool:
        clock.now += PERIOD / MOST * (1 + 1 / 10)
        return is_let_through(caller)

    assert all(come_back() for _ in range(10 * MOST))


def test_a_slice_that_ends_while_a_request_is_counted_lets_nobody_break_the_site(
    clock: Clock, caller: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(MOST):
        LIMIT.charge(REQUEST, caller)

    def hurry() -> float:
        clock.now += LIMIT.slice_seconds / 2
        return clock.now

    monkeypatch.setattr(time, "time", hurry)

    with pytest.raises(TooManyRequests):
        LIMIT.charge(REQUEST, caller)


def test_many_at_once_are_counted_one_by_one(caller: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        passed = list(threads.map(lambda _: is_let_through(caller), range(3 * MOST)))

    assert sum(passed) <= MOST


@pytest.fixture
def without_redis(redis_server: RedisServer) -> Iterator[Callable[[], None]]:
    """Let the limits count on a Redis of this module's own, and return how to stop it."""
    redis_server.revive()
    alias = {CACHE: caches.settings[CACHE] | {"LOCATION": redis_server.url}}
    with override_settings(CACHES=caches.settings | alias):
        yield redis_server.stop


def test_the_limit_holds_while_redis_is_gone(
    without_redis: Callable[[], None], caller: str
) -> None:
    without_redis()

    assert sum(is_let_through(caller) for _ in range(3 * MOST)) == MOST


def test_redis_going_refuses_nobody_who_was_below_the_limit(
    without_redis: Callable[[], None], caller: str
) -> None:
    before = [is_let_through(caller) for _ in range(MOST // 2)]
    without_redis()
    after = [is_let_through(caller) for _ in range(MOST // 2)]

    assert all(before + after)


def test_without_redis_each_of_several_workers_lets_through_its_share(
    without_redis: Callable[[], None], caller: str
) -> None:
    without_redis()
    note_workers(4)
    try:
        passed = sum(is_let_through(caller) for _ in range(MOST))
    finally:
        note_workers(0)

    assert passed == MOST // 4
