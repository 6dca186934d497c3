"""Django's backend for PostgreSQL, with an end to every wait that needs nothing from the server.

The server ends a long statement by its own clock, in the process that runs it. When that process
is frozen, or the network swallows what it says, nobody but this side can end the wait.
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, TypeVar

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout as WaitTimeout
from psycopg.pq import TransactionStatus

Result = TypeVar("Result")

# As long as a new connection may take: an idle one that has not answered by then is given up.
SIGN_OF_LIFE_SECONDS = 2.0
# A busy connection is asked once in so long, and not before each request.
TRUSTED_SECONDS = 1.0


class DeadlinePassed(psycopg.OperationalError):
    """PostgreSQL did not answer in time; what became of the statement is unknown."""


class ConnectionWithDeadline(psycopg.Connection[Any]):
    """A connection that waits `deadline_seconds` for each answer, None for ever."""

    deadline_seconds: float | None = None

    def wait(
        self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = None
    ) -> Result:
        """Return what the statement gives.

        Raises DeadlinePassed; the connection is closed then, for an answer that comes late would
        be taken for that of the next statement.
        """
        if timeout is not None or self.deadline_seconds is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.deadline_seconds)
        except WaitTimeout:
            self.close()
            seconds = self.deadline_seconds
            raise DeadlinePassed(f"no answer from PostgreSQL within {seconds} s") from None

    @contextmanager
    def no_longer_than(self, seconds: float) -> Iterator[None]:
        """Wait this long at the most for each answer inside of the block."""
        usual = self.deadline_seconds
        self.deadline_seconds = seconds if usual is None else min(seconds, usual)
        try:
            yield
        finally:
            self.deadline_seconds = usual


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes one more of OPTIONS, `deadline_seconds`; None, the default, is none."""

    connection: ConnectionWithDeadline | None
    _trusted_until = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> ConnectionWithDeadline:
        """Return a connection; Django would make a plain one. Pools are not supported."""
        deadline_seconds = conn_params.pop("deadline_seconds", None)
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        connection = ConnectionWithDeadline.connect(**conn_params)
        connection.deadline_seconds = deadline_seconds
        self._trusted_until = 0.0
        return connection

    def is_usable(self) -> bool:
        """Tell whether the connection still answers, soon.

        One that answered within the last second is only looked at: a server that went away has
        hung up, and that can be read without asking.
        """
        if self.connection is None or self.connection.closed:
            return False
        if monotonic() < self._trusted_until and _is_at_rest(self.connection):
            return True
        with self.connection.no_longer_than(SIGN_OF_LIFE_SECONDS):
            answers = super().is_usable()
        self._trusted_until = monotonic() + TRUSTED_SECONDS if answers else 0.0
        return answers


def _is_at_rest(connection: ConnectionWithDeadline) -> bool:
    """Tell whether no transaction is open, and the server has not sent something, as a farewell."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    is_idle = connection.info.transaction_status == TransactionStatus.IDLE
    return is_idle and not poll.poll(0)
