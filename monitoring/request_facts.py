"""What is known of the request that a thread serves: its number, route, person and tablet.

Standard library only: the front door and the log know it, and both come before Django.
"""

import time
from contextvars import ContextVar
from secrets import token_hex
from typing import Any

FACTS_KEY = "monitoring.request_facts"  # in the WSGI environment; no header has such a name
REQUEST_ID_HEADER = "X-Request-ID"
# In place of a path that no route knows: it is a stranger's, as long and as many as they like.
UNMATCHED = "unmatched"
OTHER_METHOD = "OTHER"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestFacts:
    """One request. Its number is always ours: one that a stranger chose could lie or be known.

    `person` and `tablet` are names as people read them; their numbers tell apart who shares one.
    """

    __slots__ = (
        "came_at",
        "is_quiet",
        "method",
        "person",
        "person_id",
        "request",
        "request_id",
        "route",
        "tablet",
        "tablet_id",
    )

    def __init__(self, method: str | None = None) -> None:
        self.request_id = token_hex(16)
        #: Each name that anybody invents would be a series for ever, and a word in the log.
        self.method = method if method in _METHODS else OTHER_METHOD
        self.route = UNMATCHED
        #: By perf_counter(); from then on it is our time, also while it waits for a place.
        self.came_at = time.perf_counter()
        #: For what machines ask day and night, such as whether the site stands.
        self.is_quiet = False
        self.person = ""
        self.person_id: int | None = None
        self.tablet = ""
        self.tablet_id: int | None = None
        #: Django's request while it is served, and None afterwards: it also leads back here.
        self.request: Any = None

    def as_fields(self) -> dict[str, object]:
        """Return what a line of the log says of the request: what is known, under its names."""
        fields: dict[str, object] = {"request_id": self.request_id, "route": self.route}
        if self.person_id is not None:
            fields |= {"person": self.person, "person_id": self.person_id}
        if self.tablet_id is not None:
            fields |= {"tablet": self.tablet, "tablet_id": self.tablet_id}
        return fields

    def look(self) -> None:
        """Note what Django has found out by now of its request; this asks no database."""
        if self.request is None:
            return
        if match := self.request.resolver_match:
            self.route = f"/{match.route}"
        # Only once a view or a middleware has asked who it is.
        user = self.request.__dict__.get("_cached_user")
        if user is not None and user.pk is not None:
            self.person, self.person_id = user.get_username(), user.pk


_current: ContextVar[RequestFacts | None] = ContextVar("request_facts", default=None)


def current_facts() -> RequestFacts | None:
    """Return what is known of the request that this thread serves, or None outside of any."""
    return _current.get()


class Serving:
    """Let everything that is said meanwhile in this thread be said of this request.

    A class, since a generator would cost each request twice as much.
    """

    __slots__ = ("_before", "_facts")

    def __init__(self, facts: RequestFacts) -> None:
        self._facts = facts

    def __enter__(self) -> None:
        self._before = _current.set(self._facts)

    def __exit__(self, *_: object) -> None:
        _current.reset(self._before)


def note_person(person: str, person_id: int) -> None:
    """Say for whom the current request is; for doors that know people by other means."""
    if facts := _current.get():
        facts.person, facts.person_id = person, person_id


def note_tablet(tablet: str, tablet_id: int) -> None:
    """Say which tablet sent the current request."""
    if facts := _current.get():
        facts.tablet, facts.tablet_id = tablet, tablet_id
