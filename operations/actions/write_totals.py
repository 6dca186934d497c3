"""The copies of the ledger's sums, moved in the transaction that moves the ledger."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from operations.actions.insert_rows import insert_holders
from operations.models import CountedUnit, HourlyRollup, LineTotal, VesselCall
from operations.rules.tally_totals import Bucket, Totals


class CopiesDisagree(Exception):
    """What no longer counts was not in the copies: they are not what the ledger says."""


def apply_change(*, call: VesselCall, removed: Totals, added: Totals) -> None:
    """Take away what no longer counts and add what now does; the call's row is locked.

    Raises CopiesDisagree, perhaps with part of the change written; `replace_all` mends it.
    """
    _move_holders(call, removed, added)
    _move_lines(removed, added)
    _move_buckets(call, removed, added)


def replace_all(*, call: VesselCall, totals: Totals) -> None:
    """Write all copies of a call anew; the call's row is locked."""
    CountedUnit.objects.filter(call=call).delete()
    LineTotal.objects.filter(line__call=call).delete()
    HourlyRollup.objects.filter(call=call).delete()
    apply_change(call=call, removed=Totals(), added=totals)


def _move_holders(call: VesselCall, removed: Totals, added: Totals) -> None:
    if removed.holders:
        gone = list(removed.holders.values())
        CountedUnit.objects.filter(event_id__in=gone).delete()
    if added.holders:
        try:
            with transaction.atomic():
                insert_holders(call_id=call.pk, holders=added.holders.items())
        except IntegrityError as problem:
            raise CopiesDisagree("a unit was held by an event that does not count") from problem


def _move_lines(removed: Totals, added: Totals) -> None:
    change = dict(added.lines)
    for line_id, quantity in removed.lines.items():
        change[line_id] = change.get(line_id, 0) - quantity
    if not change:
        return
    known = dict(
        LineTotal.objects.filter(line__in=change).values_list("line_id", "counted_quantity")
    )
    rows = [
        LineTotal(line_id=line_id, counted_quantity=known.get(line_id, 0) + quantity)
        for line_id, quantity in change.items()
    ]
    _refuse_less_than_nothing(row.counted_quantity for row in rows)
    LineTotal.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["line"], update_fields=["counted_quantity"]
    )


def _move_buckets(call: VesselCall, removed: Totals, added: Totals) -> None:
    change = dict(added.buckets)
    for bucket, (units, weight_kg) in removed.buckets.items():
        more_units, more_kg = change.get(bucket, (0, 0))
        change[bucket] = (more_units - units, more_kg - weight_kg)
    if not change:
        return
    hours = {bucket.hour_at for bucket in change}
    stored = HourlyRollup.objects.filter(call=call, hour_at__in=hours)
    known = {
        Bucket._make(key): (units, weight_kg)
        for *key, units, weight_kg in stored.values_list(*Bucket._fields, "unit_count", "weight_kg")
    }
    rows = []
    for bucket, (units, weight_kg) in change.items():
        old_units, old_kg = known.get(bucket, (0, 0))
        row = HourlyRollup(call=call, **bucket._asdict())
        row.unit_count, row.weight_kg = old_units + units, old_kg + weight_kg
        rows.append(row)
    _refuse_less_than_nothing(figure for row in rows for figure in (row.unit_count, row.weight_kg))
    HourlyRollup.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["call", *Bucket._fields],
        update_fields=["unit_count", "weight_kg"],
    )


def _refuse_less_than_nothing(figures: Iterable[int]) -> None:
    if any(figure < 0 for figure in figures):
        raise CopiesDisagree("more was taken back than had been counted")
