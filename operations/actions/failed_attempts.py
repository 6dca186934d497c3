"""Wrong codes and passwords, counted in the database, where no cache outage forgets them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from operations.actions.write_audit import name_in_audit, write_audit
from operations.models import AuditEntry, FailedAttempt, Tablet, User
from operations.queries.lock_outs import locked_until
from operations.rules.guess_limits import GuessLimit
from operations.vocabulary import Audited

_KEPT = timedelta(days=1)

#: By what a failure counts, and whose it is there.
Counted = tuple[GuessLimit, str]


class TooManyAttempts(Exception):
    """Too many failures of late; `retry_after_seconds` says when it is worth trying again."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


class LockedOut(TooManyAttempts):
    """A subject reached one of the limits."""

    def __init__(self, limit: GuessLimit, subject: str, *, wait: timedelta) -> None:
        super().__init__(max(int(wait.total_seconds()) + 1, 1))
        self.limit = limit
        self.subject = subject


def begin_attempt(*, limit: GuessLimit, subject: str, now: datetime) -> FailedAttempt:
    """Write an attempt down as failed, as below, that counts once."""
    return begin_attempts(counted=[(limit, subject)], now=now)[0]


def begin_attempts(*, counted: Sequence[Counted], now: datetime) -> list[FailedAttempt]:
    """Write an attempt down as failed before it is judged; whoever succeeds deletes it.

    So a burst of guesses sent at once meets the limits too. Must not run inside a transaction,
    which would hide the attempts of others. Raises LockedOut by the first limit that its subject
    reached; then it counts nowhere, and being refused does not make the wait longer.
    """
    FailedAttempt.objects.filter(attempted_at__lt=now - _KEPT).delete()
    # In one statement: where the database goes away in between, little stays that nobody guessed.
    attempts = FailedAttempt.objects.bulk_create(
        FailedAttempt(purpose=limit.guessed_at, subject=subject, attempted_at=now)
        for limit, subject in counted
    )
    for (limit, subject), attempt in zip(counted, attempts, strict=True):
        until = locked_until(limit=limit, subject=subject, now=now, besides=attempt.pk)
        if until is not None:
            FailedAttempt.objects.filter(pk__in=[each.pk for each in attempts]).delete()
            raise LockedOut(limit, subject, wait=until - now)
    return attempts


def succeed(*, attempts: Sequence[FailedAttempt], limit: GuessLimit, subject: str) -> None:
    """Take attempts back that did not fail, and clear the failures before them by one limit."""
    mine = Q(pk__in=[attempt.pk for attempt in attempts])
    before = Q(purpose=limit.guessed_at, subject=subject)
    FailedAttempt.objects.filter(mine | before).delete()


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
    name, kept_shut = name_in_audit(subject), limit.guessed_at.label
    is_it = Q(what=Audited.LOCKED_OUT, by_name=name, person=person)
    # Whoever is locked out anew after that is told of anew.
    is_lifted = Q(what=Audited.LOCK_OUT_LIFTED, details__whose=name)
    since = timezone.now() - limit.within
    told = AuditEntry.objects.filter(is_it | is_lifted, at__gt=since, details__of=kept_shut)
    last = told.order_by("-pk").first()
    if last is None or last.what != Audited.LOCKED_OUT:
        details = {"of": kept_shut}
        write_audit(Audited.LOCKED_OUT, by_name=name, person=person, tablet=tablet, details=details)


def audit_failure(username: str, *, tablet: Tablet | None = None) -> None:
    """Tell in the audit log that a name and a password did not open anything."""
    tried = account_called(username)
    write_audit(Audited.SIGN_IN_FAILED, by_name=username, person=tried, tablet=tablet)


def account_called(username: str) -> User | None:
    """Return the account of that name, to say in the audit log whose it was that was tried."""
    return User.objects.filter(username__iexact=username).first()
