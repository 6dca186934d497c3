from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.models import VesselCall
from operations.queries.verify_ledger import CallVerified, verify_ledger

UNKNOWN_CALL = 2


class Command(BaseCommand):
    help = (
        "Recomputes the ledger and its copies from the columns. One line for each call; "
        "exit code 0 when all is well, 1 with the first bad position of each call, "
        "2 for a call that does not exist."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--call", metavar="REFERENCE", help="only the call with this reference")

    def handle(self, *args: object, call: str | None, **options: object) -> None:
        bad = 0
        try:
            for verified in verify_ledger(reference=call):
                self.stdout.write(_line(verified))
                bad += verified.problem is not None
        except VesselCall.DoesNotExist:
            raise CommandError(
                f"There is no call with the reference {call}.", returncode=UNKNOWN_CALL
            ) from None
        if bad:
            calls = "1 call is" if bad == 1 else f"{bad} calls are"
            raise CommandError(f"{calls} not as recorded.", returncode=1)


def _line(verified: CallVerified) -> str:
    if verified.problem is not None:
        return f"{verified.reference}: BAD: {verified.problem}"
    events = "1 event" if verified.event_count == 1 else f"{verified.event_count} events"
    head = f", head {verified.head_digest}" if verified.head_digest else ""
    missing = f"; {verified.missing_count} not arrived yet" if verified.missing_count else ""
    return f"{verified.reference}: ok, {events}{head}{missing}"
