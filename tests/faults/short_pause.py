"""The site's own settings, with a breaker that probes after a second instead of a minute."""

from typing import Any

from stevedores import settings as site

PAUSE_SECONDS = 1.0

globals().update({name: value for name, value in vars(site).items() if name.isupper()})
CACHES: dict[str, dict[str, Any]] = {
    name: cache | {"OPTIONS": cache.get("OPTIONS", {}) | {"PAUSE_SECONDS": PAUSE_SECONDS}}
    for name, cache in site.CACHES.items()
}
