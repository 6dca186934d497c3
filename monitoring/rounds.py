"""What each worker does by the clock, beside answering requests: it makes its rounds."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """One thing that is done again and again: `walk` is called, then `every_seconds` pass."""

    name: str
    every_seconds: float
    walk: Callable[[], object]


def begin_rounds(rounds: Iterable[Round]) -> threading.Event:
    """Start one thread for each round, in this process; set the event to end them.

    A round that fails is logged and walked again: whoever watches must not be the first to fall.
    """
    is_over = threading.Event()
    for each in rounds:
        threading.Thread(
            target=_walk, args=(each, is_over), name=f"round-{each.name}", daemon=True
        ).start()
    return is_over


def _walk(round_: Round, is_over: threading.Event) -> None:
    while not is_over.is_set():
        try:
            round_.walk()
        except Exception:  # whoever watches must not be the first to fall: the next round is walked
            logger.exception("the round %s failed", round_.name)
        is_over.wait(round_.every_seconds)
