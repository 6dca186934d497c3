"""The site's own settings, and a cache that relies on Redis: no breaker, no stand-in."""

from stevedores.settings import *  # noqa: F403  # the site as it is
from stevedores.settings import CACHES as _CACHES

CACHES = _CACHES | {
    "default": _CACHES["default"] | {"BACKEND": "django_redis.cache.RedisCache"},
}
