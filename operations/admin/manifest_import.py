"""Loading a cargo list from the page of its call: upload, preview with corrections, load.

`VesselCallAdmin` takes `manifest_urls` among its own and `manifest_link` among its buttons.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from operations.actions.load_manifest import ManifestRefused
from operations.actions.manifest_draft import (
    give_up_manifest_draft,
    keep_manifest_draft,
    load_manifest_draft,
)
from operations.admin import columns
from operations.admin.limits import charge_upload
from operations.admin.manifest_import_form import corrections_of
from operations.admin.manifest_import_page import page_of
from operations.admin.rights import may, person_of
from operations.admin.scoped_admin import PageLink, PortAdmin
from operations.models import ManifestDraft, VesselCall
from operations.queries.manifest_preview import preview_manifest
from operations.readers.corrections import LayoutCorrections
from operations.readers.file_gate import MAX_FILE_MB

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

CallAdmin = PortAdmin[VesselCall]


class ManifestForm(forms.Form):
    file = forms.FileField(
        label="Cargo list",
        help_text=f"Excel (.xlsx) or CSV as the line or agent sent it; at most {MAX_FILE_MB} MB.",
        allow_empty_file=True,  # the reader says it in the same words as the command
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        # Before it is read into memory: it waits in a file on disk.
        if (file.size or 0) > MAX_FILE_MB * 1_000_000:
            raise forms.ValidationError(
                f"The file has {(file.size or 0) / 1_000_000:,.0f} MB; {MAX_FILE_MB} MB is the "
                "most. Leave out pictures and sheets that are not cargo."
            )
        return file


def manifest_urls(model_admin: CallAdmin) -> list[URLPattern]:
    """Return the addresses of the pages, below the page of a call."""

    def upload(request: HttpRequest, object_id: str) -> HttpResponse:
        return _upload_view(model_admin, request, _call(model_admin, request, object_id))

    def draft(request: HttpRequest, object_id: str, draft_id: int) -> HttpResponse:
        call = _call(model_admin, request, object_id)
        return _draft_view(model_admin, request, call, draft_id)

    protected = model_admin.admin_site.admin_view
    return [
        path(
            "<path:object_id>/manifest/<int:draft_id>/",
            protected(draft),
            name="operations_vesselcall_manifest_draft",
        ),
        path(
            "<path:object_id>/manifest/", protected(upload), name="operations_vesselcall_manifest"
        ),
    ]


def manifest_link(call: VesselCall) -> PageLink:
    """Return the button that leads here from the page of a call."""
    return PageLink("Load a manifest", _upload_url(call))


def _call(model_admin: CallAdmin, request: HttpRequest, object_id: str) -> VesselCall:
    call = model_admin.get_object(request, object_id)
    if call is None:
        raise Http404
    if not may(request, "add_manifest"):
        raise PermissionDenied
    return call


def _upload_url(call: VesselCall) -> str:
    return reverse("admin:operations_vesselcall_manifest", args=[call.pk])


def _draft_url(draft: ManifestDraft) -> str:
    return reverse("admin:operations_vesselcall_manifest_draft", args=[draft.call_id, draft.pk])


def _upload_view(model_admin: CallAdmin, request: HttpRequest, call: VesselCall) -> HttpResponse:
    charge_upload(request)
    form = ManifestForm(request.POST, request.FILES) if request.method == "POST" else ManifestForm()
    if form.is_valid():
        file: UploadedFile[Any] = form.cleaned_data["file"]
        try:
            draft = keep_manifest_draft(
                call=call,
                file_name=file.name or "",
                content=file.read(),
                uploaded_by=person_of(request),
                uploaded_at=timezone.now(),
            )
        except ManifestRefused as refusal:
            form.add_error("file", refusal.reason)
        else:
            return redirect(_draft_url(draft))
    drafts = ManifestDraft.objects.filter(call=call).defer("content").select_related("uploaded_by")
    context = _context(model_admin, request, call, f"Load a manifest: {call}") | {
        "form": form,
        "drafts": [
            {
                "name": draft.file_name,
                "by": draft.uploaded_by.shown_name,
                "at": columns.local_minute(draft.uploaded_at, call.terminal),
                "url": _draft_url(draft),
            }
            for draft in drafts.order_by("-uploaded_at")
        ],
        "version": call.cargo_version,
    }
    return TemplateResponse(request, "admin/operations/manifest_upload.html", context)


def _draft_view(
    model_admin: CallAdmin, request: HttpRequest, call: VesselCall, draft_id: int
) -> HttpResponse:
    draft = (
        ManifestDraft.objects.filter(call=call, pk=draft_id).select_related("uploaded_by").first()
    )
    if draft is None:
        messages.info(request, "That list is not waiting any more: it was loaded or given up.")
        return redirect(_upload_url(call))
    draft.call = call
    step = request.POST.get("step", "")
    if step == "give_up":
        give_up_manifest_draft(draft=draft)
        messages.info(request, f"“{draft.file_name}” was given up. Nothing was loaded.")
        return redirect(columns.change_url(call))
    corrections = corrections_of(request.POST)
    if step == "load" and _is_loaded(request, draft, corrections):
        return redirect(columns.change_url(call))
    preview = preview_manifest(
        call=call,
        file_name=draft.file_name,
        content=bytes(draft.content),
        corrections=corrections,
    )
    context = _context(model_admin, request, call, f"{draft.file_name}: preview") | {
        "draft": draft,
        "uploaded_at": columns.local_minute(draft.uploaded_at, call.terminal),
        **page_of(preview, call),
    }
    return TemplateResponse(request, "admin/operations/manifest_preview.html", context)


def _is_loaded(request: HttpRequest, draft: ManifestDraft, corrections: LayoutCorrections) -> bool:
    """Load a draft and say so, or say why not."""
    try:
        manifest = load_manifest_draft(
            draft=draft,
            corrections=corrections,
            loaded_by=person_of(request),
            loaded_at=timezone.now(),
        )
    except ManifestRefused as refusal:
        messages.error(request, f"Nothing was loaded. {refusal.reason}")
        return False
    messages.success(
        request,
        f"“{manifest.file_name}” is loaded as version {manifest.version} of this call's list. "
        "Tablets fetch it by themselves.",
    )
    return True


def _context(
    model_admin: CallAdmin, request: HttpRequest, call: VesselCall, title: str
) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "call": call,
        "back": columns.change_url(call),
    }
