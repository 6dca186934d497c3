"""People and probes for a served site, in the database that this process is set up for."""

from http.client import HTTPConnection
from typing import TYPE_CHECKING

from benchmarks.walkers import Walker, a_probe, at_the_board, in_admin, on_a_tablet
from tests.servers.ports import LOOPBACK

if TYPE_CHECKING:
    from operations.models import CargoLine

# Of a hundred; the rest are probes, as a platform and a monitor send them.
AT_BOARDS, ON_TABLETS, IN_ADMIN = 45, 40, 5
# More than one counts while a crowd walks.
CARS_OF_A_CLERK = 100


def people(count: int) -> list[Walker]:
    """Fill the database; return people at boards, on tablets and in admin: nine tenths of so many.

    They come in pairs of a kind, so that every second one is a mix of all kinds too.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from operations.vocabulary import CargoMode, Role
    from tests import cast

    call_command("collectstatic", interactive=False, verbosity=0)
    terminal = cast.a_terminal()
    calls = [cast.a_vessel_call(terminal, berth=None, berthed_at=None) for _ in range(4)]
    lines = [cast.a_cargo_line(call, CargoMode.IDENTIFIED) for call in calls]
    walkers = []
    for number in range(count):
        line, kind = lines[number % len(lines)], number // 2 * 37 % 100
        headers = {"X-Forwarded-For": f"192.0.2.{number % 254 + 1}"}
        if kind < AT_BOARDS + IN_ADMIN:
            person = cast.a_person(f"foreman{number}", terminal, role=Role.SUPERVISOR)
            person.is_staff = kind >= AT_BOARDS
            person.save()
            browser = Client()
            browser.force_login(person)
            headers["Cookie"] = f"session={browser.cookies['session'].value}"
            at_board = at_the_board(headers, line.call.reference)
            walkers.append(in_admin(headers) if person.is_staff else at_board)
        elif kind < AT_BOARDS + IN_ADMIN + ON_TABLETS:
            walkers.append(_a_clerk(f"CLERK{number}", headers, line))
    connection.close()
    return walkers


def _a_clerk(name: str, headers: dict[str, str], line: "CargoLine") -> Walker:
    """Return a clerk with a tablet, and with cars of their own on the list to count."""
    from django.utils import timezone

    from operations.models import Unit
    from operations.vocabulary import Role
    from tests import cast

    call = line.call
    cars = [f"{name}-{number}" for number in range(1, CARS_OF_A_CLERK + 1)]
    Unit.objects.bulk_create(
        Unit(call=call, line=line, identifier=car, direction=line.direction) for car in cars
    )
    clerk = cast.a_person(name.lower(), call.terminal, role=Role.CREW)
    tablet = cast.a_tablet(call.terminal, f"Ramp of {name}", token=f"secret-{name}")
    headers["Cookie"] = f"tablet=secret-{name}"
    token = cast.a_shift_token(clerk, tablet, starts_at=timezone.now())
    return on_a_tablet(headers, call=call.pk, token=token, name=name)


def probes(port: int, count: int) -> list[Walker]:
    """Return the last tenth of so many: probes; readiness is asked only where there is one."""
    connection = HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request("GET", "/health")
    has_readiness = connection.getresponse().status == 200
    connection.close()
    paths = ("/health/quick", "/health") if has_readiness else ("/health/quick",)
    others = AT_BOARDS + IN_ADMIN + ON_TABLETS
    return [a_probe(paths) for _ in range(count * (100 - others) // 100)]
