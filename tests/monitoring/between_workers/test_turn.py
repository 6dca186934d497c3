"""The turn among real processes: gunicorn's workers are forks, and so are these."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from monitoring.between_workers.turn import Turn

# Newer Pythons warn of every fork beside threads; these children take no lock of another thread.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
PAUSE = 15.0


class Fork:
    """A process that takes the turn when it is told to, and says what came of it."""

    def __init__(self, act: Callable[[], bool]) -> None:
        told, self._tell = os.pipe()
        self._hear, said = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            while os.read(told, 1) == b"?":
                os.write(said, b"1" if act() else b"0")
            os._exit(0)
        os.close(told)
        os.close(said)

    def takes_it(self) -> bool:
        os.write(self._tell, b"?")
        return os.read(self._hear, 1) == b"1"

    def end(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self._tell)
            os.close(self._hear)
            self.pid = 0


@pytest.fixture
def a_fork_that() -> Iterator[Callable[[Callable[[], bool]], Fork]]:
    with ExitStack() as forks:

        def start(act: Callable[[], bool]) -> Fork:
            fork = Fork(act)
            forks.callback(fork.end)
            return fork

        yield start


StartFork = Callable[[Callable[[], bool]], Fork]


def test_of_two_processes_one_has_the_turn(a_fork_that: StartFork) -> None:
    turn = Turn(pause_seconds=0)
    first = a_fork_that(lambda: turn.take(now=100))
    second = a_fork_that(lambda: turn.take(now=100))

    assert first.takes_it()
    assert not second.takes_it()


def test_the_turn_of_one_that_died_is_free_after_the_pause(a_fork_that: StartFork) -> None:
    turn = Turn(pause_seconds=PAUSE)
    first = a_fork_that(lambda: turn.take(now=100))
    soon = a_fork_that(lambda: turn.take(now=100 + PAUSE - 1))
    later = a_fork_that(lambda: turn.take(now=100 + PAUSE))

    assert first.takes_it()
    first.end()

    assert not soon.takes_it()
    assert later.takes_it()


def test_the_pause_begins_when_the_turn_was_seen_kept(a_fork_that: StartFork) -> None:
    turn = Turn(pause_seconds=PAUSE)

    def take_and_keep() -> bool:
        is_mine = turn.take(now=100)
        turn.keep(now=110)
        return is_mine

    first = a_fork_that(take_and_keep)
    assert first.takes_it()
    first.end()

    assert not a_fork_that(lambda: turn.take(now=110 + PAUSE - 1)).takes_it()
    assert a_fork_that(lambda: turn.take(now=110 + PAUSE)).takes_it()
