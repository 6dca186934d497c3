"""A browser says in which accounts people signed in there before, and only this site can say it.

Whoever guesses at those accounts from elsewhere, or from the same address, has no such word and so
keeps nobody out of it. It opens nothing: it is a number of guesses of one's own.
Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils.crypto import salted_hmac

from operations.models import User

KNOWN_FOR = timedelta(days=180)  # as long as a tablet; whoever signs in again begins anew
_SALT = "operations.known_browser"
_KEY_BYTES = 8
_STAMP_LENGTH = 24  # 96 bits; nobody can try them without the site's key
# A desk that a whole shift shares. More would make a cookie that servers refuse.
_MOST_ACCOUNTS = 20


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """`key` tells a browser from others; `stamps` are of the accounts it knows, the latest first.

    A stamp names nobody to whoever reads it, and is void once the password is another: whoever
    knew the old one has no more guesses at the new one than a stranger.
    """

    key: str
    stamps: tuple[str, ...] = ()

    def knows(self, username: str) -> bool:
        """Return whether the account of that name signed in here, with the password it has now."""
        person = User.objects.filter(username=username).first() if self.stamps else None
        return person is not None and _stamp(self.key, person) in self.stamps


def read_browser(text: str) -> KnownBrowser:
    """Read what a browser says; one that says nothing, or what we never signed, knows nobody."""
    try:
        key, *stamps = signing.loads(text, salt=_SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError):
        return KnownBrowser(secrets.token_hex(_KEY_BYTES))
    return KnownBrowser(key, tuple(stamps))


def sign_browser(browser: KnownBrowser, *, person: User) -> str:
    """Return what a browser shall say from now on, in which this person just signed in."""
    stamps = dict.fromkeys([_stamp(browser.key, person), *browser.stamps])
    return signing.dumps([browser.key, *list(stamps)[:_MOST_ACCOUNTS]], salt=_SALT)


def _stamp(key: str, person: User) -> str:
    value = f"{key} {person.pk} {person.password_digest}"
    return salted_hmac(_SALT, value, algorithm="sha256").hexdigest()[:_STAMP_LENGTH]
