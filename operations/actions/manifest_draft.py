"""A cargo list between its upload and the moment a person loads it or gives it up."""

import hashlib
from datetime import datetime

from django.db import transaction

from operations.actions.load_manifest import load_manifest
from operations.models import Manifest, ManifestDraft, User, VesselCall
from operations.readers.corrections import LayoutCorrections
from operations.readers.file_gate import shown_name
from operations.readers.manifest_file import read_manifest_file


def keep_manifest_draft(
    *, call: VesselCall, file_name: str, content: bytes, uploaded_by: User, uploaded_at: datetime
) -> ManifestDraft:
    """Keep an uploaded file for its preview, in place of what the person left lying at this call.

    Raises ManifestRefused when it cannot be read; nothing is kept then.
    """
    read_manifest_file(file_name, content)
    with transaction.atomic():
        ManifestDraft.objects.filter(call=call, uploaded_by=uploaded_by).delete()
        return ManifestDraft.objects.create(
            call=call,
            file_name=shown_name(file_name),
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            uploaded_at=uploaded_at,
            uploaded_by=uploaded_by,
        )


@transaction.atomic
def load_manifest_draft(
    *, draft: ManifestDraft, corrections: LayoutCorrections, loaded_by: User, loaded_at: datetime
) -> Manifest:
    """Load a draft as `load_manifest` does, and let it go.

    Raises ManifestRefused; the draft stays then.
    """
    manifest = load_manifest(
        call=draft.call,
        file_name=draft.file_name,
        content=bytes(draft.content),
        corrections=corrections,
        loaded_by=loaded_by,
        received_at=loaded_at,
    )
    draft.delete()
    return manifest


def give_up_manifest_draft(*, draft: ManifestDraft) -> None:
    """Let an uploaded file go; idempotent."""
    ManifestDraft.objects.filter(pk=draft.pk).delete()
