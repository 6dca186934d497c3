from datetime import datetime, timedelta

from django.contrib.auth import authenticate

from operations.actions.failed_attempts import forget, note_failure, refuse_if_too_many
from operations.models import Tablet, User
from operations.queries.shift_tokens import sign_shift

_PURPOSE = "SIGN_IN"
_MOST_FAILURES = 10
_WITHIN = timedelta(minutes=15)


class SignInFailed(Exception):
    """Wrong name or password, shut out, or not of this terminal: the answer does not tell which."""


def sign_in(
    *, username: str, password: str, tablet: Tablet, signed_in_at: datetime
) -> tuple[User, str]:
    """Begin a person's shift on a tablet; returns the person and the shift token.

    Raises SignInFailed, TooManyAttempts.
    """
    account = username.lower()[:150]
    refuse_if_too_many(
        purpose=_PURPOSE, subject=account, most=_MOST_FAILURES, within=_WITHIN, now=signed_in_at
    )
    person = authenticate(username=username, password=password)
    is_from_here = (
        isinstance(person, User) and person.terminals.filter(pk=tablet.terminal_id).exists()
    )
    if not isinstance(person, User) or not is_from_here:
        note_failure(purpose=_PURPOSE, subject=account, failed_at=signed_in_at)
        raise SignInFailed
    forget(purpose=_PURPOSE, subject=account)
    return person, sign_shift(person=person, tablet=tablet, starts_at=signed_in_at)
