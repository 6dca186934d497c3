from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils import timezone

from monitoring.alert_delivery import MOST_TRIES, untold
from monitoring.alerts import describe, evaluate

STANDS, NOT_EVALUATED, NOT_TOLD = 1, 2, 3


class Command(BaseCommand):
    help = (
        "Holds the figures of the last minutes against the rules, and tells people what is new. "
        "One line for each alert that stands. Exit code 0: none stands; 1: some do; 2: the "
        "database does not answer; 3: people could not be told of one, whatever else. May run "
        "twice at once."
    )

    def handle(self, *args: object, **options: object) -> None:
        try:
            outcome = evaluate(now=timezone.now())
            given_up = untold().filter(tries_count__gte=MOST_TRIES, alert__cleared_at=None)
            unheard = [str(message) for message in given_up.select_related("alert")]
        except Error as error:
            raise CommandError(
                f"nothing was evaluated: {type(error).__name__}", returncode=NOT_EVALUATED
            ) from error
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
