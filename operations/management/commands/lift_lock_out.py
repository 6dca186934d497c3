from ipaddress import ip_network

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from monitoring.client_address import network_of
from monitoring.printable import printable
from operations.actions.lift_lock_outs import lift_lock_outs
from operations.models import User
from operations.queries.lock_outs import LockOut, lock_outs
from operations.rules.guess_limits import account_key

NOT_LOCKED_OUT = 1
UNKNOWN = 2
_WHERE = "the command line of the server"


class Command(BaseCommand):
    help = (
        "Lifts what wrong passwords and codes shut: of an account, of a network address, or of "
        "both. Without either it lists who is locked out now, of what and until when. Exit code 1 "
        "when one of them is not locked out, 2 for an account that does not exist, or for what is "
        "no network address."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--account", metavar="NAME", default="", help="a user name")
        parser.add_argument("--address", default="", help="of a client, as the list has it")

    def handle(self, *args: object, account: str, address: str, **options: object) -> None:
        standing = lock_outs(now=timezone.now())
        if not account and not address:
            # What is used up in a browser shuts nobody out. It is lifted with the account all the
            # same, so that what strangers do does not count there.
            shut = [_line(each) for each in standing if each.limit.shuts]
            self.stdout.write("\n".join(shut) or "Nobody is locked out.")
            return
        network = _network(address)
        of_account = [each for each in standing if account and _is_of(each, account)]
        of_address = [each for each in standing if address and each.address == network]
        if account and not of_account and not User.objects.filter(username=account).exists():
            raise CommandError(f"There is no account {account}.", returncode=UNKNOWN)
        # One may be of both.
        lifted = list(dict.fromkeys([*of_account, *of_address]))
        lift_lock_outs(lifted, where=_WHERE)
        for each in lifted:
            self.stdout.write(f"Lifted: {_line(each)}")
        named = ((account, of_account), (address, of_address))
        missed = [name for name, found in named if name and not found]
        if missed:
            raise CommandError(f"Not locked out: {', '.join(missed)}.", returncode=NOT_LOCKED_OUT)


def _is_of(lock_out: LockOut, account: str) -> bool:
    return account_key(lock_out.account) == account_key(account)


def _network(address: str) -> str:
    try:
        if address:
            ip_network(address)
    except ValueError:
        raise CommandError(f"{address} is no network address.", returncode=UNKNOWN) from None
    return network_of(address)


def _line(lock_out: LockOut) -> str:
    # A name is as a stranger typed it: it may hold what a terminal obeys, or what nobody sees.
    whose = printable(lock_out.subject)
    return f"{lock_out.limit.guessed_at.label}: {whose}, until {lock_out.until:%Y-%m-%d %H:%M} UTC"
