"""A connection to the database goes with a place in the house, whichever thread serves it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, connections
from django.test import RequestFactory

from monitoring.database.lent_connections import LentConnections
from monitoring.front_door import Environ, FrontDoor, StartResponse

pytestmark = pytest.mark.django_db
Outcome = TypeVar("Outcome")


class Threads:
    """Threads of their own, which leave no connection behind."""

    def __init__(self, count: int) -> None:
        self._pools = [ThreadPoolExecutor(1) for _ in range(count)]

    def run(self, number: int, work: Callable[[], Outcome]) -> Outcome:
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


def a_site(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer which connection it had, or fail when it is asked to."""
    connection.ensure_connection()
    if environ["PATH_INFO"] == "/fail":
        raise RuntimeError("planted")
    return [str(id(connection.connection)).encode()]


def a_house() -> FrontDoor:
    lent = LentConnections()
    return FrontDoor(
        a_site, headers={}, room=2, hall=2, on_enter=lent.take_up, on_leave=lent.put_down
    )


def begun(house: FrontDoor, path: str = "/") -> Iterable[bytes]:
    return house(RequestFactory().get(path, headers={"host": "x"}).environ, lambda *_: None)


def end(body: Iterable[bytes]) -> None:
    close: Callable[[], None] = body.close  # type: ignore[attr-defined]  # WSGI's own
    close()


def served(house: FrontDoor) -> bytes:
    body = begun(house)
    said = b"".join(body)
    end(body)
    return said


def close_what_is_lent(house: FrontDoor) -> None:
    begun(house)
    connections.close_all()


def test_whoever_comes_next_has_the_connection_of_whoever_left(threads: Threads) -> None:
    house = a_house()

    seen = [threads.run(number, lambda: served(house)) for number in (0, 1, 2, 0)]

    assert len(set(seen)) == 1
    threads.run(0, lambda: close_what_is_lent(house))


def test_two_at_a_time_have_one_each(threads: Threads) -> None:
    house = a_house()
    first = threads.run(0, lambda: begun(house))

    second = threads.run(1, lambda: served(house))

    assert second != b"".join(first)
    threads.run(0, lambda: end(first))
    for number in (0, 1):
        threads.run(number, lambda: close_what_is_lent(house))


def test_a_failure_keeps_no_connection(threads: Threads) -> None:
    house = a_house()
    before = threads.run(0, lambda: served(house))
    with pytest.raises(RuntimeError, match="planted"):
        threads.run(1, lambda: begun(house, "/fail"))

    assert threads.run(2, lambda: served(house)) == before
    threads.run(0, lambda: close_what_is_lent(house))


def test_a_thread_that_serves_nobody_has_none(threads: Threads) -> None:
    house = a_house()
    threads.run(0, lambda: served(house))

    left = threads.run(0, lambda: connections.all(initialized_only=True))

    assert left == []
    threads.run(1, lambda: close_what_is_lent(house))


def test_who_came_with_a_connection_in_the_midst_of_its_work_keeps_it() -> None:
    before = connection.connection

    served(a_house())

    assert connection.connection is before
