from django.conf import settings
from django.db import models

from operations.models.cargo import CargoLine
from operations.models.ledger import TallyEvent
from operations.models.scope import ScopedQuerySet
from operations.models.vessel_call import VesselCall
from operations.vocabulary import Direction, DiscrepancyKind, DiscrepancyStatus


class DiscrepancyQuerySet(ScopedQuerySet["Discrepancy"]):
    """Questions to discrepancies, cut down to a person's terminals."""

    terminal_path = "call__terminal"


class Discrepancy(models.Model):
    """One thing that a person must look at; settled with words, or by itself when it went away.

    `settled_by` null on a settled row: it settled itself, as when a new manifest lists an over.
    """

    call = models.ForeignKey(VesselCall, on_delete=models.PROTECT, related_name="discrepancies")
    kind = models.CharField(max_length=24, choices=DiscrepancyKind.choices())
    subject = models.CharField(max_length=64, help_text="What makes it the same one again.")
    direction = models.CharField(max_length=10, choices=Direction.choices())
    identifier = models.CharField(max_length=32, blank=True)
    line = models.ForeignKey(
        CargoLine, null=True, blank=True, on_delete=models.PROTECT, related_name="discrepancies"
    )
    event = models.ForeignKey(
        TallyEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="discrepancies"
    )
    quantity = models.PositiveBigIntegerField(default=1)
    raised_at = models.DateTimeField()
    status = models.CharField(
        max_length=8, choices=DiscrepancyStatus.choices(), default=DiscrepancyStatus.OPEN
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settlement = models.CharField(max_length=200, blank=True)

    objects = DiscrepancyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "discrepancies"
        constraints = [
            models.UniqueConstraint(
                "call", "kind", "subject", name="discrepancy_is_raised_once_for_a_subject"
            )
        ]
        indexes = [
            # Serves the board: what is open at this call, by kind.
            models.Index("call", "status", "kind", name="open_discrepancies_of_a_call")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.identifier}".strip()
