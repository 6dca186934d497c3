from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from operations.models import FailedAttempt
from operations.rules.guess_limits import ALL, GuessLimit


@dataclass(frozen=True, slots=True)
class LockOut:
    """Who reached a limit, and until when; `account` and `address` are empty where it has none.

    A limit that does not shut makes a stranger of them only.
    """

    limit: GuessLimit
    subject: str
    until: datetime

    @property
    def account(self) -> str:
        """The account that reached it, in lower case and perhaps cut short."""
        return self.limit.parts(self.subject)[0]

    @property
    def address(self) -> str:
        """The network address that reached it."""
        return self.limit.parts(self.subject)[1]


def lock_outs(*, now: datetime) -> list[LockOut]:
    """Return who has reached a limit now, by what they reached it at, then by subject."""
    return [lock_out for limit in ALL for lock_out in _lock_outs_of(limit, now=now)]


def _lock_outs_of(limit: GuessLimit, *, now: datetime) -> Iterator[LockOut]:
    recent = FailedAttempt.objects.filter(
        purpose=limit.guessed_at, attempted_at__gt=now - limit.within
    )
    full = recent.values("subject").annotate(count=Count("pk")).filter(count__gte=limit.most)
    for subject in full.order_by("subject").values_list("subject", flat=True):
        if until := locked_until(limit=limit, subject=subject, now=now):
            yield LockOut(limit, subject, until)


def locked_until(
    *, limit: GuessLimit, subject: str, now: datetime, besides: int = 0
) -> datetime | None:
    """Return until when a subject is locked out, or None; the attempt `besides` is left out."""
    recent = FailedAttempt.objects.filter(
        purpose=limit.guessed_at, subject=subject, attempted_at__gt=now - limit.within
    ).exclude(pk=besides)
    newest_first = recent.order_by("-attempted_at").values_list("attempted_at", flat=True)
    decisive = list(newest_first[: limit.most])
    return decisive[-1] + limit.within if len(decisive) >= limit.most else None
