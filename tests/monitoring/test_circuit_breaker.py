import os
import threading

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from monitoring.circuit_breaker import Change, CircuitBreaker, State
from tests.monitoring.clock import Clock

GONE = ConnectionError("gone")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def changes() -> list[Change]:
    return []


@pytest.fixture
def breaker(clock: Clock, changes: list[Change]) -> CircuitBreaker:
    return CircuitBreaker("redis", clock=clock, on_change=changes.append)


def fail(breaker: CircuitBreaker, times: int = 1) -> None:
    for _ in range(times):
        permit = breaker.permit()
        assert permit is not None
        breaker.failed(permit, GONE)


def test_the_fifth_failure_in_a_row_opens_it(
    breaker: CircuitBreaker, changes: list[Change]
) -> None:
    fail(breaker, times=4)
    assert breaker.state is State.CLOSED

    fail(breaker)

    assert breaker.permit() is None
    assert changes == [Change("redis", State.CLOSED, State.OPEN, GONE)]


def test_a_success_in_between_begins_the_count_anew(breaker: CircuitBreaker) -> None:
    fail(breaker, times=4)
    permit = breaker.permit()
    assert permit is not None
    breaker.succeeded(permit)

    fail(breaker, times=4)

    assert breaker.state is State.CLOSED


def test_after_a_minute_one_call_probes_and_no_other(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker, times=5)
    clock.now += 59.9
    assert breaker.permit() is None
    clock.now += 0.1

    permits = [breaker.permit() for _ in range(8)]

    assert [each is not None for each in permits] == [True] + [False] * 7


def test_of_many_threads_one_probes(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker, times=5)
    clock.now += 60
    together, permits = threading.Barrier(8), []

    def ask() -> None:
        together.wait()
        permits.append(breaker.permit())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(permit is not None for permit in permits) == 1


def test_a_probe_that_succeeds_closes_it(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker, times=5)
    clock.now += 60
    probe = breaker.permit()
    assert probe is not None

    breaker.succeeded(probe)

    assert breaker.state is State.CLOSED


def test_the_pause_grows_with_each_probe_that_fails_and_not_for_ever(
    breaker: CircuitBreaker, clock: Clock
) -> None:
    fail(breaker, times=5)
    pauses = []
    for _ in range(5):
        pauses.append(breaker.retry_in_seconds)
        clock.now += breaker.retry_in_seconds
        fail(breaker)

    assert pauses == [60, 120, 240, 300, 300]


def test_after_a_recovery_the_pause_is_a_minute_again(
    breaker: CircuitBreaker, clock: Clock
) -> None:
    fail(breaker, times=5)
    clock.now += 60
    fail(breaker)
    clock.now += 120
    probe = breaker.permit()
    assert probe is not None
    breaker.succeeded(probe)

    fail(breaker, times=5)

    assert breaker.retry_in_seconds == 60


def test_answers_from_before_it_opened_count_for_nothing(breaker: CircuitBreaker) -> None:
    late = breaker.permit()
    assert late is not None
    fail(breaker, times=5)

    breaker.succeeded(late)

    assert breaker.state is State.OPEN


def test_a_probe_that_told_nothing_leaves_its_place_to_the_next(
    breaker: CircuitBreaker, clock: Clock
) -> None:
    fail(breaker, times=5)
    clock.now += 60
    probe = breaker.permit()
    assert probe is not None

    breaker.give_back(probe)

    assert breaker.state is State.HALF_OPEN
    assert breaker.permit() is not None


def test_a_probe_that_never_comes_back_is_given_up(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker, times=5)
    clock.now += 60
    assert breaker.permit() is not None
    clock.now += 59
    assert breaker.permit() is None

    clock.now += 1

    assert breaker.permit() is not None


def test_no_thread_waits_for_the_call_of_another(breaker: CircuitBreaker) -> None:
    first = breaker.permit()

    second = breaker.permit()

    assert first is not None
    assert second is not None


def test_a_child_process_begins_anew(breaker: CircuitBreaker) -> None:
    fail(breaker, times=5)
    breaker._lock.acquire()

    child = os.fork()
    if child == 0:
        os._exit(0 if breaker.permit() is not None and breaker.state is State.CLOSED else 1)
    breaker._lock.release()
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert breaker.state is State.OPEN


class AnyOrder(RuleBasedStateMachine):
    """Whatever calls, answers and hours come in whatever order."""

    permits = Bundle("permits")

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.breaker = CircuitBreaker("any", clock=self.clock, on_change=self.note)
        self.opened_at: float | None = None

    def note(self, change: Change) -> None:
        assert change.before is not change.after
        self.opened_at = self.clock.now if change.after is State.OPEN else self.opened_at

    @rule(target=permits)
    def ask(self) -> int | None:
        state = self.breaker.state
        permit = self.breaker.permit()
        if state is State.CLOSED:
            assert permit is not None
        if state is State.OPEN and permit is not None:
            assert self.opened_at is not None
            assert self.clock.now - self.opened_at >= 60
        return permit

    @rule(permit=consumes(permits))
    def succeed(self, permit: int | None) -> None:
        if permit is not None:
            self.breaker.succeeded(permit)

    @rule(permit=consumes(permits))
    def fail(self, permit: int | None) -> None:
        if permit is not None:
            self.breaker.failed(permit, GONE)

    @rule(permit=consumes(permits))
    def tell_nothing(self, permit: int | None) -> None:
        if permit is not None:
            self.breaker.give_back(permit)

    @rule(seconds=st.sampled_from([0.1, 30, 60, 300]))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @invariant()
    def it_says_when_it_asks_again(self) -> None:
        pause = self.breaker.retry_in_seconds
        assert 0 <= pause <= 300
        assert pause == 0 or self.breaker.state is State.OPEN


TestAnyOrder = AnyOrder.TestCase
