import json
import sys
from collections.abc import Iterator
from typing import NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.health import Finding, Snapshot, State, as_detail, look
from monitoring.health_checks import prepare

CANNOT_RUN = 3
EXIT_CODES = {State.OK: 0, State.DEGRADED: 1, State.FAIL: 2}


class Command(BaseCommand):
    help = (
        "Looks how the site is, now. Exit code 0: all is well; 1: degraded; 2: it cannot serve; "
        "3: could not look."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # Python's own 2 would say that the site fails.
        vars(parser)["error"] = lambda message: self._cannot_run(
            f"{parser.format_usage()}{message}"
        )
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", dest="form", choices=_FORMS, default="text")
        parser.add_argument("--strict", action="store_true", help="take degraded for a failure")

    def handle(self, *args: object, form: str, strict: bool, **options: object) -> None:
        try:
            # Before the checks' deadlines begin to count.
            prepare()
            snapshot = look(is_thorough=True)
            self.stdout.write(_FORMS[form](snapshot))
        except Exception as error:  # Python's own exit code 1 would say that the site serves
            raise CommandError(f"could not look: {error!r}", returncode=CANNOT_RUN) from error
        state = snapshot.state
        if strict and state is State.DEGRADED:
            state = State.FAIL
        if code := EXIT_CODES[state]:
            sys.exit(code)

    def _cannot_run(self, message: str) -> NoReturn:
        self.stderr.write(message)
        sys.exit(CANNOT_RUN)


def _as_text(snapshot: Snapshot) -> str:
    lines = [line for each in snapshot.findings for line in _lines_of(each)]
    return "\n".join([*lines, f"status: {snapshot.state}"])


def _lines_of(finding: Finding) -> Iterator[str]:
    said = [finding.says, *(f"{name} {value}" for name, value in finding.figures.items())]
    head = f"{finding.name:<9} {finding.state:<9} {finding.took_seconds * 1000:6.0f} ms"
    yield f"{head}  {'; '.join(filter(None, said))}".rstrip()
    yield from (f"    {note}" for note in finding.notes)


def _as_json(snapshot: Snapshot) -> str:
    return json.dumps(as_detail(snapshot))


def _as_prometheus(snapshot: Snapshot) -> str:
    """In Prometheus' text format: 0 is ok, 1 degraded, 2 fail, as the exit codes are."""
    lines = [
        "# HELP site_health_state How the site is: 0 ok, 1 degraded, 2 fail.",
        "# TYPE site_health_state gauge",
        f"site_health_state {EXIT_CODES[snapshot.state]}",
        "# HELP site_health_check_state How one check is: 0 ok, 1 degraded, 2 fail.",
        "# TYPE site_health_check_state gauge",
        *(
            f'site_health_check_state{{check="{each.name}"}} {EXIT_CODES[each.state]}'
            for each in snapshot.findings
        ),
        "# HELP site_health_check_seconds How long one check took.",
        "# TYPE site_health_check_seconds gauge",
        *(
            f'site_health_check_seconds{{check="{each.name}"}} {each.took_seconds:.6f}'
            for each in snapshot.findings
        ),
    ]
    return "\n".join(lines)


_FORMS = {"text": _as_text, "json": _as_json, "prometheus": _as_prometheus}
