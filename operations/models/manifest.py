from django.conf import settings
from django.db import models

from operations.models.scope import ScopedQuerySet
from operations.models.vessel_call import VesselCall


class ManifestQuerySet(ScopedQuerySet["Manifest"]):
    """Questions to manifests, cut down to a person's terminals."""

    terminal_path = "call__terminal"


class Manifest(models.Model):
    """One version of the cargo list of a call, exactly as it was received; never altered."""

    call = models.ForeignKey(VesselCall, on_delete=models.PROTECT, related_name="manifests")
    version = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField()
    layout = models.JSONField(help_text="Which column was read as what, per sheet.")
    row_count = models.PositiveIntegerField()
    problems = models.JSONField(default=list, help_text="What was warned of when it was loaded.")
    received_at = models.DateTimeField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="manifests"
    )

    objects = ManifestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("call", "version", name="call_has_each_manifest_version_once"),
            models.UniqueConstraint("call", "sha256", name="call_loads_each_manifest_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} (version {self.version})"


class ManifestDraftQuerySet(ScopedQuerySet["ManifestDraft"]):
    """Questions to manifest drafts, cut down to a person's terminals."""

    terminal_path = "call__terminal"


class ManifestDraft(models.Model):
    """One uploaded cargo list that a person is still looking at; gone once loaded or given up."""

    call = models.ForeignKey(VesselCall, on_delete=models.CASCADE, related_name="manifest_drafts")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="manifest_drafts"
    )

    objects = ManifestDraftQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name
