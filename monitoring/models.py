"""What the engine room remembers: a figure for each minute, and what was out of bounds."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from monitoring.alert_rules import Level


class Sample(models.Model):
    """One figure of one minute of one container; written once, thrown away after eight days."""

    taken_at = models.DateTimeField(help_text="Where the minute begins that it tells of.")
    source = models.CharField(max_length=100, help_text="Name of the container.")
    name = models.CharField(max_length=100)
    value = models.FloatField()

    class Meta:
        constraints = [
            # Serves every chart and rule too: they ask for the last minutes, or hours, of names.
            models.UniqueConstraint(
                "name", "taken_at", "source", name="container_tells_a_figure_once_a_minute"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.source}: {self.value:g}"


class Alert(models.Model):
    """One time that a rule was out of bounds, from when it was raised until it cleared.

    What was raised and cleared stays; when it happens again, that is another row.
    """

    name = models.CharField(max_length=40, help_text="Name of the rule.")
    source = models.CharField(
        max_length=100, blank=True, help_text="Name of the container; blank for the whole site."
    )
    level = models.CharField(max_length=10, choices=[(each.value, each.label) for each in Level])
    since = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    value = models.FloatField(help_text="As it was last seen.")
    worst_value = models.FloatField()
    threshold = models.FloatField(help_text="From where on the rule raises it.")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        constraints = [
            # Of two that evaluate at once, one raises it and the other finds it raised.
            models.UniqueConstraint(
                "name",
                "source",
                condition=Q(cleared_at__isnull=True),
                name="alert_stands_once_until_it_clears",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(cleared_at__gte=F("since")),
                name="alert_clears_after_it_was_raised",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alert_is_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.source})" if self.source else self.name


class Channel(models.TextChoices):
    """How people are told of an alert; the log is told at once and keeps no row."""

    EMAIL = "EMAIL", "E-mail"
    WEBHOOK = "WEBHOOK", "Webhook"


class Happening(models.TextChoices):
    """What there is to tell of an alert."""

    RAISED = "RAISED", "Raised"
    CLEARED = "CLEARED", "Cleared"


class AlertMessage(models.Model):
    """What is to be told of an alert by one channel: until it was, and how that went."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="messages")
    happening = models.CharField(max_length=10, choices=Happening)
    channel = models.CharField(max_length=10, choices=Channel)
    due_at = models.DateTimeField(help_text="From when on it may be tried.")
    tries_count = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True, help_text="Why the last try failed.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "alert", "happening", "channel", name="alert_tells_what_happened_once_by_a_channel"
            )
        ]
        indexes = [
            # What is still to be told, asked by every evaluation.
            models.Index(
                "due_at", condition=Q(told_at__isnull=True), name="monitoring_untold_messages"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert} {self.get_happening_display().lower()}, by {self.channel.lower()}"
