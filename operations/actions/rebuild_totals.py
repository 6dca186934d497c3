"""All copies of a call made anew from its ledger and its list."""

from datetime import datetime

from django.db import transaction

from operations.actions import write_discrepancies, write_totals
from operations.actions.call_recorder import expected_here, is_completed
from operations.models import CargoLine, VesselCall
from operations.queries.ledger_entries import cargo_list, whole_fold
from operations.rules import discrepancies
from operations.rules.tally_totals import NOT_LISTED, CargoList, TallyFold, Totals, totals_of
from operations.vocabulary import Direction


@transaction.atomic
def rebuild_totals(*, call: VesselCall, rebuilt_at: datetime) -> None:
    """Write rollup, holders, line totals and standing discrepancies of a call anew.

    For a new manifest, which may move what was counted to another class or port, list an over,
    or drop what was counted. The call's row must be locked.
    """
    fold, cargo = whole_fold(call), cargo_list(call)
    totals = totals_of(fold.effective(), cargo=cargo, zone=call.terminal.zone)
    write_totals.replace_all(call=call, totals=totals)
    sync_discrepancies(call, fold, cargo, totals, rebuilt_at)


def sync_discrepancies(
    call: VesselCall, fold: TallyFold, cargo: CargoList, totals: Totals, seen_at: datetime
) -> None:
    """Make the standing discrepancies of a call be what its ledger and its list say together."""
    completed = is_completed(call)
    seen = []
    for key in cargo.units.keys() | totals.holders.keys():
        facts = cargo.units.get(key, NOT_LISTED)
        standing = fold.standing(key)
        seen += discrepancies.of_unit(key, standing=standing, facts=facts, is_completed=completed)
    for line in CargoLine.objects.filter(call=call).exclude(mode="IDENTIFIED"):
        seen += discrepancies.of_line(
            line.pk,
            direction=Direction(line.direction),
            expected=expected_here(line),
            counted=totals.lines.get(line.pk, 0),
            is_completed=completed,
        )
    for entry in fold.effective():
        seen += discrepancies.of_event(entry, set())
    write_discrepancies.sync_standing(call=call, seen=seen, seen_at=seen_at)
