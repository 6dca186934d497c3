from datetime import datetime, timedelta

from operations.models import AuditEntry
from operations.vocabulary import Audited

WITHIN = timedelta(minutes=15)  # as long as a lock-out stands, so that one attack is one figure
_WRONG = (Audited.SIGN_IN_FAILED, Audited.SECOND_FACTOR_FAILED, Audited.ENROLMENT_FAILED)


def count_failed_sign_ins(*, now: datetime) -> int:
    """Return how many passwords and codes were wrong of late, in the office and on tablets.

    One guess is one, by however many limits it was counted; a success takes none of them back.
    """
    return AuditEntry.objects.filter(what__in=_WRONG, at__gt=now - WITHIN).count()
