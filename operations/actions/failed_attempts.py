"""Wrong codes and passwords, counted in the database, where no cache outage forgets them."""

from datetime import datetime, timedelta

from operations.models import FailedAttempt

_KEPT = timedelta(days=1)


class TooManyAttempts(Exception):
    """Too many failures of late; `retry_after_seconds` says when it is worth trying again."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"try again in {retry_after_seconds} s")
        self.retry_after_seconds = retry_after_seconds


def refuse_if_too_many(
    *, purpose: str, subject: str, most: int, within: timedelta, now: datetime
) -> None:
    """Raise TooManyAttempts when a subject failed that often within that time."""
    recent = FailedAttempt.objects.filter(
        purpose=purpose, subject=subject, attempted_at__gt=now - within
    ).order_by("-attempted_at")
    decisive = list(recent.values_list("attempted_at", flat=True)[:most])
    if len(decisive) == most:
        wait = decisive[-1] + within - now
        raise TooManyAttempts(max(int(wait.total_seconds()) + 1, 1))


def note_failure(*, purpose: str, subject: str, failed_at: datetime) -> None:
    """Write a failure down, and let go of those that no limit looks at any more."""
    FailedAttempt.objects.filter(attempted_at__lt=failed_at - _KEPT).delete()
    FailedAttempt.objects.create(purpose=purpose, subject=subject, attempted_at=failed_at)


def forget(*, purpose: str, subject: str) -> None:
    """A success clears the failures before it."""
    FailedAttempt.objects.filter(purpose=purpose, subject=subject).delete()
