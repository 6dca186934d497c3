import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0001_samples"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ID,
                ("name", models.CharField(help_text="Name of the rule.", max_length=40)),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Name of the container; blank for the whole site.",
                        max_length=100,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("ATTENTION", "Attention"), ("TROUBLE", "Trouble")], max_length=10
                    ),
                ),
                ("since", models.DateTimeField()),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                ("value", models.FloatField(help_text="As it was last seen.")),
                ("worst_value", models.FloatField()),
                ("threshold", models.FloatField(help_text="From where on the rule raises it.")),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
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
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertMessage",
            fields=[
                ID,
                (
                    "happening",
                    models.CharField(
                        choices=[("RAISED", "Raised"), ("CLEARED", "Cleared")], max_length=10
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("EMAIL", "E-mail"), ("WEBHOOK", "Webhook")], max_length=10
                    ),
                ),
                ("due_at", models.DateTimeField(help_text="From when on it may be tried.")),
                ("tries_count", models.PositiveSmallIntegerField(default=0)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "failure",
                    models.CharField(
                        blank=True, help_text="Why the last try failed.", max_length=200
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="monitoring.alert",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        "alert",
                        "happening",
                        "channel",
                        name="alert_tells_what_happened_once_by_a_channel",
                    )
                ],
                "indexes": [
                    models.Index(
                        "due_at",
                        condition=Q(told_at__isnull=True),
                        name="monitoring_untold_messages",
                    )
                ],
            },
        ),
    ]
