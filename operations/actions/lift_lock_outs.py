from collections.abc import Iterable

from django.db import transaction

from operations.actions.failed_attempts import account_called, forget
from operations.actions.write_audit import name_in_audit, write_audit
from operations.queries.lock_outs import LockOut
from operations.vocabulary import Audited


@transaction.atomic
def lift_lock_outs(lock_outs: Iterable[LockOut], *, where: str) -> None:
    """Forget the failures that keep somebody out; `where` says where that was asked for.

    Who asks is not known to the site. Whoever goes on guessing is locked out anew.
    """
    for each in lock_outs:
        forget(limit=each.limit, subject=each.subject)
        write_audit(
            Audited.LOCK_OUT_LIFTED,
            person=account_called(each.account) if each.account else None,
            details={
                "of": each.limit.guessed_at.label,
                "whose": name_in_audit(each.subject),
                "where": where,
            },
        )
