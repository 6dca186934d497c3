"""Free ports, and waiting until somebody answers on one."""

import socket
import threading
from collections.abc import Callable

LOOPBACK = "127.0.0.1"
# How often somebody who is waited for is asked, in seconds.
ASK_AGAIN_AFTER_SECONDS = 0.05


class NeverReady(AssertionError):
    """What was waited for did not happen in time."""


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    """Tell whether somebody accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def wait_until(happened: Callable[[], bool], *, what: str, within_seconds: float = 20) -> None:
    """Return as soon as it happened.

    Raises NeverReady when it did not in time.
    """
    clock = threading.Event()
    for _ in range(int(within_seconds / ASK_AGAIN_AFTER_SECONDS)):
        if happened():
            return
        clock.wait(ASK_AGAIN_AFTER_SECONDS)
    raise NeverReady(f"{what}: not within {within_seconds} s")
