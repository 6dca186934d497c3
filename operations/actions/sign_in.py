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
from operations.actions.write_audit import write_audit
from operations.models import Tablet, User
from operations.queries.shift_tokens import sign_shift, who_counts_at
from operations.rules.guess_limits import SIGN_IN
from operations.vocabulary import Audited


class SignInFailed(Exception):
    """Wrong name or password, shut out, not crew here: the answer does not tell which."""


def sign_in(
    *, username: str, password: str, tablet: Tablet, signed_in_at: datetime
) -> tuple[User, str]:
    """Begin a person's shift on a tablet; returns the person and the shift token.

    Crew and supervisors of the tablet's terminal may. Raises SignInFailed, TooManyAttempts.
    """
    subject = SIGN_IN.subject(username, tablet.pk)
    try:
        begin_attempt(limit=SIGN_IN, subject=subject, now=signed_in_at)
    except TooManyAttempts:
        tried = account_called(username)
        audit_lock_out(limit=SIGN_IN, subject=subject, person=tried, tablet=tablet)
        raise
    # Django hashes a password even for a name that nobody has: each failure takes as long.
    person = authenticate(username=username, password=password)
    if not isinstance(person, User) or not who_counts_at(tablet).filter(pk=person.pk).exists():
        audit_failure(username, tablet=tablet)
        raise SignInFailed
    forget(limit=SIGN_IN, subject=subject)
    write_audit(Audited.SHIFT_BEGAN, by=person, tablet=tablet)
    return person, sign_shift(person=person, tablet=tablet, starts_at=signed_in_at)
