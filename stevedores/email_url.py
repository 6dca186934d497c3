from typing import NamedTuple
from urllib.parse import SplitResult, unquote

from stevedores.env import BadSetting

SCHEMES = ("smtp", "smtps", "smtp+plain")
EXAMPLE = "smtp://user:secret@mail.example:587"
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class MailServer(NamedTuple):
    """Django's settings of a mail server."""

    host: str
    port: int
    user: str
    password: str
    use_tls: bool
    use_ssl: bool


def email_settings(parts: SplitResult, *, is_needed: bool) -> MailServer:
    """Return the mail server that EMAIL_URL names; a host of "" when it is not set.

    Raises BadSetting when it names no host, or when alerts are to be mailed and there is none.
    """
    if not parts.scheme:
        if is_needed:
            raise BadSetting("EMAIL_URL", "is not set, and ALERT_EMAILS is", example=EXAMPLE)
        return MailServer("", 0, "", "", use_tls=False, use_ssl=False)
    if not parts.hostname:
        raise BadSetting("EMAIL_URL", "names no mail server", example=EXAMPLE)
    return MailServer(
        parts.hostname,
        parts.port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp",
        use_ssl=parts.scheme == "smtps",
    )
