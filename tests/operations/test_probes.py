from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from monitoring import alerts
from monitoring.metrics import REGISTRY
from monitoring.models import Alert
from operations.actions.write_audit import write_audit
from operations.models import TabletJournal
from operations.probes import ask_the_database, count_verdicts
from operations.vocabulary import Audited, Verdict
from tests.cast import a_tablet, a_terminal
from tests.monitoring.alert_cast import MINUTE, NOW, minutes_before


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_events_are_counted_by_their_verdict() -> None:
    before = value("port_ledger_events_total", verdict="accepted")

    count_verdicts([Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.ACCEPTED])

    assert value("port_ledger_events_total", verdict="accepted") == before + 2


def test_the_gauge_says_for_how_long_a_tablet_owes_counts(db: None) -> None:
    heard_at = timezone.now() - timedelta(hours=2)
    TabletJournal.objects.create(
        tablet=a_tablet(a_terminal()),
        journal_id=uuid4(),
        unsent_count=1,
        first_heard_at=heard_at,
        last_heard_at=heard_at,
    )

    ask_the_database()

    assert value("port_oldest_unsent_seconds") == pytest.approx(2 * 3600, abs=60)
    assert value("port_asked_at_seconds") == pytest.approx(timezone.now().timestamp(), abs=60)


def test_the_gauge_says_how_many_sign_ins_failed_of_late(db: None) -> None:
    for _ in range(3):
        write_audit(Audited.SIGN_IN_FAILED, by_name="supervisor")

    ask_the_database()

    assert value("port_failed_sign_ins") == 3


def test_many_failed_sign_ins_are_an_alert_until_they_are_few(db: None) -> None:
    stood = []
    for number, failed in enumerate((29, 30, 15, 14)):
        now = NOW + number * 3 * MINUTE
        # Each container reads the same from the one database.
        for source in ("web-1", "web-2"):
            minutes_before(now, 3, source=source, port_failed_sign_ins=failed)
        alerts.evaluate(now=now)
        stood.append(Alert.objects.filter(name="failed-sign-ins", cleared_at=None).count())

    assert stood == [0, 1, 1, 0]
