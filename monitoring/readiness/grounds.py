"""What is measured on: the site in question, and sites of one's own that may be broken."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.conf import LazySettings, settings

from monitoring.readiness.own_site import LOOPBACK, OwnSite, closed_port, own_site
from monitoring.readiness.site import Site, site_as_reached

# Where something was measured, beside the site that was asked for.
AT_ITS_OWN = "at a site of its own with these settings"
FROM_SETTINGS = "from these settings"


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
    """One promise. `measure` returns what was seen, or raises NotReady or NoAnswer.

    `way_out` is what to do when it is not kept.
    """

    name: str
    group: str
    promise: str
    measure: Callable[["Grounds"], str]
    way_out: str


@dataclass
class Grounds:
    """Close it to end the sites that were started on the way.

    `url` is the running site that is in question; without one, a site of its own is.
    """

    url: str
    project: Path
    paths: Paths
    host_names: Sequence[str]
    token: str
    # Where was measured since somebody cleared it: what an item touches is noted by itself, so that
    # no line can say of one site what was seen at another.
    places: list[str] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)

    @property
    def site(self) -> Site:
        """The site in question. Raises NoAnswer."""
        self.note(f"at {self.url}" if self.url else AT_ITS_OWN)
        return self._asked

    @property
    def settings(self) -> LazySettings:
        """What this program was set; of a site that runs elsewhere it says nothing."""
        self.note(FROM_SETTINGS)
        return settings

    @property
    def without_redis(self) -> OwnSite:
        """A site with these settings, whose Redis is gone. Raises NoAnswer."""
        self.note(AT_ITS_OWN)
        return self._without_redis

    def start(self, **changed: str) -> OwnSite:
        """Start one more site; it ends with the grounds. Raises NoAnswer."""
        self.note(AT_ITS_OWN)
        names = ",".join([*self.host_names, LOOPBACK])
        own = own_site(self.project, token=self.token, **{"ALLOWED_HOSTS": names} | changed)
        return self._open.enter_context(own)

    def note(self, place: str) -> None:
        """Remember where is measured just now."""
        if place not in self.places:
            self.places.append(place)

    @cached_property
    def _asked(self) -> Site:
        if not self.url:
            return self.start().site
        return site_as_reached(self.url, self.paths.page, token=self.token)

    @cached_property
    def _without_redis(self) -> OwnSite:
        return self.start(REDIS_URL=f"redis://{LOOPBACK}:{closed_port()}/0", REDIS_URL_FILE="")

    def close(self) -> None:
        """End what was started."""
        self._open.close()


def require(condition: object, otherwise: str) -> None:
    """Raise NotReady unless the condition holds."""
    if not condition:
        raise NotReady(otherwise)
