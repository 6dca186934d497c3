"""Sessions in the database, asked for by nothing that is no session's key."""

import re

from django.contrib.sessions.backends import db

_KEY = re.compile(r"[a-z0-9]{32}")  # as Django makes them


class SessionStore(db.SessionStore):
    """Django's own, which would hand a stranger's cookie with a NUL in it to PostgreSQL."""

    def _validate_session_key(self, key: str) -> bool:
        return bool(key) and _KEY.fullmatch(key) is not None
