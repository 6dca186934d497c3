from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from operations.actions.failed_attempts import TooManyAttempts, begin_attempt, forget
from operations.models import FailedAttempt
from operations.rules.guess_limits import GuessLimit
from operations.vocabulary import GuessedAt
from tests.cast import NOON

MOST = 3
LIMIT = GuessLimit(GuessedAt.ENROL, MOST, timedelta(minutes=10))


def attempt(subject: str = "a", minute: float = 0) -> None:
    begin_attempt(limit=LIMIT, subject=subject, now=NOON + timedelta(minutes=minute))


def test_too_many_failures_are_refused_until_the_first_one_is_old(db: None) -> None:
    for minute in range(MOST):
        attempt(minute=minute)

    with pytest.raises(TooManyAttempts) as refused:
        attempt(minute=4)
    assert refused.value.retry_after_seconds == 6 * 60 + 1

    attempt(minute=10.1)


def test_being_refused_does_not_make_the_wait_longer(db: None) -> None:
    for _ in range(MOST):
        attempt()
    for minute in range(1, 9):
        with pytest.raises(TooManyAttempts):
            attempt(minute=minute)

    attempt(minute=10.1)


def test_the_failures_of_others_do_not_count(db: None) -> None:
    for _ in range(MOST):
        attempt("a")

    attempt("b")


def test_a_success_clears_the_failures_before_it(db: None) -> None:
    for _ in range(MOST):
        attempt()
    forget(limit=LIMIT, subject="a")

    attempt()


def test_failures_that_no_limit_looks_at_any_more_are_let_go(db: None) -> None:
    attempt()
    attempt("b", minute=60 * 24 + 1)

    assert [each.subject for each in FailedAttempt.objects.all()] == ["b"]


def test_a_burst_of_guesses_meets_the_limit_too(ledger_that_can_be_emptied: None) -> None:
    together = Barrier(8)

    def guess(_: int) -> bool:
        try:
            together.wait(timeout=20)
            attempt()
        except TooManyAttempts:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as threads:
        looked_at = sum(threads.map(guess, range(8)))

    assert looked_at <= MOST
