import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache

from django.db import Error, InternalError, OperationalError, ProgrammingError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from health_check.exceptions import ServiceUnavailable

from monitoring.connection_faults import reason_of
from monitoring.database.failed_writes import recent_writes
from monitoring.health_check import Check

# A table needs a file of its own: on a full disk there is none. Nothing of it stays.
_TRIAL = (
    "BEGIN",
    "CREATE TEMPORARY TABLE health_trial ON COMMIT DROP AS SELECT 1 AS one",
    "ROLLBACK",
)
_POSTGRES_PORT = 5432  # where a URL names none
# No worker forgets a migration that it saw applied: from then on nobody asks again.
_all_are_applied = threading.Event()


@dataclass
class Database(Check):
    """Connects anew, as a worker does that has just begun, and asks what the site relies on.

    It can be asked; it takes writes; what the site wrote lately was taken; its tables are those
    that this version of the site knows. After a write of the site failed, and always when
    `tries_writing`, a table is made and taken back.
    """

    alias: str = "default"
    tries_writing: bool = False

    def run(self) -> None:
        """Look.

        Raises ServiceUnavailable when the site cannot work with this database.
        """
        tried, failed = recent_writes.counts()
        self.figures |= {"writes_tried": tried, "writes_failed": failed}
        try:
            with _a_connection(self.alias, self.timeout.total_seconds()) as connection:
                self._examine(connection)
        except Error as error:
            raise ServiceUnavailable(
                f"cannot be asked at {_where(self.alias)}: {reason_of(error)}"
            ) from error

    def _examine(self, connection: BaseDatabaseWrapper) -> None:
        if not _takes_writes(connection):
            raise ServiceUnavailable("is read-only")
        if recent_writes.are_failing():
            raise ServiceUnavailable("refuses what the site writes")
        if self.tries_writing or recent_writes.are_suspect():
            _try_writing(connection)
        pending = _pending_migrations(connection)
        self.figures["migrations_pending"] = len(pending)
        if pending:
            raise ServiceUnavailable(f"waits for {len(pending)} migrations: {', '.join(pending)}")


def _where(alias: str) -> str:
    """Return host and port of the database, or its file: neither account nor password."""
    known = connections.settings[alias]
    if not known.get("HOST"):
        return str(known["NAME"])
    return f"{known['HOST']}:{known.get('PORT') or _POSTGRES_PORT}"


@contextmanager
def _a_connection(alias: str, deadline_seconds: float) -> Iterator[BaseDatabaseWrapper]:
    """Lend a connection of its own that is cut off at the deadline.

    The server's own time-outs are silent when the server hangs, or the way to it.
    """
    connection = connections.create_connection(alias)
    is_open = threading.Lock()
    watchdog = threading.Timer(deadline_seconds, _cut_off, (connection, is_open))
    watchdog.start()
    try:
        with connection.cursor():
            yield connection
    finally:
        # Never while it is being cut off: its number may be another connection's by then.
        with is_open:
            watchdog.cancel()
            connection.close()


def _cut_off(connection: BaseDatabaseWrapper, is_open: threading.Lock) -> None:
    raw = connection.connection
    # OSError: it is closed. psycopg's own deadline bounds a connection that is being made.
    with is_open, suppress(Error, OSError):
        if raw is not None and hasattr(raw, "fileno") and not raw.closed:
            with socket.socket(fileno=os.dup(raw.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)


def _takes_writes(connection: BaseDatabaseWrapper) -> bool:
    if connection.vendor != "postgresql":
        return os.access(str(connection.settings_dict["NAME"]), os.W_OK)
    with connection.cursor() as cursor:
        # On for a standby, and where role, database or server say so.
        cursor.execute("SELECT current_setting('transaction_read_only')")
        return bool(cursor.fetchone() == ("off",))


def _try_writing(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor != "postgresql":
        return
    # ProgrammingError: the role may make no table, so this cannot be tried.
    with suppress(ProgrammingError), connection.cursor() as cursor:
        try:
            for statement in _TRIAL:
                cursor.execute(statement)
        except (OperationalError, InternalError) as error:
            raise ServiceUnavailable(f"takes no new table ({type(error).__name__})") from error


def _pending_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    if _all_are_applied.is_set():
        return []
    applied = MigrationRecorder(connection).applied_migrations()
    pending = [f"{app}.{name}" for app, name in last_migrations() if (app, name) not in applied]
    if not pending:
        _all_are_applied.set()
    return pending


@cache
def last_migrations() -> tuple[tuple[str, str], ...]:
    """Return the last migration of each app, as (app, name); asks no database."""
    return tuple(sorted(MigrationLoader(None).graph.leaf_nodes()))
