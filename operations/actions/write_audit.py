"""The audit log: written by actions, in their own transaction, so that no door can forget it."""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Model
from django.utils import timezone

from operations.models import AuditEntry, Tablet, Terminal, User
from operations.vocabulary import Audited

_MOST_NAME = 150  # characters, as the column has it; a name that was typed may be a book
_MOST_ABOUT = 200
_MOST_ADDRESS = 45
_MOST_REQUEST_ID = 64


class Origin(NamedTuple):
    """Where a request comes from: the network address, and the request's id if it has one."""

    address: str = ""
    request_id: str = ""


# By the way, and not through every action: what a person does is the same from wherever they ask.
_origin: ContextVar[Origin] = ContextVar("origin")
_NOWHERE = Origin()


class AskedFrom:
    """Let what is audited meanwhile, in this thread, be told as coming from there.

    A class, since every request comes through here and a generator costs it twice as much.
    """

    __slots__ = ("_before", "_origin")

    def __init__(self, origin: Origin) -> None:
        self._origin = origin

    def __enter__(self) -> None:
        self._before = _origin.set(self._origin)

    def __exit__(self, *_: object) -> None:
        _origin.reset(self._before)


def write_audit(
    what: Audited,
    *,
    by: User | None = None,
    by_name: str = "",
    person: User | None = None,
    tablet: Tablet | None = None,
    terminal: Terminal | None = None,
    about: Model | None = None,
    details: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Add an entry to the audit log; what it does not say of place and person is found out.

    `by_name` is for whoever is not known: the name as it was typed. `details` is small, and JSON.
    """
    origin = _origin.get(_NOWHERE)
    about = about or tablet or person
    return AuditEntry.objects.create(
        at=timezone.now(),
        what=what,
        by=by,
        by_name=name_in_audit(by.shown_name if by else by_name),
        person=person,
        address=origin.address[:_MOST_ADDRESS],
        tablet=tablet or (about if isinstance(about, Tablet) else None),
        terminal=terminal or _terminal_of(about) or (tablet.terminal if tablet else None),
        about_kind=str(about._meta.verbose_name) if about else "",
        about_key=str(about.pk) if about else "",
        about_name=_name_of(about)[:_MOST_ABOUT],
        details=dict(details or {}),
        request_id=_printable(origin.request_id)[:_MOST_REQUEST_ID],
    )


def name_in_audit(name: str) -> str:
    """Return a name as an entry keeps it: printable, and not longer than its column."""
    return _printable(name)[:_MOST_NAME]


def was_audited(what: Audited, *, within: timedelta, **about: object) -> bool:
    """Return whether the log tells that already, of late; `about` names columns."""
    return times_audited(what, within=within, **about) > 0


def times_audited(what: Audited, *, within: timedelta, **about: object) -> int:
    """Return how often the log tells that, of late; `about` names columns."""
    since = timezone.now() - within
    return AuditEntry.objects.filter(what=what, at__gt=since, **about).count()


def _printable(text: str) -> str:
    # PostgreSQL keeps no NUL, and a name is one line.
    return "".join(letter for letter in text if letter.isprintable())


def _name_of(about: Model | None) -> str:
    if about is None:
        return ""
    return about.shown_name if isinstance(about, User) else str(about)


def _terminal_of(about: Model | None) -> Terminal | None:
    """Return the terminal that a row belongs to, itself or by its call or tablet."""
    if about is None or isinstance(about, Terminal):
        return about
    for name in ("terminal", "call", "tablet"):
        owner = getattr(about, name, None)
        if isinstance(owner, Model):
            return _terminal_of(owner)
    return None
