from django.conf import settings
from django.db import models
from django.db.models import Q

from operations.models.cargo import CargoLine
from operations.models.scope import ScopedQuerySet
from operations.models.tablet import Tablet
from operations.models.vessel_call import VesselCall
from operations.vocabulary import Direction, EventKind, Verdict

_IS_COUNT = Q(kind=EventKind.COUNT)
_FROM_TABLET = Q(tablet__isnull=False, journal_id__isnull=False, device_sequence__gte=1)
_FROM_OFFICE = Q(tablet__isnull=True, journal_id__isnull=True, device_sequence__isnull=True)


class TallyEventQuerySet(ScopedQuerySet["TallyEvent"]):
    """Questions to tally events, cut down to a person's terminals."""

    terminal_path = "call__terminal"


class TallyEvent(models.Model):
    """One fact that a person recorded. The ledger only grows: a trigger refuses UPDATE and DELETE.

    Words are stored as they were said (deck, gang, identifier), so that renaming a deck or
    loading a new manifest never changes what was recorded. `effective_at` is the corrected time
    of the count, from `rules.device_clock`; neither clock orders the ledger, `position` does.
    """

    event_id = models.UUIDField(primary_key=True)
    call = models.ForeignKey(VesselCall, on_delete=models.PROTECT, related_name="tally_events")
    position = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=EventKind.choices())
    direction = models.CharField(max_length=10, choices=Direction.choices())
    identifier = models.CharField(max_length=32, blank=True)
    line = models.ForeignKey(
        CargoLine, null=True, on_delete=models.PROTECT, related_name="tally_events"
    )
    description = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveIntegerField()
    deck = models.CharField(max_length=40, blank=True)
    gang = models.CharField(max_length=40, blank=True)
    reverses = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tally_events"
    )
    tablet = models.ForeignKey(
        Tablet, null=True, on_delete=models.PROTECT, related_name="tally_events"
    )
    journal_id = models.UUIDField(null=True)
    device_sequence = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField()
    clock_offset_ms = models.BigIntegerField(null=True)
    effective_at = models.DateTimeField()
    received_at = models.DateTimeField()
    flags = models.CharField(max_length=200, blank=True)

    objects = TallyEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("call", "position", name="call_has_one_event_at_each_position"),
            models.UniqueConstraint(
                "tablet",
                "journal_id",
                "device_sequence",
                name="journal_uses_each_sequence_once",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1), name="ledger_positions_start_at_one"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="tally_event_counts_something"
            ),
            models.CheckConstraint(
                condition=Q(identifier="") | Q(quantity=1), name="identified_unit_counts_as_one"
            ),
            models.CheckConstraint(
                condition=(_IS_COUNT & Q(reverses__isnull=True))
                | (Q(kind=EventKind.REVERSAL) & Q(reverses__isnull=False)),
                name="only_a_reversal_names_what_it_reverses",
            ),
            models.CheckConstraint(
                condition=~_IS_COUNT
                | ~Q(identifier="")
                | Q(line__isnull=False)
                | ~Q(description=""),
                name="count_says_what_was_counted",
            ),
            models.CheckConstraint(
                condition=_FROM_TABLET | _FROM_OFFICE,
                name="tally_event_comes_from_a_tablet_or_the_office",
            ),
        ]
        indexes = [
            # Serves "who counted this unit" and the take-over when its holder is reversed.
            models.Index("call", "direction", "identifier", name="tally_events_of_a_unit"),
            # Serves "is this count reversed".
            models.Index(
                "reverses", condition=Q(reverses__isnull=False), name="reversals_of_a_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}#{self.position}"


class SetAsideEventQuerySet(ScopedQuerySet["SetAsideEvent"]):
    """Questions to set aside events, cut down to a person's terminals."""

    terminal_path = "tablet__terminal"


class SetAsideEvent(models.Model):
    """One event that did not become ledger, kept as it was sent until a person settles it.

    It was rejected or in conflict; or it is in the ledger under another number of the tablet, and
    then it is settled from the beginning.
    """

    tablet = models.ForeignKey(Tablet, on_delete=models.PROTECT, related_name="set_aside_events")
    journal_id = models.UUIDField()
    device_sequence = models.PositiveIntegerField(null=True)
    event_id = models.UUIDField(null=True)
    call = models.ForeignKey(
        VesselCall, null=True, on_delete=models.PROTECT, related_name="set_aside_events"
    )
    verdict = models.CharField(
        max_length=9,
        choices=[
            (Verdict.REJECTED.value, "Rejected"),
            (Verdict.CONFLICT.value, "Conflict"),
            (Verdict.DUPLICATE.value, "Recorded before"),
        ],
    )
    reason = models.CharField(max_length=100)
    raw = models.TextField(help_text="The event as JSON, as it was sent, without the token.")
    raw_sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settlement = models.CharField(max_length=200, blank=True)

    objects = SetAsideEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "tablet", "journal_id", "raw_sha256", name="event_is_set_aside_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.reason}"
