from datetime import datetime

from django.db import transaction

from operations.actions.rebuild_totals import sync_discrepancies
from operations.models import VesselCall
from operations.queries.ledger_entries import cargo_list, whole_fold
from operations.rules.tally_totals import totals_of


@transaction.atomic
def raise_shorts(*, call: VesselCall, raised_at: datetime) -> None:
    """Raise what is on the list and was not counted; the call's row is locked and completed."""
    fold, cargo = whole_fold(call), cargo_list(call)
    totals = totals_of(fold.effective(), cargo=cargo, zone=call.terminal.zone)
    sync_discrepancies(call, fold, cargo, totals, raised_at)
