"""Tells people of alerts by e-mail and webhook, and remembers what is still to be told.

No lock and no transaction is held while anybody is told. A message is taken by moving the time at
which it is due: of two that want to take it, one moves a row. Whoever dies with a message in hand
leaves it due again. Told twice may be what is told while somebody dies; nothing is told never.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet

from monitoring.alerting import email, webhook
from monitoring.alerting.texts import Told
from monitoring.models import Alert, AlertMessage, Channel, Happening

logger = logging.getLogger("monitoring.alerts")

# At doubling distances, then every hour: with the last of them a day has gone by.
MOST_TRIES = 28
_LONGEST_WAIT = timedelta(hours=1)
# A try is repeated by the next evaluation, a minute later; this is only longer than any try.
TAKEN_FOR = timedelta(seconds=45)
# Each costs up to ten seconds when the receiver hangs; the next evaluation is in a minute.
MOST_AT_ONCE = 20
_MOST_WORDS = 200  # what the column of failures holds

_SENDERS: dict[str, Callable[[Told], None]] = {
    Channel.EMAIL: email.send,
    Channel.WEBHOOK: webhook.post,
}
FAILURES = (*email.FAILURES, *webhook.FAILURES)


NOBODY = "Alerts are told to nobody: set ALERT_EMAILS or ALERT_WEBHOOK_URL."


def channels() -> list[Channel]:
    """Return the channels that the settings open; without any, people have the log alone."""
    is_open = {
        Channel.EMAIL: bool(settings.ALERT_EMAILS),
        Channel.WEBHOOK: bool(settings.ALERT_WEBHOOK_URL),
    }
    return [channel for channel in Channel if is_open[channel]]


def prepare(alert: Alert, happening: Happening, *, now: datetime) -> None:
    """Note what is to be told; in the transaction that raises or clears the alert."""
    AlertMessage.objects.bulk_create(
        [
            AlertMessage(alert=alert, happening=happening, channel=channel, due_at=now)
            for channel in channels()
        ],
        ignore_conflicts=True,
    )


def untold() -> QuerySet[AlertMessage]:
    """Return what is still to be told, what was given up among it."""
    return AlertMessage.objects.filter(told_at=None)


def deliver(*, now: datetime) -> None:
    """Tell what is due, the oldest first; a channel that fails once is left until next time."""
    due = untold().filter(due_at__lte=now, tries_count__lt=MOST_TRIES, channel__in=channels())
    failed: set[str] = set()
    for message in due.select_related("alert").order_by("pk")[:MOST_AT_ONCE]:
        if message.channel not in failed and take(message, now=now) and not _tell(message, now):
            failed.add(message.channel)


def tell_directly(told: Told) -> dict[Channel, str]:
    """Tell by every channel without keeping anything: there may be no database to keep it in.

    Returns by channel why nobody was told, "" where somebody was.
    """
    outcome = {channel: _why_not_told(channel, told) for channel in channels()}
    for channel, failure in outcome.items():
        if failure:
            logger.warning("nobody was told by %s: %s", channel.label.lower(), failure)
    return outcome


def _why_not_told(channel: Channel, told: Told) -> str:
    try:
        _SENDERS[channel](told)
    except FAILURES as failure:
        return words_of(failure)
    return ""


def words_of(failure: Exception) -> str:
    """Return why it failed, in one line."""
    words = " ".join(str(failure).split())
    return f"{type(failure).__name__}: {words}"[:_MOST_WORDS] if words else type(failure).__name__


def take(message: AlertMessage, *, now: datetime) -> bool:
    """Take a message in hand, and return whether it was as it was read: nobody else took it."""
    mine = AlertMessage.objects.filter(
        pk=message.pk, told_at=None, due_at=message.due_at, tries_count=message.tries_count
    ).update(tries_count=F("tries_count") + 1, due_at=now + TAKEN_FOR)
    message.tries_count += 1
    return bool(mine)


def wait_after(tries_count: int) -> timedelta:
    """Return how long to wait after so many tries: a minute, two, four, up to an hour."""
    return min(timedelta(minutes=2 ** min(tries_count - 1, 10)), _LONGEST_WAIT)


def _tell(message: AlertMessage, now: datetime) -> bool:
    try:
        _SENDERS[message.channel](Told.of_message(message))
    except FAILURES as failure:
        message.failure = words_of(failure)
        message.due_at = now + wait_after(message.tries_count)
        message.save(update_fields=["failure", "due_at"])
        left = MOST_TRIES - message.tries_count
        logger.warning("%s: not told (%s); %s tries left", message, message.failure, left)
        return False
    message.told_at, message.failure = now, ""
    message.save(update_fields=["told_at", "failure"])
    return True
