from django.db import models
from django.db.models import Q

from operations.models.scope import ScopedQuerySet
from operations.models.terminal import Port
from operations.models.vessel_call import VesselCall
from operations.vocabulary import CargoMode, Direction


class CargoClass(models.Model):
    """One kind of cargo that is reported by itself, such as CAR or HIGH_AND_HEAVY."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        verbose_name_plural = "cargo classes"

    def __str__(self) -> str:
        return self.name


class CargoLineQuerySet(ScopedQuerySet["CargoLine"]):
    """Questions to cargo lines, cut down to a person's terminals."""

    terminal_path = "call__terminal"


class CargoLine(models.Model):
    """One line under a bill of lading; kept, unlisted, when a later manifest drops it."""

    call = models.ForeignKey(VesselCall, on_delete=models.PROTECT, related_name="cargo_lines")
    mode = models.CharField(max_length=10, choices=CargoMode.choices())
    direction = models.CharField(max_length=10, choices=Direction.choices())
    bill_of_lading = models.CharField(max_length=40, blank=True)
    description = models.CharField(max_length=200, blank=True)
    make = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=60, blank=True)
    cargo_class = models.ForeignKey(
        CargoClass, null=True, blank=True, on_delete=models.PROTECT, related_name="cargo_lines"
    )
    port_of_loading = models.ForeignKey(
        Port, null=True, blank=True, on_delete=models.PROTECT, related_name="lines_loaded"
    )
    port_of_discharge = models.ForeignKey(
        Port, null=True, blank=True, on_delete=models.PROTECT, related_name="lines_discharged"
    )
    expected_quantity = models.PositiveBigIntegerField(help_text="Units, or kg for BULK.")
    is_listed = models.BooleanField(default=True, help_text="On the current manifest.")
    is_worked_here = models.BooleanField(
        default=True, help_text="Loaded or discharged at this terminal, not at another port."
    )

    objects = CargoLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=list(CargoMode)), name="cargo_line_has_a_known_mode"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=list(Direction)), name="cargo_line_has_a_known_direction"
            ),
        ]

    def __str__(self) -> str:
        return self.description or f"{self.make} {self.model}".strip() or self.bill_of_lading


class UnitQuerySet(ScopedQuerySet["Unit"]):
    """Questions to units, cut down to a person's terminals."""

    terminal_path = "call__terminal"


class Unit(models.Model):
    """One identified piece of cargo of a call; kept, unlisted, when a later manifest drops it."""

    call = models.ForeignKey(VesselCall, on_delete=models.PROTECT, related_name="units")
    line = models.ForeignKey(CargoLine, on_delete=models.PROTECT, related_name="units")
    direction = models.CharField(max_length=10, choices=Direction.choices())
    identifier = models.CharField(max_length=32, help_text="VIN or serial number, upper case.")
    make = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=60, blank=True)
    colour = models.CharField(max_length=40, blank=True)
    hold_reason = models.CharField(max_length=200, blank=True, help_text="Why it must not move.")
    is_listed = models.BooleanField(default=True, help_text="On the current manifest.")

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            # Serves the look-up of a batch's identifiers as well.
            models.UniqueConstraint(
                "call", "direction", "identifier", name="call_lists_each_unit_once"
            )
        ]

    def __str__(self) -> str:
        return self.identifier
