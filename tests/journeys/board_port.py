"""A port with something of everything on its board, in the database of a running server."""

from datetime import datetime, timedelta

from django.utils import timezone

from operations.actions.call_life_cycle import resume_work, stop_work
from operations.actions.reverse_tally_event import reverse_tally_event
from operations.models import Tablet, TallyEvent, User, VesselCall
from operations.vocabulary import CallStatus, CargoMode, Role
from tests import cast
from tests.ledger_cast import TabletInHand
from tests.servers.gunicorn import RunningServer

FOREMAN, CLERK = "foreman", "clerk3"
REFERENCE = "SSI-2026-0042"
# What the ramp counts before anybody looks: three cars of the list.
COUNTED = 3


def lay_out(server: RunningServer) -> None:
    """Make a terminal with a ship under way, one that is expected, and tablets with trouble."""
    _do(server, "make_port()")


def count_a_car(server: RunningServer) -> None:
    """Let the ramp count one more car of the list."""
    _do(server, "count_one_more()")


def _do(server: RunningServer, call: str) -> None:
    command = f"from tests.journeys import board_port; board_port.{call}"
    server.command("shell", "-v", "0", "-c", command)


def make_port() -> None:
    """Run in the server's own surroundings."""
    now = timezone.now()
    terminal = cast.a_terminal(name="North Quay")
    foreman = cast.a_person(
        FOREMAN, terminal, role=Role.SUPERVISOR, display_name="Ship foreman", is_staff=True
    )
    clerk = cast.a_person(CLERK, terminal, role=Role.CREW, display_name="Tally clerk, gang 3")
    call = cast.a_vessel_call(
        terminal,
        reference=REFERENCE,
        arrived_at=now - timedelta(hours=6),
        berthed_at=now - timedelta(hours=5),
        work_started_at=now - timedelta(hours=4),
    )
    cast.a_vessel_call(
        terminal,
        reference="SSI-2026-0043",
        vessel=cast.a_vessel(cast.IMO_NUMBERS[1], "Atlantic Example"),
        status=CallStatus.EXPECTED,
        **dict.fromkeys(("berth", "arrived_at", "berthed_at", "work_started_at")),
    )
    stop_work(call=call, reason="Rain", stopped_at=now - timedelta(hours=2), by=foreman)
    resume_work(call=call, resumed_at=now - timedelta(hours=1), by=foreman)
    _count(call, TabletInHand(cast.a_tablet(terminal), clerk, call), foreman, now)


def _count(call: VesselCall, ramp: TabletInHand, foreman: User, now: datetime) -> None:
    line = cast.a_unit(call, "WVWZZZ1JZXW000000").line
    for number in range(1, 9):
        cast.a_unit(call, f"WVWZZZ1JZXW{number:06}", line=line)
    coils = cast.a_cargo_line(call, CargoMode.BULK, expected_quantity=90_000)
    at = (now - timedelta(hours=3)).isoformat()
    cars = [
        ramp.count(identifier=f"WVWZZZ1JZXW{number:06}", counted_at=at) for number in range(COUNTED)
    ]
    ramp.send(*cars, ramp.count(line=coils.pk, quantity=22_000, counted_at=at), received_at=now)
    ramp.send(ramp.count(identifier="ONNOLIST", counted_at=at), received_at=now)
    ramp.send(ramp.count(quantity=1.9), received_at=now)
    ramp.head_sequence += 3
    ramp.send(received_at=now, device_now=now - timedelta(hours=2))
    landed = TallyEvent.objects.get(identifier="ONNOLIST").event_id
    reverse_tally_event(
        event_id=landed, reversed_by=foreman, reason="Landed again", reversed_at=now
    )
    ramp.send(ramp.count(identifier="ALSOONNOLIST", counted_at=at), received_at=now)


def count_one_more() -> None:
    """Run in the server's own surroundings."""
    call = VesselCall.objects.get(reference=REFERENCE)
    now, ramp_tablet = timezone.now(), Tablet.objects.get(name="Ramp 1")
    ramp = TabletInHand(ramp_tablet, User.objects.get(username=CLERK), call)
    number = TallyEvent.objects.filter(identifier__startswith="WVW").count()
    car = ramp.count(identifier=f"WVWZZZ1JZXW{number:06}", counted_at=now.isoformat())
    ramp.send(car, received_at=now)
