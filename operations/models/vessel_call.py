from django.conf import settings
from django.db import models
from django.db.models import F, Q

from operations.models.scope import ScopedQuerySet
from operations.models.terminal import Berth, Terminal
from operations.models.vessel import Vessel
from operations.vocabulary import CallDirection, CallStatus


class VesselCallQuerySet(ScopedQuerySet["VesselCall"]):
    """Questions to vessel calls, cut down to a person's terminals."""


class VesselCall(models.Model):
    """One visit of a vessel to a terminal; its row is the lock and the head of its ledger."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="calls")
    vessel = models.ForeignKey(Vessel, on_delete=models.PROTECT, related_name="calls")
    berth = models.ForeignKey(
        Berth, null=True, blank=True, on_delete=models.PROTECT, related_name="calls"
    )
    reference = models.SlugField(max_length=32, unique=True)
    voyage = models.CharField(max_length=20)
    direction = models.CharField(max_length=10, choices=CallDirection.choices())
    status = models.CharField(
        max_length=10, choices=CallStatus.choices(), default=CallStatus.EXPECTED
    )
    planned_arrival_at = models.DateTimeField(null=True, blank=True)
    estimated_arrival_at = models.DateTimeField(null=True, blank=True)
    planned_departure_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True, editable=False)
    berthed_at = models.DateTimeField(null=True, blank=True, editable=False)
    work_started_at = models.DateTimeField(null=True, blank=True, editable=False)
    work_completed_at = models.DateTimeField(null=True, blank=True, editable=False)
    departed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    closing_note = models.TextField(blank=True, editable=False)
    cargo_version = models.PositiveIntegerField(default=0, editable=False)
    head_position = models.PositiveBigIntegerField(default=0, editable=False)
    head_digest = models.CharField(max_length=64, blank=True, editable=False)
    discrepancy_version = models.PositiveBigIntegerField(default=0, editable=False)

    objects = VesselCallQuerySet.as_manager()

    class Meta:
        constraints = [
            # PostgreSQL also holds berth_holds_one_ship_at_a_time over the whole stay (migration).
            models.UniqueConstraint(
                "berth",
                condition=Q(berthed_at__isnull=False, departed_at__isnull=True),
                name="berth_holds_one_ship_now",
            ),
            models.CheckConstraint(
                condition=Q(departed_at__isnull=True) | Q(departed_at__gte=F("berthed_at")),
                name="call_departs_after_it_berthed",
            ),
            models.CheckConstraint(
                condition=Q(berthed_at__isnull=True) | Q(berth__isnull=False),
                name="berthed_call_has_a_berth",
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(CallStatus)), name="call_status_is_a_known_word"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vessel} {self.voyage} ({self.reference})"


class StoppageQuerySet(ScopedQuerySet["Stoppage"]):
    """Questions to stoppages, cut down to a person's terminals."""

    terminal_path = "call__terminal"


class Stoppage(models.Model):
    """One time in which a call was not worked; open while `ends_at` is null."""

    call = models.ForeignKey(VesselCall, on_delete=models.PROTECT, related_name="stoppages")
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stoppages"
    )

    objects = StoppageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "call", condition=Q(ends_at__isnull=True), name="call_has_one_open_stoppage"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="stoppage_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
