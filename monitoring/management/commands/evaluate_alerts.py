import socket

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from monitoring.alerting.delivery import MOST_TRIES, NOBODY, tell_directly, untold
from monitoring.alerting.texts import Told
from monitoring.alerts import Outcome, describe, evaluate

STANDS, NOT_EVALUATED, NOT_TOLD = 1, 2, 3


class Command(BaseCommand):
    help = (
        "Holds the figures of the last minutes against the rules, and tells people what is new. "
        "One line for each alert that stands. Exit code 0: none stands; 1: some do; 2: the "
        "database does not answer; 3: people could not be told of one, whatever else. May run "
        "twice at once. With --test it sends a test by every way that is set, and evaluates "
        "nothing. Exit code 0: each took it; 3: one did not, or none is set."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--test", action="store_true", dest="is_trial", help="send a test, evaluate nothing"
        )

    def handle(self, *args: object, is_trial: bool, **options: object) -> None:
        if is_trial:
            self._try()
        else:
            self._evaluate()

    def _try(self) -> None:
        outcome = tell_directly(Told.of_trial(source=socket.gethostname(), now=timezone.now()))
        for channel, failure in outcome.items():
            what = f"not taken: {failure}" if failure else "taken"
            self.stdout.write(f"{channel.label}: {what}")
        if not outcome:
            raise CommandError(NOBODY, returncode=NOT_TOLD)
        if any(outcome.values()):
            raise CommandError("the test did not arrive everywhere", returncode=NOT_TOLD)

    def _evaluate(self) -> None:
        try:
            outcome = evaluate(now=timezone.now())
            given_up = untold().filter(tries_count__gte=MOST_TRIES, alert__cleared_at=None)
            unheard = [str(message) for message in given_up.select_related("alert")]
        except Error as error:
            raise CommandError(
                f"nothing was evaluated: {type(error).__name__}", returncode=NOT_EVALUATED
            ) from error
        self._tell(outcome, unheard)

    def _tell(self, outcome: Outcome, unheard: list[str]) -> None:
        for alert in outcome.standing:
            self.stdout.write(describe(alert))
        if unheard:
            raise CommandError(f"nobody was told of {', '.join(unheard)}", returncode=NOT_TOLD)
        if outcome.standing:
            count = len(outcome.standing)
            raise CommandError(
                "1 alert stands" if count == 1 else f"{count} alerts stand", returncode=STANDS
            )
        self.stdout.write("no alert stands")
