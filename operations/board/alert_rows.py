"""Alerts as the operations page tells them, and the one line of them on the board."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from monitoring.alert_rules import Level, Unit
from monitoring.alerting.delivery import MOST_TRIES
from monitoring.alerting.rules_in_use import rule_named
from monitoring.alerting.runbook import Entry, entries_beside, entry_of
from monitoring.models import Alert, AlertMessage
from operations.board import wording

_WEEK = timedelta(days=7)
# A page of alerts is read, not searched; admin has all of them.
MOST_PAST = 50
_KINDS = {Level.ATTENTION: "attention", Level.TROUBLE: "trouble"}

State = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert in words. `kind` is that of its badge; `untold` says whom nobody could tell.

    `seen`, `worst` and `bound` are "" for what is or is not, such as Redis.
    """

    pk: int
    name: str
    where: str
    kind: str
    level: str
    sentence: str
    seen: str
    worst: str
    bound: str
    since: str
    lasted: str
    until: str
    acknowledged: str
    runbook: str
    entry: Entry | None
    others: list[Entry]
    untold: list[str]


def standing_alerts() -> list[Alert]:
    """Return what stands, trouble first, then the oldest."""
    rows = Alert.objects.filter(cleared_at=None).select_related("acknowledged_by")
    rows = rows.prefetch_related("messages").order_by("since", "pk")
    return sorted(rows, key=lambda alert: alert.level != Level.TROUBLE)


def past_alerts(*, now: datetime) -> list[Alert]:
    """Return what cleared in the last week, the newest first."""
    rows = Alert.objects.filter(cleared_at__gte=now - _WEEK).select_related("acknowledged_by")
    return list(rows.prefetch_related("messages").order_by("-cleared_at", "-pk")[:MOST_PAST])


def state_of_alerts(*, now: datetime) -> State:
    """Return what everything told of alerts hangs on, in cheap columns."""
    alerts = Alert.objects.filter(cleared_at=None) | Alert.objects.filter(
        cleared_at__gte=now - _WEEK
    )
    messages = AlertMessage.objects.filter(told_at=None)
    return (
        *alerts.order_by("pk").values_list("pk", "value", "cleared_at", "acknowledged_at"),
        *messages.order_by("pk").values_list("pk", "tries_count", "failure"),
    )


def alert_rows(alerts: Iterable[Alert], *, now: datetime, zone: tzinfo) -> list[AlertRow]:
    """Return alerts as people read them; what to do stands at the first of each name."""
    rows = [_row(alert, now=now, zone=zone) for alert in alerts]
    first = {row.name: row.pk for row in reversed(rows)}
    return [
        row if first[row.name] == row.pk else replace(row, entry=None, others=[]) for row in rows
    ]


def _row(alert: Alert, *, now: datetime, zone: tzinfo) -> AlertRow:
    rule = rule_named(alert.name)
    unit = rule.unit if rule else Unit.COUNT
    write = unit.write if unit.is_measured else _nothing
    level = Level(alert.level)
    entry = entry_of(alert.name)
    return AlertRow(
        pk=alert.pk,
        name=alert.name,
        where=alert.source,
        kind=_KINDS[level],
        level=level.label,
        sentence=rule.sentence if rule else "An older version of the site had this rule.",
        seen=write(alert.value),
        worst=write(alert.worst_value),
        bound=write(alert.threshold),
        since=wording.clock(alert.since, zone=zone, now=now),
        lasted=wording.duration((alert.cleared_at or now) - alert.since),
        until=wording.clock(alert.cleared_at, zone=zone, now=now),
        acknowledged=_acknowledged(alert, now=now, zone=zone),
        runbook=rule.runbook if rule else "",
        entry=entry,
        others=entries_beside(entry) if entry else [],
        untold=[_untold(message) for message in alert.messages.all() if message.told_at is None],
    )


def _nothing(_: float) -> str:
    return ""


def _acknowledged(alert: Alert, *, now: datetime, zone: tzinfo) -> str:
    if alert.acknowledged_by is None:
        return ""
    when = wording.clock(alert.acknowledged_at, zone=zone, now=now)
    return f"{getattr(alert.acknowledged_by, 'shown_name', alert.acknowledged_by)}, {when}"


def _untold(message: AlertMessage) -> str:
    how = message.get_channel_display().lower()
    if message.tries_count >= MOST_TRIES:
        return f"Nobody could be told by {how}: {message.failure}"
    tried = f", tried {message.tries_count} of {MOST_TRIES} times" if message.tries_count else ""
    return f"Not told by {how} yet{tried}"


def summary_of(alerts: Sequence[Alert]) -> str:
    """Return what stands in one line, for the board; "" when nothing does."""
    if not alerts:
        return ""
    names = list(dict.fromkeys(alert.name.replace("-", " ") for alert in alerts))
    return f"{wording.counted(len(alerts), 'alert', 'alerts')}: {', '.join(names)}"
