import threading

from monitoring.rounds import Round, begin_rounds

_LONG = 30


def test_a_round_that_fails_is_walked_again() -> None:
    came_back = threading.Event()
    steps = iter([ZeroDivisionError])

    def walk() -> None:
        if error := next(steps, None):
            raise error
        came_back.set()

    is_over = begin_rounds([Round("health", 0.001, walk)])

    assert came_back.wait(_LONG)
    is_over.set()


def test_one_slow_round_keeps_no_other_from_walking() -> None:
    is_released, was_walked = threading.Event(), threading.Event()

    is_over = begin_rounds([Round("slow", 1, is_released.wait), Round("quick", 1, was_walked.set)])

    assert was_walked.wait(_LONG)
    is_released.set()
    is_over.set()
