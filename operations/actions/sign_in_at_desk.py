from contextlib import suppress
from datetime import datetime

from django.contrib.auth import authenticate

from operations.actions.failed_attempts import (
    Counted,
    LockedOut,
    account_called,
    audit_failure,
    audit_lock_out,
    begin_attempts,
    succeed,
)
from operations.models import FailedAttempt, User
from operations.rules.guess_limits import ADDRESS, BROWSER, DESK, DESK_FROM
from operations.vocabulary import Role

Attempts = list[FailedAttempt]


class SignInFailed(Exception):
    """Wrong name or password, or shut out: the answer does not tell which."""


class NotForThisAccount(Exception):
    """The name and password are right, but the account has no place in the office."""


def sign_in_at_desk(
    *, username: str, password: str, address: str, known_browser: str = "", signed_in_at: datetime
) -> User:
    """Return the person who signs in to the board.

    `known_browser` is the key of a browser in which this account signed in before: failures count
    there by themselves, as long as there are few. Elsewhere they count by account and address, by
    address, and by account; a success clears the first of these only, or one known password would
    buy an endless number of guesses at others. Raises SignInFailed, NotForThisAccount,
    TooManyAttempts.
    """
    (narrowest, subject), attempts = _begin(
        username, address=address, known_browser=known_browser, now=signed_in_at
    )
    # Django hashes a password even for a name that nobody has: each failure takes as long.
    person = authenticate(username=username, password=password)
    if not isinstance(person, User):
        audit_failure(username)
        raise SignInFailed
    succeed(attempts=attempts, limit=narrowest, subject=subject)
    if not person.has_role(Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR):
        audit_failure(username)
        raise NotForThisAccount
    return person


def _begin(
    username: str, *, address: str, known_browser: str, now: datetime
) -> tuple[Counted, Attempts]:
    """Write an attempt down, and return with it by what a success clears the failures before."""
    if known_browser:
        own = BROWSER, BROWSER.subject(username, known_browser)
        # Whoever copied what a browser says can fill its number from anywhere. Its owner is then
        # as good as a stranger, and not shut out: there is no lock-out to tell of.
        with suppress(LockedOut):
            return own, begin_attempts(counted=[own], now=now)
    strangers = [
        (DESK_FROM, DESK_FROM.subject(username, address)),
        (ADDRESS, ADDRESS.subject(address)),
        (DESK, DESK.subject(username)),
    ]
    try:
        return strangers[0], begin_attempts(counted=strangers, now=now)
    except LockedOut as refused:
        tried = None if refused.limit is ADDRESS else account_called(username)
        audit_lock_out(limit=refused.limit, subject=refused.subject, person=tried)
        raise
