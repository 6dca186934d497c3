from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Sum

from operations.models import HourlyRollup


class HourCount(NamedTuple):
    """What was counted in one hour of the terminal's clock, overs included; kg only for bulk."""

    hour_at: datetime
    direction: str
    unit_count: int
    weight_kg: int


class GangHour(NamedTuple):
    """What one gang counted in one hour; a blank name means that nobody said."""

    gang: str
    hour_at: datetime
    unit_count: int


def hourly_counts(call_ids: Collection[int]) -> dict[int, list[HourCount]]:
    """Return the counts of each call by hour and direction, oldest first; idle hours are absent."""
    rows = (
        HourlyRollup.objects.filter(call_id__in=call_ids)
        .values_list("call_id", "hour_at", "direction")
        .annotate(units=Sum("unit_count"), kg=Sum("weight_kg"))
        .order_by("hour_at", "direction")
    )
    counts: dict[int, list[HourCount]] = defaultdict(list)
    for call_id, hour_at, direction, units, weight_kg in rows:
        if units or weight_kg:
            counts[call_id].append(HourCount(hour_at, direction, units, weight_kg))
    return counts


def gang_hours(call_id: int) -> list[GangHour]:
    """Return what each gang counted in each hour, by gang and hour."""
    rows = (
        HourlyRollup.objects.filter(call_id=call_id, unit_count__gt=0)
        .values_list("gang", "hour_at")
        .annotate(units=Sum("unit_count"))
        .order_by("gang", "hour_at")
    )
    return [GangHour(gang, hour_at, units) for gang, hour_at, units in rows]
