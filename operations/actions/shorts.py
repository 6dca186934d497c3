from datetime import datetime

from django.db import transaction

from operations.actions.rebuild_totals import sync_discrepancies
from operations.models import VesselCall
from operations.queries.ledger_entries import account_of


@transaction.atomic
def raise_shorts(*, call: VesselCall, raised_at: datetime) -> None:
    """Raise what is on the list and was not counted; the call's row is locked and completed."""
    sync_discrepancies(call=call, account=account_of(call), seen_at=raised_at)
