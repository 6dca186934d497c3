from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from operations.models import Tablet, TabletJournal, Terminal
from operations.queries.oldest_unsent import unsent_since
from tests.cast import NOON, a_tablet, a_terminal


@pytest.fixture
def terminal(db: None) -> Terminal:
    return a_terminal()


def a_journal(tablet: Tablet, *, unsent: int, heard_at: datetime, age_days: int = 1) -> None:
    TabletJournal.objects.create(
        tablet=tablet,
        journal_id=uuid4(),
        unsent_count=unsent,
        first_heard_at=NOON - timedelta(days=age_days),
        last_heard_at=heard_at,
    )


def test_nobody_owes_anything_while_all_is_sent(terminal: Terminal) -> None:
    a_journal(a_tablet(terminal), unsent=0, heard_at=NOON)

    assert unsent_since() is None


def test_the_tablet_that_is_silent_for_the_longest_counts(terminal: Terminal) -> None:
    earlier = NOON - timedelta(hours=3)
    a_journal(a_tablet(terminal, "Ramp 1"), unsent=2, heard_at=NOON)
    a_journal(a_tablet(terminal, "Ramp 2"), unsent=1, heard_at=earlier)
    a_journal(a_tablet(terminal, "Ramp 3"), unsent=0, heard_at=NOON - timedelta(hours=9))

    assert unsent_since() == earlier


def test_a_journal_that_another_one_followed_is_lost_and_not_unsent(terminal: Terminal) -> None:
    tablet = a_tablet(terminal)
    a_journal(tablet, unsent=7, heard_at=NOON - timedelta(hours=9), age_days=2)
    a_journal(tablet, unsent=0, heard_at=NOON, age_days=1)

    assert unsent_since() is None


def test_a_revoked_tablet_owes_nothing_more(terminal: Terminal) -> None:
    tablet = a_tablet(terminal)
    a_journal(tablet, unsent=7, heard_at=NOON)
    Tablet.objects.filter(pk=tablet.pk).update(revoked_at=NOON)

    assert unsent_since() is None
