"""What a process remembers by itself while Redis is gone."""

import logging
import pickle
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django_redis.serializers.pickle import PickleSerializer

logger = logging.getLogger(__name__)


class Unreadable:
    """Stands for a value that was written by another version of the site, or by somebody else."""


class ForgivingPickle(PickleSerializer):
    """Reads what this version of the site wrote; what it cannot read is a miss, not an error."""

    def loads(self, value: bytes) -> Any:
        """Return the value, or `Unreadable`."""
        try:
            return super().loads(value)
        except (pickle.UnpicklingError, AttributeError, ImportError, IndexError, EOFError) as error:
            logger.warning("a cached value cannot be read, and is dropped: %s", error)
            return Unreadable


class StandInCache(LocMemCache):
    """A cache in the memory of one process, under the keys of the one it stands in for."""

    def validate_key(self, key: str) -> None:
        """Take every key that Redis takes: long ones, and those with spaces."""
