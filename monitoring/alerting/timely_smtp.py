"""Django's own way to a mail server, with an end to a conversation that drips."""

import smtplib
from typing import TYPE_CHECKING

from django.core.mail.backends import smtp

from monitoring.watchdog import Watchdog

if TYPE_CHECKING:
    from socket import _Address

# For all of one e-mail; each step has EMAIL_TIMEOUT.
WHOLE_SECONDS = 15.0


class _WatchedSMTP(smtplib.SMTP):
    """Watched from before it connects, since the greeting alone may drip, until it is closed."""

    def connect(
        self, host: str = "localhost", port: int = 0, source_address: "_Address | None" = None
    ) -> tuple[int, bytes]:
        """Connect, and read the greeting."""
        self._watchdog = Watchdog(lambda: self.sock, seconds=WHOLE_SECONDS)
        is_greeted = False
        try:
            greeting = super().connect(host, port, source_address)
            is_greeted = True
        finally:
            if not is_greeted:
                self._watchdog.end()
        return greeting

    def close(self) -> None:
        """Hang up."""
        self._watchdog.end()
        super().close()


class _WatchedSMTPS(_WatchedSMTP, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's, with clients that are watched."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return the client for what EMAIL_URL says."""
        return _WatchedSMTPS if self.use_ssl else _WatchedSMTP
