"""How long a session in the office lasts: a shift, and admin only while it is used."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

LASTS = timedelta(hours=12)  # one long shift; the board on the wall must not ask in between
# Admin changes people, tablets and lists. A desk that was left must not lend them to a passer-by.
ADMIN_RESTS_AFTER = timedelta(minutes=15)
# Each page would write a row; the minute says it as well.
_NOTED_EVERY = timedelta(minutes=1)
# By then what a person did is on the pages that all share.
_ACTED_WITHIN = timedelta(seconds=5)
_USED_AT = "office_used_at"


def begin_office_session(session: SessionBase, *, now: datetime) -> None:
    """Let a session that just began end after a shift, however busy it is."""
    session.set_expiry(now + LASTS)
    session[_USED_AT] = now.isoformat()


def note_step(session: SessionBase, *, now: datetime) -> None:
    """Note that a person did something, to the second."""
    session[_USED_AT] = now.isoformat()


def acted_lately(session: SessionBase, *, now: datetime) -> bool:
    """Return whether a person may have done something so lately that a page could miss it."""
    used_at = _used_at(session)
    return used_at is not None and now - used_at < _ACTED_WITHIN


def note_use(session: SessionBase, *, now: datetime) -> None:
    """Note that a person opened a page of admin; what polls by itself is no use."""
    used_at = _used_at(session)
    if used_at is None or now - used_at >= _NOTED_EVERY:
        session[_USED_AT] = now.isoformat()


def admin_is_at_rest(session: SessionBase, *, now: datetime) -> bool:
    """Return whether nobody used the office with this session for so long that admin shuts."""
    used_at = _used_at(session)
    return used_at is not None and now - used_at >= ADMIN_RESTS_AFTER


def _used_at(session: SessionBase) -> datetime | None:
    noted = session.get(_USED_AT)
    return datetime.fromisoformat(noted) if noted else None
