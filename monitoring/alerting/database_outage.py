"""Tells people that the database takes no write: the one alert that cannot be kept in it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitoring.alerting import delivery
from monitoring.alerting.site_rules import DATABASE_FAILING as RULE
from monitoring.alerting.texts import Told
from monitoring.models import Alert, Happening

logger = logging.getLogger("monitoring.alerts")

TOLD_AFTER = timedelta(minutes=RULE.raise_at)


@dataclass(slots=True)
class Outage:
    """Since when a container cannot write, and whether people were told; it outlives its worker."""

    since: datetime | None = None
    is_told: bool = False

    def goes_on(self, *, source: str, now: datetime) -> None:
        """Note a write that failed; after some minutes tell people, once."""
        self.since = self.since or now
        if not self.is_told and now - self.since >= TOLD_AFTER:
            self.is_told = True
            logger.error("alert raised: %s [%s]: %s", RULE.name, source, RULE.sentence)
            self._tell(self._alert(source, now), Happening.RAISED)

    def is_over(self, *, source: str, now: datetime) -> None:
        """Note a write that was taken; what people were told of is kept, and told to be over."""
        if self.is_told and self.since:
            alert = self._alert(source, now)
            alert.cleared_at = now
            alert.save()
            logger.warning("alert cleared: %s [%s]", RULE.name, source)
            self._tell(alert, Happening.CLEARED)
        self.since, self.is_told = None, False

    def _alert(self, source: str, now: datetime) -> Alert:
        since = self.since or now
        minutes = (now - since) / timedelta(minutes=1)
        return Alert(
            name=RULE.name,
            source=source,
            level=RULE.level,
            since=since,
            value=minutes,
            worst_value=minutes,
            threshold=RULE.raise_at,
        )

    def _tell(self, alert: Alert, happening: Happening) -> None:
        name = f"{RULE.name}-{alert.source}-{alert.since:%Y%m%dT%H%M%SZ}-{happening.lower()}"
        told = Told.of_alert(alert, happening=happening, message_id=name)
        delivery.tell_directly(told)
