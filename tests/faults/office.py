"""The port at which people click while something breaks, and who they are."""

import json
from dataclasses import asdict, dataclass

from tests.servers.gunicorn import RunningServer

TABLETS, BOARDS, ADMINS = 2, 4, 1


@dataclass(frozen=True)
class Desk:
    """Where somebody works: who it is, on which tablet if any, at which call; nobody is a probe."""

    username: str = ""
    cookie: str = ""
    is_staff: bool = False
    call: int = 0
    reference: str = ""


def open_the_office(server: RunningServer) -> list[Desk]:
    """Fill a served database; return a desk for everybody, and one for a probe."""
    make = "from tests.faults import office; office.print_desks()"
    desks = json.loads(server.command("shell", "-v", "0", "-c", make))
    return [*(Desk(**desk) for desk in desks), Desk()]


def print_desks() -> None:
    """Run in the server's own surroundings."""
    import sys

    sys.stdout.write(json.dumps([asdict(desk) for desk in _fill()]))


def _fill() -> list[Desk]:
    from operations.vocabulary import CargoMode, Role
    from tests import cast

    terminal = cast.a_terminal()
    call = cast.a_vessel_call(terminal)
    line = cast.a_cargo_line(call, CargoMode.IDENTIFIED, expected_quantity=100)
    for number in range(100):
        cast.a_unit(call, f"CAR{number}", line=line)
    desks = []
    for number in range(BOARDS + ADMINS):
        name, is_staff = f"foreman{number}", number >= BOARDS
        cast.a_person(name, terminal, role=Role.SUPERVISOR, is_staff=is_staff)
        desks.append(Desk(name, is_staff=is_staff, call=call.pk, reference=call.reference))
    for number in range(TABLETS):
        cast.a_person(f"clerk{number}", terminal, role=Role.CREW)
        cast.a_tablet(terminal, f"Ramp {number}", token=f"secret-{number}")
        desks.append(Desk(f"clerk{number}", f"tablet=secret-{number}", call=call.pk))
    return desks
