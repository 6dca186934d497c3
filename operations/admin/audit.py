import json

from django.contrib import admin

from operations.admin import columns
from operations.admin.filters import VisibleRelatedFilter
from operations.admin.scoped_admin import PortAdmin
from operations.models import AuditEntry
from operations.vocabulary import Audited

_TROUBLE = frozenset(
    {
        Audited.SIGN_IN_FAILED,
        Audited.LOCKED_OUT,
        Audited.ACCESS_DENIED,
        Audited.SECOND_FACTOR_FAILED,
        Audited.ENROLMENT_FAILED,
    }
)
_SHOWN_DETAILS = 120  # characters in a list; the entry's own page shows all


@admin.register(AuditEntry)
class AuditEntryAdmin(PortAdmin[AuditEntry]):
    one, many = "entry of the audit log", "audit log"
    explained = "Who came in, who was kept out, and what people decided. It only grows."
    no_rows = "Nothing happened yet."
    list_display = ("when", "kind", "who", "about", "address", "told")
    list_filter = ("at", "what", ("by", VisibleRelatedFilter), ("terminal", VisibleRelatedFilter))
    list_select_related = ("terminal",)
    search_fields = ("by_name", "about_name", "address", "request_id")
    ordering = ("-at",)
    fields = (
        "when",
        "kind",
        "who",
        "account",
        "about",
        "terminal",
        "tablet",
        "address",
        "request_id",
        "all_details",
    )

    @admin.display(description="When", ordering="at")
    def when(self, entry: AuditEntry) -> str:
        return columns.own_second(entry.at)

    @admin.display(description="What", ordering="what")
    def kind(self, entry: AuditEntry) -> str:
        what = Audited(entry.what)
        return columns.badge(what.label, "trouble" if what in _TROUBLE else "")

    @admin.display(description="Who", ordering="by_name")
    def who(self, entry: AuditEntry) -> str:
        return entry.by_name or columns.NOTHING

    @admin.display(description="Account")
    def account(self, entry: AuditEntry) -> str:
        return columns.link_to(entry.person)

    @admin.display(description="About", ordering="about_name")
    def about(self, entry: AuditEntry) -> str:
        return f"{entry.about_kind} {entry.about_name}".strip() or columns.NOTHING

    @admin.display(description="Details")
    def told(self, entry: AuditEntry) -> str:
        if "said" in entry.details:
            return str(entry.details["said"])
        words = ", ".join(f"{name}: {value}" for name, value in entry.details.items())
        return words[:_SHOWN_DETAILS] or columns.NOTHING

    @admin.display(description="Details")
    def all_details(self, entry: AuditEntry) -> str:
        return columns.pretty_json(json.dumps(entry.details)) if entry.details else columns.NOTHING
