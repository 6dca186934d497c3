from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from operations.admin import columns
from operations.admin.filters import VisibleRelatedFilter
from operations.admin.scoped_admin import PortAdmin, RowsInline
from operations.models import Stoppage, VesselCall


class StoppagesInline(RowsInline[Stoppage, VesselCall]):
    model = Stoppage
    fields = ("reason", "began", "ended", "by")
    ordering = ("starts_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stoppage]:
        return super().get_queryset(request).select_related("call__terminal", "recorded_by")

    @admin.display(description="Began")
    def began(self, stoppage: Stoppage) -> str:
        return columns.local_minute(stoppage.starts_at, stoppage.call.terminal)

    @admin.display(description="Ended")
    def ended(self, stoppage: Stoppage) -> str:
        return columns.local_minute(stoppage.ends_at, stoppage.call.terminal)

    @admin.display(description="Recorded by")
    def by(self, stoppage: Stoppage) -> str:
        return stoppage.recorded_by.shown_name


@admin.register(Stoppage)
class StoppageAdmin(PortAdmin[Stoppage]):
    explained = "Times in which a ship was not worked, and why."
    no_rows = "No stoppage yet. Work is stopped, and resumed, on the page of its call."
    list_display = ("ship", "reason", "began", "ended", "by")
    list_filter = (("call__terminal", VisibleRelatedFilter),)
    list_select_related = ("call__terminal", "call__vessel", "recorded_by")
    search_fields = ("reason", "call__reference", "call__vessel__name")
    date_hierarchy = "starts_at"
    ordering = ("-starts_at",)
    fields = list_display

    @admin.display(description="Call")
    def ship(self, stoppage: Stoppage) -> str:
        return str(stoppage.call)

    @admin.display(description="Began", ordering="starts_at")
    def began(self, stoppage: Stoppage) -> str:
        return columns.local_minute(stoppage.starts_at, stoppage.call.terminal)

    @admin.display(description="Ended", ordering="ends_at")
    def ended(self, stoppage: Stoppage) -> str:
        if stoppage.ends_at is None:
            return columns.badge("Going on", "attention")
        return columns.local_minute(stoppage.ends_at, stoppage.call.terminal)

    @admin.display(description="Recorded by")
    def by(self, stoppage: Stoppage) -> str:
        return stoppage.recorded_by.shown_name
