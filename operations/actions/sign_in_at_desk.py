from datetime import datetime

from django.contrib.auth import authenticate

from operations.actions.failed_attempts import (
    TooManyAttempts,
    account_called,
    audit_failure,
    audit_lock_out,
    begin_attempt,
    forget,
)
from operations.models import FailedAttempt, User
from operations.rules.guess_limits import ADDRESS, DESK, GuessLimit
from operations.vocabulary import Role


class SignInFailed(Exception):
    """Wrong name or password, or shut out: the answer does not tell which."""


class NotForThisAccount(Exception):
    """The name and password are right, but the account has no place in the office."""


def sign_in_at_desk(*, username: str, password: str, address: str, signed_in_at: datetime) -> User:
    """Return the person who signs in to the board.

    Raises SignInFailed, NotForThisAccount, TooManyAttempts. Failures are counted by account and
    by network address; a success clears those of the account only, or one known password would
    buy an endless number of guesses at others.
    """
    account = username.lower()[:150]
    by_address = _begin(ADDRESS, address, now=signed_in_at)
    try:
        _begin(DESK, account, now=signed_in_at)
    except TooManyAttempts:
        # Nothing was guessed: a person who knocks on must not shut the whole office out.
        by_address.delete()
        raise
    # Django hashes a password even for a name that nobody has: each failure takes as long.
    person = authenticate(username=username, password=password)
    if not isinstance(person, User):
        audit_failure(username)
        raise SignInFailed
    by_address.delete()
    forget(limit=DESK, subject=account)
    if not person.has_role(Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR):
        audit_failure(username)
        raise NotForThisAccount
    return person


def _begin(limit: GuessLimit, subject: str, *, now: datetime) -> FailedAttempt:
    try:
        return begin_attempt(limit=limit, subject=subject, now=now)
    except TooManyAttempts:
        person = account_called(subject) if limit is DESK else None
        audit_lock_out(limit=limit, subject=subject, person=person)
        raise
