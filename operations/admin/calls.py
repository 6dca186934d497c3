from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from operations.actions.plan_call import PlanIsPast, announce_call, change_plans
from operations.admin import columns
from operations.admin.call_form import CallForm
from operations.admin.call_step_page import step_page
from operations.admin.call_steps import steps_of
from operations.admin.filters import VisibleRelatedFilter
from operations.admin.manifest_import import manifest_link, manifest_urls
from operations.admin.manifests import ManifestsInline
from operations.admin.rights import may, person_of
from operations.admin.scoped_admin import PageLink, PortAdmin
from operations.admin.site import rendered
from operations.admin.stoppages import StoppagesInline
from operations.models import (
    CargoLine,
    Discrepancy,
    SetAsideEvent,
    TallyEvent,
    Unit,
    VesselCall,
)
from operations.rules.call_plans import planned_columns
from operations.vocabulary import CallStatus, DiscrepancyStatus

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Waiting(TypedDict):
    """What the list counts beside each call."""

    open_discrepancies: int


_LINKED = (
    (TallyEvent, "ledger entry", "ledger entries", Q()),
    (Discrepancy, "open discrepancy", "open discrepancies", Q(status=DiscrepancyStatus.OPEN)),
    (SetAsideEvent, "event set aside", "events set aside", Q(settled_at=None)),
    (CargoLine, "cargo line", "cargo lines", Q()),
    (Unit, "unit", "units", Q()),
)
_INSTANTS = (
    ("Arrived", "arrived_at"),
    ("Alongside", "berthed_at"),
    ("Work started", "work_started_at"),
    ("Work completed", "work_completed_at"),
    ("Departed", "departed_at"),
    ("Closed", "closed_at"),
    ("Cancelled", "cancelled_at"),
)


@admin.register(VesselCall)
class VesselCallAdmin(PortAdmin[VesselCall]):
    one, many = "call", "calls"
    explained = "Visits of ships: what is planned, what happened, and what comes next."
    no_rows = "No call yet. Add the first ship that is expected."
    offers = frozenset({"add", "change"})
    form = CallForm
    list_display = (
        "reference",
        "vessel",
        "voyage",
        "state",
        "direction",
        "terminal",
        "berth",
        "expected",
        "entry_count",
        "open_count",
    )
    list_filter = ("status", "direction", ("terminal", VisibleRelatedFilter))
    list_select_related = ("vessel", "terminal", "berth")
    search_fields = ("reference", "voyage", "vessel__name", "vessel__imo_number")
    search_help_text = "A reference, a voyage, a ship’s name or IMO number."
    autocomplete_fields = ("vessel",)
    date_hierarchy = "planned_arrival_at"
    ordering = ("-pk",)
    readonly_fields = ("state", "so_far", "linked", "head")
    inlines = (ManifestsInline, StoppagesInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[VesselCall]:
        is_open = Q(discrepancies__status=DiscrepancyStatus.OPEN)
        rows = super().get_queryset(request)
        return rows.annotate(open_discrepancies=Count("discrepancies", filter=is_open))

    def get_fieldsets(self, request: HttpRequest, obj: VesselCall | None = None) -> Any:
        zone = f"Times are {obj.terminal.time_zone}." if obj else "Times are the terminal’s own."
        planned = (
            ("terminal", "vessel"),
            ("reference", "voyage"),
            ("direction", "berth"),
            ("planned_arrival_at", "estimated_arrival_at", "planned_departure_at"),
        )
        plan = ("What is planned", {"fields": planned, "description": zone})
        if obj is None:
            return (plan,)
        return (
            ("What happened", {"fields": ("state", "so_far", "linked")}),
            plan,
            ("Proof", {"fields": ("head",)}),
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        terminals = person_of(request).terminals.all()[:2]
        only = {"terminal": terminals[0].pk} if len(terminals) == 1 else {}
        return {**only, **super().get_changeform_initial_data(request)}

    def get_inlines(self, request: HttpRequest, obj: VesselCall | None) -> list[Any]:
        return list(self.inlines) if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: VesselCall | None = None) -> list[str]:
        if obj is None:
            return []
        is_past = set(CallForm.Meta.fields) - planned_columns(CallStatus(obj.status))
        return [*self.readonly_fields, *sorted(is_past)]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show and read a call's times on the clock of its own terminal."""
        call = self.get_object(request, object_id) if object_id else None
        zone = call.terminal.zone if call else timezone.get_current_timezone()
        try:
            with timezone.override(zone):
                response = super().changeform_view(request, object_id, form_url, extra_context)
                return rendered(response)
        except PlanIsPast as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: VesselCall, form: Any, change: Any) -> None:
        said = form.cleaned_data
        if change:
            change_plans(call=obj, plans={name: said[name] for name in form.changed_data})
            return
        obj.pk = announce_call(**said).pk

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(partial(step_page, self))
        step = path("<path:object_id>/step/<slug:key>/", view, name="operations_vesselcall_step")
        return [step, *manifest_urls(self), *super().get_urls()]

    def row_links(self, request: HttpRequest, row: VesselCall) -> Sequence[PageLink]:
        board = PageLink("On the board", reverse("call", args=[row.reference]))
        if not may(request, "change_vesselcall"):
            return (board,)
        steps = [
            PageLink(
                step.title,
                reverse("admin:operations_vesselcall_step", args=[row.pk, step.key]),
                is_next=number == 0,
            )
            for number, step in enumerate(steps_of(row))
        ]
        return (*steps, manifest_link(row), board)

    @admin.display(description="State", ordering="status")
    def state(self, call: VesselCall) -> str:
        return columns.call_status(call.status)

    @admin.display(description="Expected", ordering="estimated_arrival_at")
    def expected(self, call: VesselCall) -> str:
        instant = call.estimated_arrival_at or call.planned_arrival_at
        return columns.local_minute(instant, call.terminal)

    @admin.display(description="Ledger entries", ordering="head_position")
    def entry_count(self, call: VesselCall) -> str:
        return f"{call.head_position:,}"

    @admin.display(description="Open")
    def open_count(self, call: "WithAnnotations[VesselCall, _Waiting]") -> str:
        count = call.open_discrepancies
        if not count:
            return "0"
        url = columns.list_url(Discrepancy, f"call__id__exact={call.pk}")
        return format_html('<a href="{}">{}</a>', url, columns.badge(f"{count:,}", "attention"))

    @admin.display(description="So far")
    def so_far(self, call: VesselCall) -> str:
        steps = [(label, getattr(call, name)) for label, name in _INSTANTS if getattr(call, name)]
        if not steps:
            return "The ship has not arrived yet."
        rows = ((label, columns.local_minute(at, call.terminal)) for label, at in steps)
        return format_html_join("", "<div>{} {}</div>", rows)

    @admin.display(description="Go to")
    def linked(self, call: VesselCall) -> str:
        links = []
        for noun, one, many, which in _LINKED:
            count = noun.objects.filter(which, call=call).count()
            url = columns.list_url(noun, f"call__id__exact={call.pk}")
            links.append((url, f"{count:,}", one if count == 1 else many))
        return format_html_join("", '<div><a href="{}">{} {}</a></div>', links)

    @admin.display(description="Head of the ledger")
    def head(self, call: VesselCall) -> str:
        if not call.head_position:
            return "Nothing was counted yet."
        digest = columns.identifier(call.head_digest)
        return format_html("No. {} {}", f"{call.head_position:,}", digest)
