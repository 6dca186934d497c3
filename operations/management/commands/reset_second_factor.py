from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.actions.second_factor import remove_second_factor
from operations.models import User

NONE_THERE = 1
UNKNOWN_PERSON = 2
_SAID = "At the command line of the server."


class Command(BaseCommand):
    help = (
        "Takes the second factor off an account, for when nobody in the office can. The person is "
        "signed out and sets a new one up with the password. Exit code 1 when there is none, "
        "2 for an account that does not exist."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: object, username: str, **options: object) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no account {username}.", returncode=UNKNOWN_PERSON)
        if not remove_second_factor(person=person, by=None, said=_SAID):
            raise CommandError(f"{username} has no second factor.", returncode=NONE_THERE)
        self.stdout.write(f"{username} has no second factor any more, and is signed out.")
