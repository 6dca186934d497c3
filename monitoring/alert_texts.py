from dataclasses import dataclass
from datetime import datetime
from typing import Self

from monitoring.alert_rules import Unit
from monitoring.models import Alert, AlertMessage, Happening
from monitoring.rules_in_use import rule_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing to tell of an alert, with all that any channel says of it.

    `seen` and `bound` are "" for what is or is not, such as Redis.
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
        )

    @property
    def subject(self) -> str:
        """One line: what, where, and whether it is over."""
        where = f" on {self.source}" if self.source else ""
        word = self.level if self.cleared_at is None else "OVER"
        return f"[{word}] {self.name}{where}"

    @property
    def text(self) -> str:
        """A few lines: what it means, what was seen, where it stands what to do."""
        lines = [self.sentence, "", f"Since: {self.since:%Y-%m-%d %H:%M} UTC"]
        if self.cleared_at:
            lines.append(f"Over since: {self.cleared_at:%Y-%m-%d %H:%M} UTC")
        lines += [f"Worst seen: {self.seen}, raised at {self.bound}"] if self.bound else []
        lines += [f"Container: {self.source}"] if self.source else []
        lines += ["", f"What to do: {self.runbook}", "How it stands: /operations/"]
        return "\n".join(lines)
