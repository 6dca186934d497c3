"""Keys that Redis was not told of; they are deleted there before anything is read again."""

import threading
from collections.abc import Callable, Iterable

# Beyond this, to forget everything is quicker than to name it.
MOST_NAMED = 1000


class UnsettledKeys:
    """What changed in the stand-in only. Redis may hold older values under these keys.

    They are deleted, never written again: a write that timed out may have been carried out since,
    and may lie over a newer one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._named: set[str] = set()
        self._is_everything = False

        self._is_being_settled = False

    def __bool__(self) -> bool:
        return self._is_everything or bool(self._named) or self._is_being_settled

    def add(self, keys: Iterable[str]) -> None:
        """Note keys that were to be written or deleted."""
        with self._lock:
            self._named.update(keys)
            if len(self._named) > MOST_NAMED:
                self._take_all()

    def add_everything(self) -> None:
        """Note that other processes too may have changed what they did not tell Redis."""
        with self._lock:
            self._take_all()

    def settle(self, *, delete: Callable[[list[str]], None], clear: Callable[[], None]) -> bool:
        """Delete in Redis what is noted, and return whether Redis may be asked now.

        It may not while another thread is at it. When deleting fails, all of it stays noted.
        """
        with self._lock:
            if self._is_being_settled:
                return False
            named, is_everything = self._named, self._is_everything
            self._named, self._is_everything, self._is_being_settled = set(), False, True
        is_settled = False
        try:
            if is_everything:
                clear()
            elif named:
                delete(sorted(named))
            is_settled = True
        finally:
            with self._lock:
                if not is_settled:
                    self._named |= named
                    self._is_everything |= is_everything
                self._is_being_settled = False
        return True

    def _take_all(self) -> None:
        self._named, self._is_everything = set(), True
