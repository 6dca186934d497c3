"""All that the operations page shows."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import Max

from monitoring.alerting.delivery import NOBODY, channels
from monitoring.alerts import ALWAYS_TOLD, out_of_bounds_lately
from monitoring.models import Sample
from operations.board import wording
from operations.board.alert_rows import (
    AlertRow,
    State,
    alert_rows,
    past_alerts,
    standing_alerts,
    state_of_alerts,
)
from operations.board.health_rows import HealthRow, health_rows, state_of_health
from operations.board.operations_trends import Drawn, Period, drawn_trends
from operations.board.site_verdict import Verdict, verdict


@dataclass(frozen=True, slots=True)
class OperationsPage:
    """How the site is, what is out of bounds, and how it was.

    `verdict` is for when no alert stands; `told_to_nobody` says so where nobody is told of any.
    """

    checks: list[HealthRow]
    standing: list[AlertRow]
    past: list[AlertRow]
    trends: Drawn
    told: str
    verdict: Verdict
    told_to_nobody: str


def operations_page(period: Period, *, now: datetime, zone: tzinfo) -> OperationsPage:
    """Return the page as it stands at an instant, its times on a zone's clock."""
    newest = _newest_sample()
    return OperationsPage(
        checks=health_rows(),
        standing=alert_rows(standing_alerts(), now=now, zone=zone),
        past=alert_rows(past_alerts(now=now), now=now, zone=zone),
        trends=drawn_trends(period, now=now, zone=zone),
        told=wording.clock(newest, zone=zone, now=now),
        told_to_nobody="" if channels() else NOBODY,
        verdict=verdict(out_of_bounds_lately(now=now)),
    )


def operations_state(*, now: datetime) -> State:
    """Return what the page hangs on."""
    return ((_newest_sample(),), *state_of_health(), *state_of_alerts(now=now))


def _newest_sample() -> datetime | None:
    told = Sample.objects.filter(name=ALWAYS_TOLD)
    newest: datetime | None = told.aggregate(newest=Max("taken_at"))["newest"]
    return newest
