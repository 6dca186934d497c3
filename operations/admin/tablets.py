from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse

from operations.actions.rename_tablet import rename_tablet
from operations.actions.tablets import revoke_tablet
from operations.admin import columns
from operations.admin.asked_page import Deed, DeedsAdmin, Told
from operations.admin.exported_queue import load_queue_view
from operations.admin.filters import TabletInUseFilter, VisibleRelatedFilter
from operations.admin.rights import may, person_of
from operations.admin.scoped_admin import PageLink, PortAdmin, RowsInline
from operations.models import Tablet, TabletJournal


def waiting_count(tablet: Tablet) -> int:
    """Return how many counts of a tablet are not here: its own word, or the gaps in its numbers."""
    return sum(journal.waiting_count for journal in tablet.journals.all())


def _revoke(tablet: Tablet, told: Told) -> None:
    revoke_tablet(tablet=tablet, revoked_by=told.by, revoked_at=told.at)


def _line_of(tablet: Tablet) -> str:
    heard = columns.local_minute(tablet.last_heard_at, tablet.terminal)
    waiting = waiting_count(tablet)
    work = f"{waiting:,} not here yet, as it says" if waiting else "nothing waiting, as it says"
    return f"{tablet}, {tablet.terminal}: {work}; last heard {heard}"


REVOKE: Deed[Tablet] = Deed(
    name="revoke",
    title="Revoke",
    explained=(
        "A revoked tablet can neither send nor sign anybody in, from this moment on. What it "
        "counted and has not sent stays on it: save its queue there as a file, and load that "
        "file here. To use the tablet again, invite it anew."
    ),
    button="Revoke",
    done="Revoked",
    permission="change_tablet",
    do=_revoke,
    shown=_line_of,
    fits=lambda tablet: tablet.revoked_at is None,
    is_grave=True,
)


class JournalsInline(RowsInline[TabletJournal, Tablet]):
    model = TabletJournal
    verbose_name_plural = "Journals: one for each time that its storage began anew"
    fields = (
        "began",
        "heard",
        "head_sequence",
        "received_count",
        "unsent_count",
        "missing",
        "journal",
    )
    ordering = ("-first_heard_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TabletJournal]:
        return super().get_queryset(request).select_related("tablet__terminal")

    @admin.display(description="Began")
    def began(self, journal: TabletJournal) -> str:
        return columns.local_minute(journal.first_heard_at, journal.tablet.terminal)

    @admin.display(description="Last heard")
    def heard(self, journal: TabletJournal) -> str:
        return columns.local_minute(journal.last_heard_at, journal.tablet.terminal)

    @admin.display(description="Missing")
    def missing(self, journal: TabletJournal) -> int:
        return journal.missing_count

    @admin.display(description="Journal")
    def journal(self, journal: TabletJournal) -> str:
        return columns.identifier(str(journal.journal_id))


class TabletForm(forms.ModelForm):
    class Meta:
        model = Tablet
        fields = ("name",)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        in_use = Tablet.objects.filter(terminal=self.instance.terminal_id, revoked_at=None)
        if in_use.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"Another tablet in use is called {name}.")
        return name


@admin.register(Tablet)
class TabletAdmin(DeedsAdmin[Tablet]):
    secret_columns = ("token_sha256",)
    explained = "Devices at the ramps: what each has not sent, and when it was last heard."
    no_rows = "No tablet is enrolled yet. Invite one, and type its code on the tablet."
    offers = frozenset({"change"})
    deeds = (REVOKE,)
    form = TabletForm
    list_display = ("name", "terminal", "state", "heard", "waiting", "build")
    list_filter = (TabletInUseFilter, ("terminal", VisibleRelatedFilter))
    list_select_related = ("terminal",)
    search_fields = ("name",)
    ordering = ("terminal__name", "name")
    fields = ("name", "terminal", "state", "heard", "waiting", "build", "enrolled")
    readonly_fields = ("terminal", "state", "heard", "waiting", "build", "enrolled")
    inlines = (JournalsInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tablet]:
        return super().get_queryset(request).prefetch_related("journals")

    def save_model(self, request: HttpRequest, obj: Tablet, form: Any, change: Any) -> None:
        if form.has_changed():
            rename_tablet(tablet=obj, name=obj.name, renamed_by=person_of(request))

    def log_change(self, request: HttpRequest, obj: Tablet, message: Any) -> Any:
        """The action wrote the history already."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.load_queue_view)
        ours = path("load-queue/", view, name="operations_tablet_load_queue")
        return [ours, *super().get_urls()]

    load_queue_view = load_queue_view

    def list_links(self, request: HttpRequest) -> Sequence[PageLink]:
        links = []
        if may(request, "add_enrolmentcode"):
            url = reverse("admin:operations_enrolmentcode_add")
            links.append(PageLink("Invite a tablet", url, is_next=True))
        if may(request, "add_tallyevent"):
            url = reverse("admin:operations_tablet_load_queue")
            links.append(PageLink("Load an exported queue", url))
        return links

    @admin.display(description="State")
    def state(self, tablet: Tablet) -> str:
        if tablet.revoked_at is None:
            return columns.badge("In use", "good")
        when = columns.local_minute(tablet.revoked_at, tablet.terminal)
        return columns.badge(f"Revoked {when}")

    @admin.display(description="Last heard", ordering="last_heard_at")
    def heard(self, tablet: Tablet) -> str:
        return columns.local_minute(tablet.last_heard_at, tablet.terminal)

    @admin.display(description="Not here yet")
    def waiting(self, tablet: Tablet) -> str:
        count = waiting_count(tablet)
        return columns.badge(f"{count:,}", "attention") if count else "0"

    @admin.display(description="Enrolled")
    def enrolled(self, tablet: Tablet) -> str:
        return columns.local_minute(tablet.enrolled_at, tablet.terminal)


@admin.register(TabletJournal)
class TabletJournalAdmin(PortAdmin[TabletJournal]):
    one, many = "journal of a tablet", "journals of tablets"
    explained = "How far the numbers of each tablet have arrived."
    no_rows = "No tablet was heard yet."
    list_display = (
        "device",
        "began",
        "heard",
        "head_sequence",
        "received_count",
        "missing",
        "unsent_count",
    )
    list_filter = (("tablet", VisibleRelatedFilter),)
    list_select_related = ("tablet__terminal",)
    search_fields = ("tablet__name", "journal_id")
    ordering = ("-last_heard_at",)
    fields = (
        "device",
        "journal_id",
        "began",
        "heard",
        "head_sequence",
        "received_count",
        "missing",
        "unsent_count",
        "clock_offset_ms",
    )

    @admin.display(description="Tablet", ordering="tablet__name")
    def device(self, journal: TabletJournal) -> str:
        return str(journal.tablet)

    @admin.display(description="Began", ordering="first_heard_at")
    def began(self, journal: TabletJournal) -> str:
        return columns.local_minute(journal.first_heard_at, journal.tablet.terminal)

    @admin.display(description="Last heard", ordering="last_heard_at")
    def heard(self, journal: TabletJournal) -> str:
        return columns.local_minute(journal.last_heard_at, journal.tablet.terminal)

    @admin.display(description="Missing")
    def missing(self, journal: TabletJournal) -> int:
        return journal.missing_count
