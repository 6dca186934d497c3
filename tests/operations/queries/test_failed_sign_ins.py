from datetime import timedelta

import pytest
from django.utils import timezone

from operations.actions.write_audit import write_audit
from operations.queries.failed_sign_ins import count_failed_sign_ins
from operations.vocabulary import Audited

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", ["SIGN_IN_FAILED", "SECOND_FACTOR_FAILED", "ENROLMENT_FAILED"])
def test_wrong_passwords_and_codes_of_every_kind_count(what: str) -> None:
    write_audit(Audited(what))

    assert count_failed_sign_ins(now=timezone.now()) == 1


@pytest.mark.parametrize("what", ["SIGNED_IN", "LOCKED_OUT", "ACCESS_DENIED"])
def test_nothing_else_does(what: str) -> None:
    write_audit(Audited(what))

    assert count_failed_sign_ins(now=timezone.now()) == 0


@pytest.mark.parametrize(("minutes", "count"), [(14, 1), (15, 0)])
def test_what_is_a_quarter_of_an_hour_old_counts_no_more(minutes: int, count: int) -> None:
    at = write_audit(Audited.SIGN_IN_FAILED).at

    assert count_failed_sign_ins(now=at + timedelta(minutes=minutes)) == count
