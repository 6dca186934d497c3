"""A cargo list becomes the list of a call: all of it, or nothing."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from operations.actions.rebuild_totals import rebuild_totals
from operations.actions.write_audit import write_audit
from operations.actions.write_cargo_list import write_cargo_list
from operations.models import Manifest, Port, User, VesselCall
from operations.queries.manifest_preview import why_refused
from operations.queries.manifest_reading import ManifestReading, read_manifest
from operations.readers.corrections import NO_CORRECTIONS, LayoutCorrections
from operations.readers.refusal import ManifestRefused
from operations.rules.manifest_words import is_locode
from operations.vocabulary import Audited, ProblemSeverity

__all__ = ["ManifestRefused", "load_manifest"]


def load_manifest(
    *,
    call: VesselCall,
    file_name: str,
    content: bytes,
    corrections: LayoutCorrections | None = None,
    loaded_by: User,
    received_at: datetime,
) -> Manifest:
    """Make a file the next version of a call's cargo list.

    Units and lines that it does not list any more stay, unlisted, so nothing that was counted is
    lost; those of a direction that it says nothing of stay as they are. The file itself is kept.
    Raises ManifestRefused, also when the very same file was loaded before; nothing is written
    then.
    """
    corrections = corrections or NO_CORRECTIONS
    reading = _read(call, file_name, content, corrections)
    with transaction.atomic():
        locked = (
            VesselCall.objects.select_for_update(of=("self",), no_key=True)
            .select_related("terminal__port")
            .get(pk=call.pk)
        )
        _create_ports(corrections)
        # Only now is it certain that nobody else loads the same.
        if refusal := why_refused(locked, reading, corrections):
            raise ManifestRefused(refusal)
        write_cargo_list(
            call=locked, cargo=list(reading.cargo.values()), is_addition=corrections.is_addition
        )
        manifest = _manifest(locked, reading, content, corrections)
        manifest.loaded_by, manifest.received_at = loaded_by, received_at
        manifest.save()
        VesselCall.objects.filter(pk=locked.pk).update(cargo_version=F("cargo_version") + 1)
        rebuild_totals(call=locked, rebuilt_at=received_at)
        details = {"file": manifest.file_name, "sha256": manifest.sha256}
        write_audit(Audited.MANIFEST_LOADED, by=loaded_by, about=locked, details=details)
    return manifest


def _read(
    call: VesselCall, file_name: str, content: bytes, corrections: LayoutCorrections
) -> ManifestReading:
    for word, code in corrections.ports.items():
        if code and not is_locode(code):
            raise ManifestRefused(
                f"“{code}” for “{word}” is not a UN/LOCODE: five characters, such as DEBRV."
            )
    return read_manifest(call=call, file_name=file_name, content=content, corrections=corrections)


def _create_ports(corrections: LayoutCorrections) -> None:
    """Add the ports that a person named; they are called as the list calls them."""
    for word, code in corrections.ports.items():
        if code:
            Port.objects.get_or_create(locode=code, defaults={"name": word[:80]})


def _manifest(
    call: VesselCall, reading: ManifestReading, content: bytes, corrections: LayoutCorrections
) -> Manifest:
    latest = Manifest.objects.filter(call=call).aggregate(Max("version"))["version__max"]
    return Manifest(
        call=call,
        version=(latest or 0) + 1,
        file_name=reading.file_name,
        sha256=reading.sha256,
        content=content,
        layout=_layout(reading, corrections),
        row_count=len(reading.rows),
        problems=[
            {"cell": each.where, "severity": each.severity, "text": each.text}
            for each in reading.problems
            if each.severity != ProblemSeverity.NOTE
        ],
    )


def _layout(reading: ManifestReading, corrections: LayoutCorrections) -> dict[str, Any]:
    return {
        "form": reading.form,
        "is_addition": corrections.is_addition,
        "left_out_rows": [
            {"sheet": reading.rows[place].sheet_name, "row": reading.rows[place].number}
            for place in reading.refused_rows()
        ],
        "ports": dict(corrections.ports),
        "sheets": [
            {
                "name": sheet.name,
                "is_read": sheet.is_read,
                "why": sheet.why,
                "header_row": sheet.layout.header_row,
                "name_means": sheet.name_means,
                "row_count": sheet.row_count,
                "skipped_rows": [each.number for each in sheet.skipped],
                "columns": [
                    {
                        "column": column.letter,
                        "header": column.header,
                        "meaning": column.meaning,
                        "confidence": column.confidence,
                        "is_corrected": column.is_corrected,
                    }
                    for column in sheet.layout.columns
                ],
            }
            for sheet in reading.sheets
        ],
    }
