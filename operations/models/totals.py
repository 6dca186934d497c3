"""Copies of what the ledger says, written in the same transaction, for fast reading.

The fold over the ledger (`rules.tally_totals`) is the definition; `verify_ledger` compares.
"""

from django.db import models

from operations.models.cargo import CargoLine
from operations.models.ledger import TallyEvent
from operations.models.scope import ScopedQuerySet
from operations.models.vessel_call import VesselCall
from operations.vocabulary import Direction


class CountedUnitQuerySet(ScopedQuerySet["CountedUnit"]):
    """Questions to counted units, cut down to a person's terminals."""

    terminal_path = "call__terminal"


class CountedUnit(models.Model):
    """One identifier that counts, and the event it belongs to: the lowest one not reversed."""

    call = models.ForeignKey(VesselCall, on_delete=models.PROTECT, related_name="counted_units")
    direction = models.CharField(max_length=10, choices=Direction.choices())
    identifier = models.CharField(max_length=32)
    event = models.OneToOneField(TallyEvent, on_delete=models.PROTECT, related_name="counted_unit")

    objects = CountedUnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "call", "direction", "identifier", name="unit_counts_once_in_a_call"
            )
        ]

    def __str__(self) -> str:
        return self.identifier


class LineTotalQuerySet(ScopedQuerySet["LineTotal"]):
    """Questions to line totals, cut down to a person's terminals."""

    terminal_path = "line__call__terminal"


class LineTotal(models.Model):
    """How much of one counted or bulk line was counted; units, or kg for BULK."""

    line = models.OneToOneField(CargoLine, on_delete=models.PROTECT, related_name="total")
    counted_quantity = models.PositiveBigIntegerField()

    objects = LineTotalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.line}: {self.counted_quantity}"


class HourlyRollupQuerySet(ScopedQuerySet["HourlyRollup"]):
    """Questions to hourly rollups, cut down to a person's terminals."""

    terminal_path = "call__terminal"


class HourlyRollup(models.Model):
    """What one gang moved on one deck in one hour of the terminal's day, by class and port.

    `hour_at` is the start of the hour on the terminal's clock, as an instant, so that zones with
    a half-hour offset show right. `is_expected` tells cargo that is listed and worked here from
    overs and wrong ports. Blank words mean that nobody said.
    """

    call = models.ForeignKey(VesselCall, on_delete=models.PROTECT, related_name="hourly_rollups")
    hour_at = models.DateTimeField()
    direction = models.CharField(max_length=10, choices=Direction.choices())
    cargo_class = models.CharField(max_length=20, blank=True)
    port = models.CharField(max_length=5, blank=True)
    deck = models.CharField(max_length=40, blank=True)
    gang = models.CharField(max_length=40, blank=True)
    is_expected = models.BooleanField()
    unit_count = models.PositiveBigIntegerField(default=0)
    weight_kg = models.PositiveBigIntegerField(default=0)

    objects = HourlyRollupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "call",
                "hour_at",
                "direction",
                "cargo_class",
                "port",
                "deck",
                "gang",
                "is_expected",
                name="rollup_has_one_row_for_each_bucket",
            )
        ]

    def __str__(self) -> str:
        return f"{self.hour_at:%Y-%m-%d %H:%M} {self.unit_count}"
