"""Places in the house: who came first comes in first, and nobody takes two."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from monitoring.places import Places
from tests.servers.ports import wait_until

SOON = 5.0


class SeenPlaces(Places):
    """Places whose line can be seen."""

    def has_waiting(self, count: int) -> Callable[[], bool]:
        return lambda: len(self._line) == count


def test_there_are_as_many_places_as_were_said() -> None:
    places = Places(2)

    assert [places.take(within_seconds=0) for _ in range(3)] == [True, True, False]


def test_a_place_that_is_given_back_is_there_for_the_next() -> None:
    places = Places(1)
    places.take(within_seconds=0)
    places.give_back()

    assert places.take(within_seconds=0)
    assert not places.take(within_seconds=0)


def test_who_came_first_comes_in_first_and_no_newcomer_before_them() -> None:
    places, came_in = SeenPlaces(1), SimpleQueue[int]()
    places.take(within_seconds=0)

    def wait(name: int) -> None:
        assert places.take(within_seconds=SOON)
        came_in.put(name)

    with ThreadPoolExecutor(5) as pool:
        for name in range(5):
            pool.submit(wait, name)
            wait_until(places.has_waiting(name + 1), what="one more in the line")
        for name in range(5):
            places.give_back()
            assert not places.take(within_seconds=0)
            assert came_in.get(timeout=SOON) == name


def test_who_gave_up_is_not_given_a_place_that_nobody_could_use_then() -> None:
    places = Places(1)
    places.take(within_seconds=0)
    assert not places.take(within_seconds=0.01)

    places.give_back()

    assert places.take(within_seconds=0)


def test_in_a_crowd_of_the_impatient_no_place_is_lost_or_doubled() -> None:
    places, inside, most_seen, counting = Places(3), 0, 0, threading.Lock()

    def come_and_go(number: int) -> None:
        nonlocal inside, most_seen
        for _ in range(200):
            if places.take(within_seconds=0.0002 * (number % 4)):
                with counting:
                    inside += 1
                    most_seen = max(most_seen, inside)
                with counting:
                    inside -= 1
                places.give_back()

    with ThreadPoolExecutor(16) as pool:
        for each in [pool.submit(come_and_go, number) for number in range(16)]:
            each.result()

    assert most_seen <= 3
    assert [places.take(within_seconds=0) for _ in range(4)] == [True, True, True, False]
