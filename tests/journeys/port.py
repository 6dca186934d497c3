"""A port for a browser to work in, laid out in the database of a running server."""

import json
import sys
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from operations.actions.tablets import invite_tablet
from operations.models import CargoClass, Deck, Gang, Terminal, User, VesselCall
from operations.vocabulary import CallStatus, Role
from tests import cast
from tests.manifests import PORTS
from tests.servers.gunicorn import RunningServer

SUPERVISOR, CLERK, SECOND_CLERK = "foreman", "clerk3", "clerk1"
_PORT_NAMES = ("Bremerhaven", "Zeebrugge", "Southampton")


@dataclass(frozen=True)
class LaidOut:
    """What a browser must know of the port: the call, and a one-time code for each tablet."""

    call_id: int
    reference: str
    codes: list[str]


def lay_out(server: RunningServer, *, tablet_count: int = 1) -> LaidOut:
    """Make a terminal with a ship that is being loaded; its cargo list is still to come."""
    return LaidOut(**json.loads(_ask(server, f"print_new_port({tablet_count})")))


def change_password(server: RunningServer, username: str, password: str) -> None:
    """Change a password in the office, which ends every session and shift of the person."""
    _ask(server, f"set_password({username!r}, {password!r})")


def _ask(server: RunningServer, call: str) -> str:
    return server.command("shell", "-v", "0", "-c", f"from tests.journeys import port; port.{call}")


def print_new_port(tablet_count: int) -> None:
    """Run in the server's own surroundings."""
    terminal = cast.a_terminal(name="Colonel Island")
    Gang.objects.create(terminal=terminal, name="Gang 1")
    foreman = cast.a_person(
        SUPERVISOR, terminal, role=Role.SUPERVISOR, display_name="Ship foreman", is_staff=True
    )
    cast.a_person(CLERK, terminal, role=Role.CREW, display_name="Tally clerk, gang 3")
    cast.a_person(SECOND_CLERK, terminal, role=Role.CREW, display_name="Tally clerk, gang 1")
    for locode, name in zip(PORTS, _PORT_NAMES, strict=True):
        cast.a_port(locode, name)
    CargoClass.objects.get_or_create(code="CAR", defaults={"name": "Cars"})
    call = _a_call_under_way(terminal)
    codes = [_code(terminal, foreman, number) for number in range(1, tablet_count + 1)]
    sys.stdout.write(json.dumps({"call_id": call.pk, "reference": call.reference, "codes": codes}))


def set_password(username: str, password: str) -> None:
    """Run in the server's own surroundings."""
    person = User.objects.get(username=username)
    person.set_password(password)
    person.save()


def _a_call_under_way(terminal: Terminal) -> VesselCall:
    now = timezone.now()
    call = cast.a_vessel_call(
        terminal,
        reference="SSI-2026-0042",
        status=CallStatus.WORKING,
        arrived_at=now - timedelta(hours=3),
        berthed_at=now - timedelta(hours=2),
        work_started_at=now - timedelta(hours=1),
    )
    Deck.objects.create(vessel=call.vessel, name="11", sort_order=1)
    return call


def _code(terminal: Terminal, foreman: User, number: int) -> str:
    _, code = invite_tablet(
        terminal=terminal,
        tablet_name=f"Ramp {number}",
        invited_by=foreman,
        invited_at=timezone.now(),
    )
    return code
