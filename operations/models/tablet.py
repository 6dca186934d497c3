from django.conf import settings
from django.db import models
from django.db.models import Q

from operations.models.scope import ScopedQuerySet
from operations.models.terminal import Terminal
from operations.vocabulary import GuessedAt


class TabletQuerySet(ScopedQuerySet["Tablet"]):
    """Questions to tablets, cut down to a person's terminals."""


class Tablet(models.Model):
    """One enrolled device of a field crew; revoked, never deleted, for the ledger names it."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="tablets")
    name = models.CharField(max_length=40)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    enrolled_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    last_heard_at = models.DateTimeField(null=True, blank=True, editable=False)
    build = models.CharField(max_length=40, blank=True, editable=False)

    objects = TabletQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "terminal",
                "name",
                condition=Q(revoked_at__isnull=True),
                name="terminal_names_each_tablet_in_use_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TabletJournalQuerySet(ScopedQuerySet["TabletJournal"]):
    """Questions to tablet journals, cut down to a person's terminals."""

    terminal_path = "tablet__terminal"


class TabletJournal(models.Model):
    """One unbroken numbering of events on a tablet, as the tablet last reported it."""

    tablet = models.ForeignKey(Tablet, on_delete=models.PROTECT, related_name="journals")
    journal_id = models.UUIDField()
    head_sequence = models.PositiveIntegerField(
        default=0, help_text="Highest number given on the tablet."
    )
    received_count = models.PositiveIntegerField(
        default=0, help_text="Numbers that arrived: recorded or set aside."
    )
    unsent_count = models.PositiveIntegerField(default=0, help_text="As the tablet said.")
    clock_offset_ms = models.BigIntegerField(default=0, help_text="Office clock minus tablet's.")
    first_heard_at = models.DateTimeField()
    last_heard_at = models.DateTimeField()

    objects = TabletJournalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("tablet", "journal_id", name="tablet_has_each_journal_once")
        ]

    def __str__(self) -> str:
        return str(self.journal_id)

    @property
    def missing_count(self) -> int:
        """How many numbers the tablet gave that have not arrived."""
        return max(self.head_sequence - self.received_count, 0)

    @property
    def waiting_count(self) -> int:
        """How many counts are not here: the tablet's own word, or the gaps, whichever says more."""
        return max(self.unsent_count, self.missing_count)


class EnrolmentCodeQuerySet(ScopedQuerySet["EnrolmentCode"]):
    """Questions to enrolment codes, cut down to a person's terminals."""


class EnrolmentCode(models.Model):
    """One single-use invitation for a tablet; only the hash of the code is kept."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="enrolment_codes")
    tablet_name = models.CharField(max_length=40)
    code_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolment_codes"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    tablet = models.OneToOneField(
        Tablet, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolment_code"
    )

    objects = EnrolmentCodeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.tablet_name


class FailedAttempt(models.Model):
    """One wrong code or password; kept in the database so that no cache outage forgets it."""

    purpose = models.CharField(max_length=10, choices=GuessedAt.choices())
    subject = models.CharField(max_length=150, help_text="Network address or account name.")
    attempted_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Serves the throttle: how many for this subject since a moment.
            models.Index("purpose", "subject", "attempted_at", name="failed_attempts_of_a_subject")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"
