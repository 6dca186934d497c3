from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from monitoring.metrics import REGISTRY
from operations.models import TabletJournal
from operations.probes import ask_for_the_oldest_unsent, count_verdicts
from operations.vocabulary import Verdict
from tests.cast import a_tablet, a_terminal


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

    ask_for_the_oldest_unsent()

    assert value("port_oldest_unsent_seconds") == pytest.approx(2 * 3600, abs=60)
    assert value("port_asked_at_seconds") == pytest.approx(timezone.now().timestamp(), abs=60)
