"""What a failed call says: that Redis is gone, that it refuses, or that the caller is wrong."""

from enum import Enum, auto

from django_redis.exceptions import ConnectionInterrupted
from redis import exceptions as redis_errors


class Failure(Enum):
    """What follows from a failed call."""

    GONE = auto()
    """Redis does not serve: it counts against it, and the stand-in answers."""
    REFUSED = auto()
    """Redis is there and refuses, such as when it is full: the stand-in answers for a moment."""
    OURS = auto()
    """The caller is wrong, such as with a value that cannot be pickled: the caller hears of it."""


ERRORS = (redis_errors.RedisError, ConnectionInterrupted, OSError)
"""All that a call of Redis raises because of Redis."""

# More connections than the pool holds is our own crowd; redis-py calls it a connection error.
_REFUSED = (
    redis_errors.OutOfMemoryError,
    redis_errors.MaxConnectionsError,
    redis_errors.NoPermissionError,
)
_GONE = (
    redis_errors.ConnectionError,
    redis_errors.TimeoutError,
    redis_errors.ReadOnlyError,
    redis_errors.ClusterDownError,
    redis_errors.InvalidResponse,
    OSError,
)
# The first word of an error reply; redis-py has no class for these.
_REFUSED_WORDS = ("MISCONF", "OOM", "NOREPLICAS", "BUSY", "UNKILLABLE", "TRYAGAIN")


def failure_of(error: Exception) -> Failure:
    """Return what a failed call says of Redis."""
    cause = error.__cause__ if isinstance(error, ConnectionInterrupted) else error
    if isinstance(cause, _REFUSED):
        return Failure.REFUSED
    if isinstance(cause, _GONE):
        return Failure.GONE
    if isinstance(cause, redis_errors.ResponseError) and str(cause).startswith(_REFUSED_WORDS):
        return Failure.REFUSED
    return Failure.OURS
