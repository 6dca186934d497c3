"""Holds the figures of the last minutes against the rules, and keeps what came of it."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from monitoring.alert_rules import Minute, Point, Rule, begins, points_of, stands
from monitoring.alerting import delivery, site_rules
from monitoring.alerting.rules_in_use import all_rules, rule_named
from monitoring.models import Alert, Happening, Sample

logger = logging.getLogger("monitoring.alerts")

# More than any rule looks back. A container that was silent for so long is gone, not ill.
LOOK_BACK = timedelta(minutes=10)
# The figure that every container tells every minute, however quiet it is.
ALWAYS_TOLD = "requests"

Key = tuple[str, str]


@dataclass(slots=True)
class Outcome:
    """What one evaluation found: what it raised and cleared, and what stands after it."""

    raised: list[Alert] = field(default_factory=list)
    cleared: list[Alert] = field(default_factory=list)
    standing: list[Alert] = field(default_factory=list)


def evaluate(*, now: datetime) -> Outcome:
    """Raise and clear what is due, then tell people of it.

    May run in several places at once: each alert is raised by one of them, cleared by one, and
    told by one. Telling comes after everything is kept, so that a receiver that hangs holds up no
    rule and no other container.
    """
    with transaction.atomic():
        outcome = _judge_all(now)
    for alert in outcome.raised:
        logger.error("alert raised: %s", describe(alert))
    for alert in outcome.cleared:
        logger.warning("alert cleared: %s", describe(alert))
    delivery.deliver(now=now)
    return outcome


def out_of_bounds_lately(*, now: datetime) -> list[str]:
    """Return what the newest minute says that is out of bounds, such as "errors 52.6 %".

    It need not have been so for long enough that anybody is told.
    """
    minutes = _last_minutes(now)
    found: dict[str, float] = {}
    for rule in all_rules():
        for points in points_of(rule, minutes).values():
            if begins(rule, points):
                found[rule.name] = max(found.get(rule.name, 0.0), points[-1].value)
    return [_figure_words(rule, found[rule.name]) for rule in all_rules() if rule.name in found]


def _figure_words(rule: Rule, value: float) -> str:
    return f"{rule.name} {rule.unit.write(value)}" if rule.unit.is_measured else rule.name


def describe(alert: Alert) -> str:
    """Return an alert in a sentence, with what was seen."""
    rule = rule_named(alert.name)
    if rule is None:
        return str(alert)
    where = f" [{alert.source}]" if alert.source else ""
    return f"{alert.name}{where}: {rule.sentence} {_seen(rule, alert)} {rule.runbook}"


def _seen(rule: Rule, alert: Alert) -> str:
    if not rule.unit.is_measured:
        return f"Since {alert.since:%Y-%m-%d %H:%M} UTC."
    seen, bound = rule.unit.write(alert.value), rule.unit.write(alert.threshold)
    return f"Seen {seen}, raised at {bound}."


def _judge_all(now: datetime) -> Outcome:
    # Locked until all is decided: a second evaluation waits here, and then sees what this one did.
    rows = Alert.objects.select_for_update().filter(cleared_at=None).order_by("pk")
    standing: dict[Key, Alert] = {(alert.name, alert.source): alert for alert in rows}
    minutes = _last_minutes(now)
    heard = {source for minute in minutes for source in minute}
    outcome = Outcome()
    for rule in all_rules():
        found = _points(rule, minutes, now)
        sources = found.keys() | {source for name, source in standing if name == rule.name}
        for source in sorted(sources):
            alert, points = standing.get((rule.name, source)), found.get(source, [])
            if alert is not None:
                # While others are heard, a container that is not has gone for good.
                is_gone = bool(source and heard) and source not in heard
                _judge_again(rule, alert, points, now=now, is_gone=is_gone, outcome=outcome)
            elif stands(rule, points, was_standing=False):
                _raise(rule, source, points[-1].value, now=now, outcome=outcome)
    # Of a rule that only an older version of the site had, nothing would ever be seen again.
    known = {rule.name for rule in all_rules()}
    for alert in standing.values():
        if alert.name not in known:
            _clear(alert, now, outcome)
    return outcome


def _judge_again(
    rule: Rule,
    alert: Alert,
    points: Sequence[Point],
    *,
    now: datetime,
    is_gone: bool,
    outcome: Outcome,
) -> None:
    """Note what is seen of an alert that stands, and clear it when it is over."""
    if points:
        alert.value = points[-1].value
        alert.worst_value = max(alert.worst_value, alert.value)
        alert.save(update_fields=["value", "worst_value"])
    if is_gone or not stands(rule, points, was_standing=True):
        _clear(alert, now, outcome)
    else:
        outcome.standing.append(alert)


def _raise(rule: Rule, source: str, value: float, *, now: datetime, outcome: Outcome) -> None:
    alert = Alert(
        name=rule.name,
        source=source,
        level=rule.level,
        since=now,
        value=value,
        worst_value=value,
        threshold=rule.raise_at,
    )
    try:
        with transaction.atomic():
            alert.save()
    except IntegrityError:
        # Another evaluation was first, and tells.
        return
    delivery.prepare(alert, Happening.RAISED, now=now)
    outcome.raised.append(alert)
    outcome.standing.append(alert)


def _clear(alert: Alert, now: datetime, outcome: Outcome) -> None:
    alert.cleared_at = max(now, alert.since)
    if Alert.objects.filter(pk=alert.pk, cleared_at=None).update(cleared_at=alert.cleared_at):
        delivery.prepare(alert, Happening.CLEARED, now=now)
        outcome.cleared.append(alert)


def _points(rule: Rule, minutes: Sequence[Minute], now: datetime) -> dict[str, list[Point]]:
    if rule.name == site_rules.NO_SAMPLES.name:
        silence = _silence_seconds(now)
        return {} if silence is None else {"": [Point(silence)]}
    return points_of(rule, minutes)


def _silence_seconds(now: datetime) -> float | None:
    """Return how long ago the last minute ended that anybody told of; None before the first."""
    told = Sample.objects.filter(name=ALWAYS_TOLD)
    newest: datetime | None = told.aggregate(newest=Max("taken_at"))["newest"]
    if newest is None:
        return None
    return max((now - newest - timedelta(minutes=1)).total_seconds(), 0.0)


def _last_minutes(now: datetime) -> list[Minute]:
    """Return what was told of each of the last minutes, the newest last; empty ones too."""
    latest = now.replace(second=0, microsecond=0) - timedelta(minutes=1)
    told: dict[datetime, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for taken_at, source, name, value in _samples(since=latest - LOOK_BACK):
        told[taken_at][source][name] = value
    count = int(LOOK_BACK / timedelta(minutes=1))
    return [told.get(latest - timedelta(minutes=back), {}) for back in reversed(range(count))]


def _samples(*, since: datetime) -> Iterable[tuple[datetime, str, str, float]]:
    wanted = {name for rule in all_rules() for name in (rule.figure, rule.of) if name}
    rows = Sample.objects.filter(taken_at__gte=since, name__in=wanted)
    return rows.values_list("taken_at", "source", "name", "value").iterator()
