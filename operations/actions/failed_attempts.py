"""Wrong codes and passwords, counted in the database, where no cache outage forgets them."""

from datetime import datetime, timedelta

from operations.models import FailedAttempt

_KEPT = timedelta(days=1)


class TooManyAttempts(Exception):
    """Too many failures of late; `retry_after_seconds` says when it is worth trying again."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


def begin_attempt(
    *, purpose: str, subject: str, most: int, within: timedelta, now: datetime
) -> FailedAttempt:
    """Write an attempt down as failed before it is judged; whoever succeeds deletes it.

    So a burst of guesses sent at once meets the limit too. Must not run inside a transaction,
    which would hide the attempts of others. Raises TooManyAttempts when the subject failed that
    often within that time; being refused does not make the wait longer.
    """
    FailedAttempt.objects.filter(attempted_at__lt=now - _KEPT).delete()
    attempt = FailedAttempt.objects.create(purpose=purpose, subject=subject, attempted_at=now)
    recent = (
        FailedAttempt.objects.filter(
            purpose=purpose, subject=subject, attempted_at__gt=now - within
        )
        .exclude(pk=attempt.pk)
        .order_by("-attempted_at")
    )
    decisive = list(recent.values_list("attempted_at", flat=True)[:most])
    if len(decisive) < most:
        return attempt
    attempt.delete()
    wait = decisive[-1] + within - now
    raise TooManyAttempts(max(int(wait.total_seconds()) + 1, 1))


def forget(*, purpose: str, subject: str) -> None:
    """A success clears the failures before it."""
    FailedAttempt.objects.filter(purpose=purpose, subject=subject).delete()
