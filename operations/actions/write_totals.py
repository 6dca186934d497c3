"""The copies of the ledger's sums, moved in the transaction that moves the ledger."""

from operations.models import CountedUnit, HourlyRollup, LineTotal, VesselCall
from operations.rules.tally_totals import Bucket, Totals


def apply_change(*, call: VesselCall, removed: Totals, added: Totals) -> None:
    """Take away what no longer counts and add what now does; the call's row is locked."""
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
    CountedUnit.objects.bulk_create(
        [
            CountedUnit(call=call, direction=direction, identifier=identifier, event_id=event_id)
            for (direction, identifier), event_id in added.holders.items()
        ]
    )


def _move_lines(removed: Totals, added: Totals) -> None:
    change = dict(added.lines)
    for line_id, quantity in removed.lines.items():
        change[line_id] = change.get(line_id, 0) - quantity
    if not change:
        return
    known = {total.line_id: total for total in LineTotal.objects.filter(line__in=change)}
    for line_id, quantity in change.items():
        if line_id in known:
            known[line_id].counted_quantity += quantity
    LineTotal.objects.bulk_update(known.values(), ["counted_quantity"])
    LineTotal.objects.bulk_create(
        [
            LineTotal(line_id=line_id, counted_quantity=quantity)
            for line_id, quantity in change.items()
            if line_id not in known
        ]
    )


def _move_buckets(call: VesselCall, removed: Totals, added: Totals) -> None:
    change = dict(added.buckets)
    for bucket, (units, weight_kg) in removed.buckets.items():
        more_units, more_kg = change.get(bucket, (0, 0))
        change[bucket] = (more_units - units, more_kg - weight_kg)
    if not change:
        return
    hours = {bucket.hour_at for bucket in change}
    rows = HourlyRollup.objects.filter(call=call, hour_at__in=hours)
    known = {bucket_of_row(row): row for row in rows}
    for bucket, (units, weight_kg) in change.items():
        if row := known.get(bucket):
            row.unit_count += units
            row.weight_kg += weight_kg
    touched = [known[bucket] for bucket in change if bucket in known]
    HourlyRollup.objects.bulk_update(touched, ["unit_count", "weight_kg"])
    HourlyRollup.objects.bulk_create(
        [
            HourlyRollup(call=call, unit_count=units, weight_kg=weight_kg, **bucket._asdict())
            for bucket, (units, weight_kg) in change.items()
            if bucket not in known
        ]
    )


def bucket_of_row(row: HourlyRollup) -> Bucket:
    """Return the bucket that a row of the rollup stands for."""
    return Bucket(**{name: getattr(row, name) for name in Bucket._fields})
