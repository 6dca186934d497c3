from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from monitoring.alert_rules import Level, Unit
from monitoring.alerting.acknowledge import AlreadyAcknowledged, acknowledge
from monitoring.alerting.rules_in_use import rule_named
from monitoring.alerting.runbook import entries_beside, entry_of
from monitoring.models import Alert, AlertMessage
from operations.admin import columns
from operations.admin.asked_page import Deed, DeedsAdmin, Told
from operations.admin.filters import OpenFirst
from operations.admin.scoped_admin import RowsInline

# What is or is not, such as Redis, has no figures.
_FIGURES = ("seen", "worst", "bound")
_KINDS = {Level.ATTENTION: "attention", Level.TROUBLE: "trouble"}


def _acknowledge(alert: Alert, told: Told) -> None:
    acknowledge(alert=alert, by=told.by, at=told.at)


ACKNOWLEDGE: Deed[Alert] = Deed(
    name="acknowledge",
    title="Acknowledge alerts",
    explained="Says that you have seen it and look after it. The alert stands until it clears "
    "by itself, and nobody is told less.",
    button="I look after it",
    done="Acknowledged",
    permission="monitoring.change_alert",
    do=_acknowledge,
    fits=lambda alert: alert.acknowledged_at is None,
    on_row="Acknowledge",
    refusals={AlreadyAcknowledged: "somebody looks after it already."},
)


class StandingAlertFilter(OpenFirst):
    open_word = "Standing"
    done_word = "Over"
    is_open = Q(cleared_at=None)


class MessagesInline(RowsInline[AlertMessage, Alert]):
    model = AlertMessage
    fields = ("happening", "channel", "tries_count", "told", "failure")
    readonly_fields = ("told",)
    ordering = ("pk",)
    verbose_name_plural = "What people were told"

    @admin.display(description="Told at")
    def told(self, message: AlertMessage) -> str:
        return columns.own_minute(message.told_at)


@admin.register(Alert)
class AlertAdmin(DeedsAdmin[Alert]):
    explained = "Figures of the site itself that were out of bounds, and who looks after them."
    no_rows = "No alert stands."
    deeds = (ACKNOWLEDGE,)
    list_display = ("called", "source", "grade", "began", "ended", "seen", "looked_after")
    list_filter = (StandingAlertFilter, "level", "name")
    list_select_related = ("acknowledged_by",)
    search_fields = ("name", "source")
    ordering = ("-since",)
    fields = (
        "called",
        "meaning",
        "runbook",
        "source",
        "grade",
        "began",
        "ended",
        "lasted",
        *_FIGURES,
        "looked_after",
    )
    inlines = (MessagesInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alert]:
        return super().get_queryset(request).select_related("acknowledged_by")

    def get_fields(self, request: HttpRequest, obj: Alert | None = None) -> list[Any]:
        rule = rule_named(obj.name) if obj else None
        unknown = () if rule is None or rule.unit.is_measured else _FIGURES
        return [each for each in super().get_fields(request, obj) if each not in unknown]

    @admin.display(description="Alert", ordering="name")
    def called(self, alert: Alert) -> str:
        return alert.name

    @admin.display(description="Level", ordering="level")
    def grade(self, alert: Alert) -> str:
        level = Level(alert.level)
        return columns.badge(level.label, _KINDS[level])

    @admin.display(description="What it means")
    def meaning(self, alert: Alert) -> str:
        rule = rule_named(alert.name)
        return rule.sentence if rule else columns.NOTHING

    @admin.display(description="What to do")
    def runbook(self, alert: Alert) -> str:
        entry = entry_of(alert.name)
        if entry is None:
            return columns.NOTHING
        content = {"entry": entry, "others": entries_beside(entry)}
        return render_to_string("admin/runbook_field.html", content)

    @admin.display(description="For how long")
    def lasted(self, alert: Alert) -> str:
        length = (alert.cleared_at or timezone.now()) - alert.since
        return Unit.SECONDS.write(round(length.total_seconds()))

    @admin.display(description="Since", ordering="since")
    def began(self, alert: Alert) -> str:
        return columns.own_minute(alert.since)

    @admin.display(description="Over since", ordering="cleared_at")
    def ended(self, alert: Alert) -> str:
        return columns.own_minute(alert.cleared_at)

    @admin.display(description="Seen")
    def seen(self, alert: Alert) -> str:
        return _written(alert, alert.value)

    @admin.display(description="Worst")
    def worst(self, alert: Alert) -> str:
        return _written(alert, alert.worst_value)

    @admin.display(description="Raised at")
    def bound(self, alert: Alert) -> str:
        return _written(alert, alert.threshold)

    @admin.display(description="Looked after by")
    def looked_after(self, alert: Alert) -> str:
        if alert.acknowledged_by is None:
            return columns.badge("nobody", "attention") if not alert.cleared_at else columns.NOTHING
        name = getattr(alert.acknowledged_by, "shown_name", str(alert.acknowledged_by))
        return f"{name}, {columns.own_minute(alert.acknowledged_at)}"


def _written(alert: Alert, value: float) -> str:
    rule = rule_named(alert.name)
    if rule is None:
        return f"{value:g}"
    return rule.unit.write(value) if rule.unit.is_measured else columns.NOTHING
