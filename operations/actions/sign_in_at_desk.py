from datetime import datetime, timedelta

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
from operations.vocabulary import Role

_BY_ACCOUNT = "DESK"
_MOST_BY_ACCOUNT = 10
# An office shares an address, so it has more; a list of accounts tried from one place has not.
_BY_ADDRESS = "ADDRESS"
_MOST_BY_ADDRESS = 30
_WITHIN = timedelta(minutes=15)


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
    by_address = _begin(_BY_ADDRESS, address, most=_MOST_BY_ADDRESS, now=signed_in_at)
    try:
        _begin(_BY_ACCOUNT, account, most=_MOST_BY_ACCOUNT, now=signed_in_at)
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
    forget(purpose=_BY_ACCOUNT, subject=account)
    if not person.has_role(Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR):
        audit_failure(username)
        raise NotForThisAccount
    return person


def _begin(purpose: str, subject: str, *, most: int, now: datetime) -> FailedAttempt:
    try:
        return begin_attempt(purpose=purpose, subject=subject, most=most, within=_WITHIN, now=now)
    except TooManyAttempts:
        person = account_called(subject) if purpose == _BY_ACCOUNT else None
        audit_lock_out(subject=subject, within=_WITHIN, person=person)
        raise
