from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from operations.actions.load_manifest import ManifestRefused, load_manifest
from operations.management.manifest_options import (
    NotUnderstood,
    add_correction_options,
    corrections_of,
)
from operations.management.manifest_report import report_lines
from operations.models import User, VesselCall
from operations.queries.manifest_preview import ManifestPreview, preview_manifest
from operations.readers.corrections import LayoutCorrections
from operations.readers.file_gate import MAX_FILE_MB
from operations.vocabulary import ProblemSeverity

REFUSED, USAGE, PROBLEMS_FOUND = 1, 2, 3


class Command(BaseCommand):
    help = (
        "Reads a cargo list (XLSX or CSV), says what was understood of it and what is wrong with "
        "it, cell by cell, and makes it the list of a call: all of it, or nothing. Exit code 0 "
        "when it is loaded, or when a dry run finds nothing to look at; 1 when it is refused and "
        "nothing was loaded; 2 when the command itself is not understood (no such file, call or "
        "person); 3 when a dry run finds problems and the list could be loaded all the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--call", required=True, metavar="REFERENCE")
        parser.add_argument("--dry-run", action="store_true", help="load nothing")
        parser.add_argument(
            "--by",
            metavar="USERNAME",
            help="who loads it; the first active superuser when it is not said",
        )
        add_correction_options(parser)

    def handle(self, *args: object, **options: Any) -> None:  # noqa: ANN401  # of many types
        file: Path = options["file"]
        try:
            corrections = corrections_of(**options)
        except NotUnderstood as problem:
            raise CommandError(str(problem), returncode=USAGE) from None
        call = _call(options["call"])
        person = None if options["dry_run"] else _person(options["by"])
        content = _content(file)
        self._say(f"reading {file.name} for {call}")
        preview = self._preview(call, file, content, corrections)
        if person is None:
            _judge_dry_run(preview)
            return
        self._say(f"loading {len(preview.reading.cargo):,} rows")
        try:
            manifest = load_manifest(
                call=call,
                file_name=file.name,
                content=content,
                corrections=corrections,
                loaded_by=person,
                received_at=timezone.now(),
            )
        except ManifestRefused as refusal:
            raise _refused(refusal) from None
        self.stdout.write(f"Loaded as version {manifest.version} of the list of {call.reference}.")

    def _preview(
        self, call: VesselCall, file: Path, content: bytes, corrections: LayoutCorrections
    ) -> ManifestPreview:
        try:
            preview = preview_manifest(
                call=call, file_name=file.name, content=content, corrections=corrections
            )
        except ManifestRefused as refusal:
            raise _refused(refusal) from None
        for line in report_lines(preview):
            self.stdout.write(line)
        if preview.refusal:
            raise _refused(ManifestRefused(preview.refusal))
        return preview

    def _say(self, what: str) -> None:
        self.stderr.write(f"import_manifest: {what}")


def _call(reference: str) -> VesselCall:
    calls = VesselCall.objects.select_related("terminal__port", "vessel")
    call = calls.filter(reference=reference).first()
    if call is None:
        raise CommandError(f"There is no call with the reference {reference}.", returncode=USAGE)
    return call


def _person(username: str | None) -> User:
    people = User.objects.filter(is_active=True).order_by("pk")
    person = people.filter(username=username) if username else people.filter(is_superuser=True)
    found = person.first()
    if found is None:
        problem = f"There is nobody called {username}." if username else "There is no superuser."
        raise CommandError(f"{problem} Say who loads the list: --by USERNAME.", returncode=USAGE)
    return found


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            # One byte more than is taken: the reader refuses it in its own words, and a file of
            # a hundred megabytes is never in memory.
            return opened.read(MAX_FILE_MB * 1_000_000 + 1)
    except OSError as problem:
        raise CommandError(f"{file}: {problem.strerror}.", returncode=USAGE) from None


def _judge_dry_run(preview: ManifestPreview) -> None:
    problem_count = preview.problem_count(ProblemSeverity.WARN)
    problem_count += preview.problem_count(ProblemSeverity.REFUSE) + len(preview.doubts)
    if problem_count:
        found = "1 problem" if problem_count == 1 else f"{problem_count:,} problems"
        message = f"Nothing was loaded, it was a dry run. {found} to look at."
        raise CommandError(message, returncode=PROBLEMS_FOUND)


def _refused(refusal: ManifestRefused) -> CommandError:
    return CommandError(f"Nothing was loaded. {refusal.reason}", returncode=REFUSED)
