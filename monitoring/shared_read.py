"""What is read once for all who ask the same at the same time."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

Value = TypeVar("Value")

# When whoever reads anew takes longer than that, or never comes back, everybody reads again.
_KEPT_SECONDS = 10


def shared_read(
    key: str, *, seconds: int, read: Callable[[], Value], is_anew: bool = False
) -> Value:
    """Return what `read` gives, or gave to somebody else about `seconds` ago.

    It is ten seconds old at the most, where whoever was to read anew failed or hangs.

    While one reads anew the others are served what was read before, so that a value which is due
    is not read by all of them at once. `is_anew` reads in any case, and serves it to the others.
    0 seconds share nothing. A value must not be None.
    """
    if not seconds:
        return read()
    turn = f"{key}.turn"
    held = cache.get_many([key, turn])
    is_due = turn not in held and cache.add(turn, 1, seconds)
    if key in held and not (is_due or is_anew):
        before: Value = held[key]
        return before
    value = read()
    cache.set(key, value, max(_KEPT_SECONDS, 2 * seconds))
    return value
