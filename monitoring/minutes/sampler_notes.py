"""What one worker leaves in a file for the next one that takes samples."""

import json
import logging
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from monitoring.alerting.database_outage import Outage
from monitoring.minutes.minute_figures import Readings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What the instruments said, and when."""

    at: datetime
    readings: Readings

    @property
    def minute(self) -> datetime:
        """The minute in which it was taken."""
        return self.at.replace(second=0, microsecond=0)


@dataclass(slots=True)
class Notes:
    """The last readings, and the outage of the database that is under way."""

    taken: Taken | None = None
    outage: Outage = field(default_factory=Outage)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return what is in the file; nothing when it is empty or was cut off."""
        try:
            said = json.loads(path.read_text(encoding="utf-8") or "{}")
            return cls(_taken(said.get("taken")), _outage(said.get("outage")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            logger.warning("the notes of the last sample cannot be read: %r", error)
            return cls()

    def write(self, path: Path) -> None:
        """Keep it for whoever comes next, in the same file: a lock is on it."""
        taken, outage = self.taken, self.outage
        said: dict[str, Any] = {
            "outage": {
                "since": outage.since.isoformat() if outage.since else None,
                "is_told": outage.is_told,
            }
        }
        if taken is not None:
            said["taken"] = {
                "at": taken.at.isoformat(),
                "counters": dict(taken.readings.counters),
                "gauges": dict(taken.readings.gauges),
                "waits": [list(each) for each in taken.readings.waits.items()],
            }
        path.write_text(json.dumps(said), encoding="utf-8")


def _taken(said: dict[str, Any] | None) -> Taken | None:
    if not said:
        return None
    waits = {float(bound): float(count) for bound, count in said["waits"]}
    readings = Readings(said["counters"], said["gauges"], waits)
    return Taken(datetime.fromisoformat(said["at"]), readings)


def _outage(said: dict[str, Any] | None) -> Outage:
    if not said or not said["since"]:
        return Outage()
    return Outage(datetime.fromisoformat(said["since"]), bool(said["is_told"]))
