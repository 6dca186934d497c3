from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings

from monitoring.alert_rules import Level, Unit
from monitoring.alerting.rules_in_use import rule_named
from monitoring.alerting.runbook import entry_of
from monitoring.models import Alert, AlertMessage, Happening

# What happened when nothing did: somebody tries whether it is told.
TRIAL = "TEST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing to tell of an alert, with all that any channel says of it.

    `seen` and `bound` are "" for what is or is not, such as Redis. `look_at` and `do` are the words
    of the runbook: whoever is told may have no more than this.
    """

    message_id: str
    name: str
    source: str
    level: str
    happening: str
    sentence: str
    seen: str
    bound: str
    since: datetime
    cleared_at: datetime | None
    runbook: str
    look_at: str = ""
    do: str = ""

    @classmethod
    def of_message(cls, message: AlertMessage) -> Self:
        """Return what a message tells; its number is the same each time that it is tried."""
        happening = Happening(message.happening)
        return cls.of_alert(message.alert, happening=happening, message_id=str(message.pk))

    @classmethod
    def of_alert(cls, alert: Alert, *, happening: Happening, message_id: str) -> Self:
        """Return what there is to tell of an alert, which need not be kept anywhere."""
        rule = rule_named(alert.name)
        is_over = happening is Happening.CLEARED
        unit = rule.unit if rule else Unit.COUNT
        entry = None if is_over else entry_of(alert.name)
        return cls(
            message_id=message_id,
            name=alert.name,
            source=alert.source,
            level=alert.level,
            happening=happening,
            sentence=rule.sentence if rule else alert.name,
            seen=unit.write(alert.worst_value) if unit.is_measured else "",
            bound=unit.write(alert.threshold) if unit.is_measured else "",
            since=alert.since,
            cleared_at=alert.cleared_at if is_over else None,
            runbook=rule.runbook if rule else "",
            look_at=entry.part("Look at") if entry else "",
            do=entry.part("Do") if entry else "",
        )

    @classmethod
    def of_trial(cls, *, source: str, now: datetime) -> Self:
        """Return a message that tells of nothing, to see whether it arrives."""
        return cls(
            message_id=f"{TRIAL.lower()}-{source}-{now:%Y%m%dT%H%M%S%f}",
            name="test-alert",
            source=source,
            level=Level.ATTENTION,
            happening=TRIAL,
            sentence="This is a test: nothing is wrong. Alerts of this site arrive here.",
            seen="",
            bound="",
            since=now,
            cleared_at=None,
            runbook="",
        )

    @property
    def subject(self) -> str:
        """One line: what, where, and whether it is over."""
        where = f" on {self.source}" if self.source else ""
        word = self.level if self.cleared_at is None else "OVER"
        word = TRIAL if self.happening == TRIAL else word
        return f"[{word}] {self.name}{where}"

    @property
    def text(self) -> str:
        """A few lines: what it means, what was seen, where it stands what to do."""
        lines = [self.sentence, "", f"Since: {self.since:%Y-%m-%d %H:%M} UTC"]
        if self.cleared_at:
            lines.append(f"Over since: {self.cleared_at:%Y-%m-%d %H:%M} UTC")
        lines += [f"Worst seen: {self.seen}, raised at {self.bound}"] if self.bound else []
        lines += [f"Container: {self.source}"] if self.source else []
        lines += ["", f"Look at {self.look_at}", "", f"Do {self.do}"] if self.do else []
        lines += ["", f"What to do: {self.runbook}"] if self.runbook else [""]
        lines += [f"How it stands: {settings.SITE_URL}/operations/"]
        return "\n".join(lines)
