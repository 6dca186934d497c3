from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from operations.actions.load_exported_queue import (
    MAX_BYTES,
    NotAnExport,
    load_exported_queue,
)
from operations.actions.record_tally_events import BatchOutcome
from operations.admin.limits import charge_upload
from operations.admin.rights import may, person_of
from operations.admin.scoped_admin import PortAdmin
from operations.models import User
from operations.vocabulary import Flag, Verdict

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_MOST_ROWS = 1_000  # what a page can hold; the figures above the table count all
_VERDICTS = {
    Verdict.ACCEPTED: ("Recorded", "good"),
    Verdict.DUPLICATE: ("Was here already", ""),
    Verdict.REJECTED: ("Set aside", "attention"),
    Verdict.CONFLICT: ("Set aside: number used before", "trouble"),
    Verdict.RETRY: ("Try again", "attention"),
}


class QueueForm(forms.Form):
    file = forms.FileField(
        label="File saved on the tablet",
        help_text="In the field app: Queue, then Export. The file ends in .json.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> bytes:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
        return bytes(file.read())


def load_queue_view(model_admin: PortAdmin[Any], request: HttpRequest) -> HttpResponse:
    # A file is only as good as whoever brings it: it adds to the ledger in other people's names.
    if not may(request, "add_tallyevent"):
        raise PermissionDenied
    charge_upload(request)
    form = QueueForm(request.POST, request.FILES) if request.method == "POST" else QueueForm()
    outcome = None
    if form.is_valid():
        outcome = _load(form, person_of(request))
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        **model_admin.noun_words(),
        "opts": model_admin.opts,
        "title": "Load an exported queue",
        "form": form,
        **(_told(outcome) if outcome else {}),
    }
    return TemplateResponse(request, "admin/exported_queue.html", context)


def _load(form: QueueForm, person: User) -> BatchOutcome | None:
    try:
        return load_exported_queue(
            content=form.cleaned_data["file"], loaded_by=person, loaded_at=timezone.now()
        )
    except NotAnExport as refusal:
        form.add_error("file", str(refusal))
        return None


def _told(outcome: BatchOutcome) -> dict[str, Any]:
    verdicts = [result.verdict for result in outcome.results]
    return {
        "figures": [
            (word, verdicts.count(verdict))
            for verdict, (word, _) in _VERDICTS.items()
            if verdict in verdicts
        ],
        "event_count": len(verdicts),
        "results": [
            {
                "event_id": result.event_id,
                "verdict": _VERDICTS[result.verdict][0],
                "kind": _VERDICTS[result.verdict][1],
                "position": result.position,
                "reason": result.reason,
                "flags": [Flag(flag).label for flag in result.flags],
            }
            for result in outcome.results[:_MOST_ROWS]
        ],
        "is_cut": len(verdicts) > _MOST_ROWS,
        "most_rows": _MOST_ROWS,
    }
