"""How often the office may ask for what costs much."""

from django.http import HttpRequest

from monitoring.client_address import network_of
from monitoring.rate_limit import Limit

# Of one network address: an office shares it, and everybody there signs in at the change of shift.
SIGN_IN_FROM = Limit("sign-in-address", most=60)
# Of a browser in which the account signed in before: whoever floods the address keeps it out of
# nothing. There is no limit by account alone, which strangers could fill for its owner.
SIGN_IN_KNOWN = Limit("sign-in-browser", most=20)
# A ledger or a tally of a whole ship.
EXPORT = Limit("export", most=30)


def person(request: HttpRequest) -> str:
    """Return who is signed in, or the address of whoever is not."""
    return str(request.user.pk or network_of(request.META["REMOTE_ADDR"]))
