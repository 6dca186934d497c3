"""Django's own way to a mail server, with an end to a conversation that drips."""

import smtplib

from django.core.mail.backends import smtp

from monitoring.watchdog import Watchdog

# For all of one e-mail; each step has EMAIL_TIMEOUT.
WHOLE_SECONDS = 15.0


class _WatchedSMTP(smtplib.SMTP):
    """Watched from before it connects, since the greeting alone may drip, until it is closed."""

    def __init__(self, host: str, port: int, **options: object) -> None:
        self._watchdog = Watchdog(lambda: self.sock, seconds=WHOLE_SECONDS)
        is_open = False
        try:
            super().__init__(host, port, **options)  # type: ignore[arg-type]  # Django's, for smtplib
            is_open = True
        finally:
            if not is_open:
                self._watchdog.end()

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
