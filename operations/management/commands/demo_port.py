from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from operations.actions.settle import settle_discrepancy
from operations.actions.tablets import CODE_LIFETIME, invite_tablet
from operations.management.demo import port, shift_plan, words
from operations.management.demo.people import create_people, table_of_accounts
from operations.management.demo.shift_plan import Counted
from operations.management.demo.simulated_tablet import OfficeNotReached, SimulatedTablet
from operations.models import Tablet, Terminal, User, VesselCall
from operations.queries.shift_tokens import sign_shift
from operations.vocabulary import DiscrepancyKind

NOT_EMPTY, NOT_REACHED = 2, 3
# The tablets send their counts in turns of this much of the shift, so that the ledger grows as it
# would have grown.
TURN = timedelta(minutes=30)
# What the tablet at the side ramp still holds: every screen shows what that looks like.
STILL_UNSENT = 3
# The same port each time, but for the passwords.
SEED = 42


class Command(BaseCommand):
    help = (
        "Fills an empty database with a demo port: an invented ship under way, whose counts of "
        "the last hours are recorded through the field API of the running site, and a ship to "
        "come. Prints the accounts. Exit code 2 when the database is not empty, 3 when no site "
        "answers at the address."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--url", required=True, help="where this site answers, such as http://127.0.0.1:8000"
        )

    def handle(self, *args: object, url: str, **options: object) -> None:
        url = url.rstrip("/")
        if User.objects.exists() or VesselCall.objects.exists():
            raise CommandError(
                "There are people or calls in this database already; the demo port fills an "
                "empty one only.",
                returncode=NOT_EMPTY,
            )
        try:
            SimulatedTablet(url).look()
        except OfficeNotReached as error:
            raise CommandError(f"Nothing was filled: {error}.", returncode=NOT_REACHED) from error
        try:
            self._fill(url, now=timezone.now())
        except OfficeNotReached as error:
            raise CommandError(
                f"The demo port is filled in part only: {error}. Start again with an empty "
                "database.",
                returncode=NOT_REACHED,
            ) from error

    def _fill(self, url: str, *, now: datetime) -> None:
        chance = Random(SEED)  # noqa: S311 - cars and their colours, no secrets
        self._say("creating the terminal, its people and two ships with their cargo lists")
        terminal = port.create_places()
        passwords = create_people(terminal)
        supervisor = User.objects.get(username="supervisor")
        call, units = port.create_call_under_way(terminal, by=supervisor, now=now, chance=chance)
        port.create_call_to_come(terminal, by=supervisor, now=now, chance=chance)
        gangs = shift_plan.counts_of_the_shift(units, now=now, chance=chance)
        self._say(f"recording {sum(map(len, gangs))} events with {len(gangs)} tablets")
        tablets = [
            self._tablet(url, call, passwords, place=place, now=now) for place in range(len(gangs))
        ]
        send_in_turns(tablets, gangs, now=now)
        settle_one_over(call, by=supervisor, now=now)
        self._tell(url, terminal, passwords, by=supervisor)

    def _tablet(
        self, url: str, call: VesselCall, passwords: Mapping[str, str], *, place: int, now: datetime
    ) -> SimulatedTablet:
        supervisor = User.objects.get(username="supervisor")
        clerk = User.objects.get(username=words.CLERKS[place])
        _, code = invite_tablet(
            terminal=call.terminal,
            tablet_name=words.TABLETS[place],
            invited_by=supervisor,
            invited_at=timezone.now(),
        )
        tablet = SimulatedTablet(url)
        row = Tablet.objects.get(pk=tablet.enrol(code))
        tablet.sign_in(clerk.username, passwords[clerk.username])
        tablet.choose(reference=call.reference, gang=words.GANGS[place])
        # Nobody can sign in this morning any more. The past is made up here, and here only: the
        # counts are sent under the token that signing in at the start of the shift had given.
        began_at = now - shift_plan.WORKED_SINCE
        tablet.go_on_with(sign_shift(person=clerk, tablet=row, starts_at=began_at))
        return tablet

    def _tell(
        self, url: str, terminal: Terminal, passwords: Mapping[str, str], *, by: User
    ) -> None:
        invited_at = timezone.now()
        _, code = invite_tablet(
            terminal=terminal, tablet_name="My browser", invited_by=by, invited_at=invited_at
        )
        until = (invited_at + CODE_LIFETIME).astimezone()
        self.stdout.write(
            f"{table_of_accounts(passwords)}\n\n"
            "To count in a browser of this machine:\n"
            f"  1. Open {url}/field/\n"
            f"  2. Enter the code {code} (it works once, until {until:%H:%M %Z})\n"
            "  3. Sign in as clerk1\n"
            "For another code, sign in as supervisor at\n"
            f"  {url}{reverse('admin:operations_enrolmentcode_add')}\n"
        )

    def _say(self, what: str) -> None:
        self.stderr.write(f"demo_port: {what}")


def send_in_turns(
    tablets: list[SimulatedTablet], gangs: list[list[Counted]], *, now: datetime
) -> None:
    """Let each tablet send a piece of the shift after the other, up to now."""
    begins = now - shift_plan.WORKED_SINCE
    while begins <= now:
        for tablet, counts in zip(tablets, gangs, strict=True):
            turn = [each for each in counts if begins <= each.at < begins + TURN]
            if turn:
                tablet.send(turn)
        begins += TURN
    for tablet in tablets:
        tablet.send([], unsent_count=STILL_UNSENT if tablet is tablets[-1] else 0)


def settle_one_over(call: VesselCall, *, by: User, now: datetime) -> None:
    """Settle one of the overs, so that there is a settled discrepancy to look at."""
    over = call.discrepancies.filter(kind=DiscrepancyKind.OVER).order_by("pk").first()
    if over is not None:
        settle_discrepancy(
            discrepancy=over,
            settlement="The line added it by e-mail; it sails.",
            settled_by=by,
            settled_at=now,
        )
