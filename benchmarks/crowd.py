"""People and probes for a served site, in the database that this process is set up for."""

from http.client import HTTPConnection

from benchmarks.walkers import Walker, a_probe, at_the_board, in_admin, on_a_tablet
from tests.servers.ports import LOOPBACK

# Of a hundred; the rest are probes, as a platform and a monitor send them.
AT_BOARDS, ON_TABLETS, IN_ADMIN = 45, 40, 5


def people(count: int) -> list[Walker]:
    """Fill the database; return people at boards, on tablets and in admin: nine tenths of so many.

    They come in pairs of a kind, so that every second one is a mix of all kinds too.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from operations.vocabulary import CargoMode, Role
    from tests import cast

    call_command("collectstatic", interactive=False, verbosity=0)
    terminal = cast.a_terminal()
    calls = [cast.a_vessel_call(terminal, berth=None, berthed_at=None) for _ in range(4)]
    for call in calls:
        line = cast.a_cargo_line(call, CargoMode.IDENTIFIED, expected_quantity=100)
        for number in range(100):
            cast.a_unit(call, f"CAR{number}", line=line)
    walkers = []
    for number in range(count):
        call, kind = calls[number % len(calls)], number // 2 * 37 % 100
        headers = {"X-Forwarded-For": f"192.0.2.{number % 254 + 1}"}
        if kind < AT_BOARDS + IN_ADMIN:
            person = cast.a_person(f"foreman{number}", terminal, role=Role.SUPERVISOR)
            person.is_staff = kind >= AT_BOARDS
            person.save()
            browser = Client()
            browser.force_login(person)
            headers["Cookie"] = f"session={browser.cookies['session'].value}"
            at_board = at_the_board(headers, call.reference)
            walkers.append(in_admin(headers) if person.is_staff else at_board)
        elif kind < AT_BOARDS + IN_ADMIN + ON_TABLETS:
            name = f"clerk{number}"
            clerk = cast.a_person(name, terminal, role=Role.CREW)
            tablet = cast.a_tablet(terminal, f"Ramp {number}", token=f"secret-{number}")
            headers["Cookie"] = f"tablet=secret-{number}"
            token = cast.a_shift_token(clerk, tablet, starts_at=timezone.now())
            walkers.append(on_a_tablet(headers, call=call.pk, token=token, name=name))
    connection.close()
    return walkers


def probes(port: int, count: int) -> list[Walker]:
    """Return the last tenth of so many: probes; readiness is asked only where there is one."""
    connection = HTTPConnection(LOOPBACK, port, timeout=10)
    connection.request("GET", "/health")
    has_readiness = connection.getresponse().status == 200
    connection.close()
    paths = ("/health/quick", "/health") if has_readiness else ("/health/quick",)
    others = AT_BOARDS + IN_ADMIN + ON_TABLETS
    return [a_probe(paths) for _ in range(count * (100 - others) // 100)]
