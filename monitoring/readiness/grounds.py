"""What is measured on: the site in question, and sites of one's own that may be broken."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from monitoring.readiness.own_site import LOOPBACK, OwnSite, closed_port, own_site
from monitoring.readiness.site import Site


class NotReady(Exception):
    """A promise is not kept; the text says what was seen instead."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Where a site answers: `page` to anybody, `api` in JSON, `private` to whoever is signed in."""

    page: str
    api: str
    private: str
    session_cookie: str


@dataclass(frozen=True, slots=True)
class Item:
    """One promise. `measure` returns what was seen, or raises NotReady or NoAnswer."""

    name: str
    group: str
    promise: str
    measure: Callable[["Grounds"], str]


@dataclass
class Grounds:
    """Close it to end the sites that were started on the way."""

    site: Site
    project: Path
    paths: Paths
    host_names: Sequence[str]
    token: str
    _open: ExitStack = field(default_factory=ExitStack)

    @cached_property
    def without_redis(self) -> OwnSite:
        """A site with these settings, whose Redis is gone."""
        return self.start(REDIS_URL=f"redis://{LOOPBACK}:{closed_port()}/0", REDIS_URL_FILE="")

    def start(self, **settings: str) -> OwnSite:
        """Start one more site; it ends with the grounds. Raises NoAnswer."""
        names = ",".join([*self.host_names, LOOPBACK])
        own = own_site(self.project, token=self.token, **{"ALLOWED_HOSTS": names} | settings)
        return self._open.enter_context(own)

    def close(self) -> None:
        """End what was started."""
        self._open.close()


def require(condition: object, otherwise: str) -> None:
    """Raise NotReady unless the condition holds."""
    if not condition:
        raise NotReady(otherwise)
