"""Wrong codes and passwords, counted in the database, where no cache outage forgets them."""

from datetime import datetime, timedelta

from operations.actions.write_audit import name_in_audit, was_audited, write_audit
from operations.models import FailedAttempt, Tablet, User
from operations.rules.guess_limits import GuessLimit
from operations.vocabulary import Audited

_KEPT = timedelta(days=1)


class TooManyAttempts(Exception):
    """Too many failures of late; `retry_after_seconds` says when it is worth trying again."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


def begin_attempt(*, limit: GuessLimit, subject: str, now: datetime) -> FailedAttempt:
    """Write an attempt down as failed before it is judged; whoever succeeds deletes it.

    So a burst of guesses sent at once meets the limit too. Must not run inside a transaction,
    which would hide the attempts of others. Raises TooManyAttempts when the subject reached the
    limit; being refused does not make the wait longer.
    """
    FailedAttempt.objects.filter(attempted_at__lt=now - _KEPT).delete()
    of_subject = FailedAttempt.objects.filter(purpose=limit.guessed_at, subject=subject)
    attempt = FailedAttempt.objects.create(
        purpose=limit.guessed_at, subject=subject, attempted_at=now
    )
    recent = (
        of_subject.filter(attempted_at__gt=now - limit.within)
        .exclude(pk=attempt.pk)
        .order_by("-attempted_at")
    )
    decisive = list(recent.values_list("attempted_at", flat=True)[: limit.most])
    if len(decisive) < limit.most:
        return attempt
    attempt.delete()
    wait = decisive[-1] + limit.within - now
    raise TooManyAttempts(max(int(wait.total_seconds()) + 1, 1))


def forget(*, limit: GuessLimit, subject: str) -> None:
    """A success clears the failures before it."""
    FailedAttempt.objects.filter(purpose=limit.guessed_at, subject=subject).delete()


def audit_lock_out(
    *,
    limit: GuessLimit,
    subject: str,
    person: User | None = None,
    tablet: Tablet | None = None,
) -> None:
    """Tell in the audit log who is locked out of what: once, however often they knock on."""
    # As it will stand there, and whose: a name that only looks the same must hide nobody's.
    name = name_in_audit(subject)
    details = {"of": limit.guessed_at.label}
    if not was_audited(
        Audited.LOCKED_OUT, within=limit.within, by_name=name, person=person, details=details
    ):
        write_audit(Audited.LOCKED_OUT, by_name=name, person=person, tablet=tablet, details=details)


def audit_failure(username: str, *, tablet: Tablet | None = None) -> None:
    """Tell in the audit log that a name and a password did not open anything."""
    tried = account_called(username)
    write_audit(Audited.SIGN_IN_FAILED, by_name=username, person=tried, tablet=tablet)


def account_called(username: str) -> User | None:
    """Return the account of that name, to say in the audit log whose it was that was tried."""
    return User.objects.filter(username__iexact=username).first()
