from collections.abc import Sequence

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header

from operations.actions.write_audit import write_audit
from operations.admin import columns
from operations.admin.filters import RecentCallFilter, VisibleRelatedFilter
from operations.admin.rights import may, person_of
from operations.admin.scoped_admin import PageLink, PortAdmin, RowsInline
from operations.models import Manifest, VesselCall
from operations.vocabulary import Audited, ColumnMeaning


class ManifestsInline(RowsInline[Manifest, VesselCall]):
    model = Manifest
    fields = ("version", "file", "row_count", "received", "by")
    ordering = ("-version",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Manifest]:
        rows = super().get_queryset(request).select_related("call__terminal", "loaded_by")
        return rows.defer("content", "layout", "problems")

    @admin.display(description="File")
    def file(self, manifest: Manifest) -> str:
        return columns.link_to(manifest, manifest.file_name)

    @admin.display(description="Received")
    def received(self, manifest: Manifest) -> str:
        return columns.local_minute(manifest.received_at, manifest.call.terminal)

    @admin.display(description="Loaded by")
    def by(self, manifest: Manifest) -> str:
        return manifest.loaded_by.shown_name


@admin.register(Manifest)
class ManifestAdmin(PortAdmin[Manifest]):
    explained = (
        "Cargo lists as they were received, version by version. "
        "To load one, open a call and press Load a manifest."
    )
    no_rows = "No manifest yet. Open a call and press Load a manifest."
    list_display = (
        "file_name",
        "version",
        "ship",
        "row_count",
        "problem_count",
        "received",
        "by",
    )
    list_filter = (RecentCallFilter, ("call__terminal", VisibleRelatedFilter))
    list_select_related = ("call__terminal", "call__vessel", "loaded_by")
    search_fields = ("file_name", "call__reference", "call__vessel__name", "sha256")
    search_help_text = "File name, call reference, vessel, or the file’s SHA-256."
    date_hierarchy = "received_at"
    ordering = ("-received_at",)
    fieldsets = (
        (None, {"fields": ("ship", "version", "file_name", "row_count", "received", "by", "sum")}),
        ("What was warned of", {"fields": ("problem_count", "problems_shown")}),
        ("How it was read", {"fields": ("layout_shown",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Manifest]:
        # The file itself is megabytes, and no page shows it.
        return super().get_queryset(request).defer("content")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        ours = path("<path:object_id>/file/", view, name="operations_manifest_file")
        return [ours, *super().get_urls()]

    def list_links(self, request: HttpRequest) -> Sequence[PageLink]:
        url = reverse("admin:operations_vesselcall_changelist")
        return (PageLink("To the calls", url),) if may(request, "add_manifest") else ()

    def row_links(self, request: HttpRequest, row: Manifest) -> Sequence[PageLink]:
        url = reverse("admin:operations_manifest_file", args=[row.pk])
        return (PageLink("Download the file as received", url),)

    def file_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Hand the file out as it came; a browser saves it and never opens it here."""
        manifest = self.get_object(request, object_id)
        if manifest is None or not self.has_view_permission(request, manifest):
            raise Http404
        details = {"file": manifest.file_name, "sha256": manifest.sha256}
        write_audit(
            Audited.MANIFEST_HANDED_OUT, by=person_of(request), about=manifest.call, details=details
        )
        return HttpResponse(
            bytes(manifest.content),
            content_type="application/octet-stream",
            headers={
                "Content-Disposition": content_disposition_header(
                    as_attachment=True, filename=manifest.file_name
                )
                or "attachment"
            },
        )

    @admin.display(description="Call")
    def ship(self, manifest: Manifest) -> str:
        return columns.call_link(manifest.call)

    @admin.display(description="Received", ordering="received_at")
    def received(self, manifest: Manifest) -> str:
        return columns.local_minute(manifest.received_at, manifest.call.terminal)

    @admin.display(description="Loaded by")
    def by(self, manifest: Manifest) -> str:
        return manifest.loaded_by.shown_name

    @admin.display(description="SHA-256")
    def sum(self, manifest: Manifest) -> str:
        return columns.identifier(manifest.sha256)

    @admin.display(description="Warnings")
    def problem_count(self, manifest: Manifest) -> int:
        return len(manifest.problems)

    @admin.display(description="Warnings in full")
    def problems_shown(self, manifest: Manifest) -> str:
        return columns.table([(each["cell"], each["text"]) for each in manifest.problems])

    @admin.display(description="Columns")
    def layout_shown(self, manifest: Manifest) -> str:
        return columns.table(
            [
                (sheet["name"], each["column"], each["header"], _meaning(each["meaning"]))
                for sheet in manifest.layout.get("sheets", ())
                for each in sheet["columns"]
            ]
        )


def _meaning(word: str) -> str:
    return ColumnMeaning(word).label
