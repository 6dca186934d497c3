"""All copies of a call made anew from its ledger and its list."""

from datetime import datetime

from django.db import transaction

from operations.actions import write_discrepancies, write_totals
from operations.models import VesselCall
from operations.queries.ledger_entries import Account, account_of
from operations.rules import discrepancies


@transaction.atomic
def rebuild_totals(*, call: VesselCall, rebuilt_at: datetime) -> None:
    """Write rollup, holders, line totals and standing discrepancies of a call anew.

    For a new manifest, which may move what was counted to another class or port, list an over,
    or drop what was counted; and for a new time zone of the terminal. The call's row must be
    locked.
    """
    account = account_of(call)
    write_totals.replace_all(call=call, totals=account.totals)
    sync_discrepancies(call=call, account=account, seen_at=rebuilt_at)


def sync_discrepancies(*, call: VesselCall, account: Account, seen_at: datetime) -> None:
    """Make the standing discrepancies of a call be what its ledger and its list say together."""
    is_completed = discrepancies.raises_shorts(call.status)
    seen = discrepancies.all_standing(*account, is_completed=is_completed)
    write_discrepancies.sync_standing(call=call, seen=seen, seen_at=seen_at)
