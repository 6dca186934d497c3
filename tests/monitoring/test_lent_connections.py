"""A connection to the database goes with a place in the house, whichever thread serves it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from monitoring.lent_connections import lend_connections

pytestmark = pytest.mark.django_db


class Threads:
    """Threads of their own, which leave no connection behind."""

    def __init__(self, count: int) -> None:
        self._pools = [ThreadPoolExecutor(1) for _ in range(count)]

    def run(self, number: int, work: Callable[[], Any]) -> Any:  # noqa: ANN401  # as the work has it
        return self._pools[number].submit(work).result(timeout=10)

    def end(self) -> None:
        for pool in self._pools:
            pool.submit(connections.close_all).result(timeout=10)
            pool.shutdown()


@pytest.fixture
def threads() -> Iterator[Threads]:
    threads = Threads(3)
    yield threads
    threads.end()


def a_site(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer which connection it had, or fail when it is asked to."""
    connection.ensure_connection()
    if environ.get("fail"):
        raise RuntimeError("planted")
    return [str(id(connection.connection)).encode()]


def begun(site: Callable[..., Any], **environ: object) -> Any:  # noqa: ANN401  # WSGI's own
    return site(environ, lambda *_: None)


def served(site: Callable[..., Any]) -> bytes:
    body = begun(site)
    said = b"".join(body)
    body.close()
    return said


def close_what_is_lent(site: Callable[..., Any]) -> None:
    begun(site)
    connections.close_all()


def test_whoever_comes_next_has_the_connection_of_whoever_left(threads: Threads) -> None:
    site = lend_connections(a_site)

    seen = [threads.run(number, lambda: served(site)) for number in (0, 1, 2, 0)]

    assert len(set(seen)) == 1
    threads.run(0, lambda: close_what_is_lent(site))


def test_two_at_a_time_have_one_each(threads: Threads) -> None:
    site = lend_connections(a_site)
    first = threads.run(0, lambda: begun(site))

    second = threads.run(1, lambda: served(site))

    assert second != b"".join(first)
    threads.run(0, first.close)
    for number in (0, 1):
        threads.run(number, lambda: close_what_is_lent(site))


def test_a_failure_keeps_no_connection(threads: Threads) -> None:
    site = lend_connections(a_site)
    before = threads.run(0, lambda: served(site))
    with pytest.raises(RuntimeError, match="planted"):
        threads.run(1, lambda: begun(site, fail=True))

    assert threads.run(2, lambda: served(site)) == before
    threads.run(0, lambda: close_what_is_lent(site))


def test_a_thread_that_serves_nobody_has_none(threads: Threads) -> None:
    site = lend_connections(a_site)
    threads.run(0, lambda: served(site))

    left = threads.run(0, lambda: connections.all(initialized_only=True))

    assert left == []
    threads.run(1, lambda: close_what_is_lent(site))


def test_who_came_with_a_connection_in_the_midst_of_its_work_keeps_it() -> None:
    before = connection.connection

    served(lend_connections(a_site))

    assert connection.connection is before
