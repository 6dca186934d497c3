"""The few people, ships and tablets that every test shares, and the builders for more of them.

One terminal with a ship alongside, a tally clerk of gang 3, a supervisor; and a second terminal
with its own people, whose members are strangers at the first.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from operations.actions.enrol_tablet import sha256_of
from operations.models import (
    Berth,
    CargoClass,
    CargoLine,
    Deck,
    Gang,
    Port,
    Tablet,
    Terminal,
    Unit,
    User,
    Vessel,
    VesselCall,
)
from operations.queries.shift_tokens import sign_shift
from operations.rules.event_ids import new_uuid7
from operations.vocabulary import CallStatus, CargoMode, Direction, Role
from tests import raw_event

#: The working day of the examples: a Wednesday noon in UTC, morning at the terminal.
NOON = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
PASSWORD = "a long enough password for a test"
#: Ship identification numbers with right check digits.
IMO_NUMBERS = ("9074729", "9319466", "9811000", "9176187")

_numbers = count(1)


def a_port(locode: str = "USSSI", name: str = "Brunswick") -> Port:
    return Port.objects.get_or_create(locode=locode, defaults={"name": name})[0]


def a_terminal(code: str = "colonel", **fields: object) -> Terminal:
    known: dict[str, object] = {
        "name": f"Terminal {code}",
        "port": a_port(),
        "time_zone": "America/New_York",
    }
    terminal = Terminal.objects.create(code=code, **known | fields)
    Berth.objects.create(terminal=terminal, name="1")
    Gang.objects.create(terminal=terminal, name="Gang 3")
    return terminal


def a_person(
    username: str, *terminals: Terminal, role: Role | None = None, **fields: object
) -> User:
    known: dict[str, object] = {"username": username, "password": _hashed_password()}
    person = User.objects.create(**known | fields)
    person.terminals.set(terminals)
    if role is not None:
        # Made by a migration; a database that was flushed has lost them.
        from django.contrib.auth.models import Group

        person.groups.add(Group.objects.get_or_create(name=role)[0])
    return person


@cache
def _hashed_password() -> str:
    # A quarter of a second of honest work, once instead of for each person of each test.
    return make_password(PASSWORD)


def a_vessel(imo_number: str = IMO_NUMBERS[0], name: str = "Morning Example") -> Vessel:
    vessel, is_new = Vessel.objects.get_or_create(imo_number=imo_number, defaults={"name": name})
    if is_new:
        Deck.objects.create(vessel=vessel, name="5")
    return vessel


def a_vessel_call(terminal: Terminal, **fields: object) -> VesselCall:
    """Return a call that is being worked; every keyword is a column of its own."""
    number = next(_numbers)
    known: dict[str, object] = {
        "vessel": a_vessel(),
        "berth": terminal.berths.first(),
        "reference": f"CALL-{number}",
        "voyage": f"{number:03}E",
        "direction": "LOAD",
        "status": CallStatus.WORKING,
        "arrived_at": NOON - timedelta(hours=6),
        "berthed_at": NOON - timedelta(hours=5),
        "work_started_at": NOON - timedelta(hours=4),
    }
    return VesselCall.objects.create(terminal=terminal, **known | fields)


def a_tablet(terminal: Terminal, name: str = "Ramp 1", *, token: str | None = None) -> Tablet:
    """Return an enrolled tablet; with a token it can be used over HTTP too."""
    return Tablet.objects.create(
        terminal=terminal,
        name=name,
        token_sha256=sha256_of(token or uuid4().hex),
        enrolled_at=NOON - timedelta(days=1),
    )


def a_cargo_line(
    call: VesselCall, mode: CargoMode = CargoMode.COUNTED, **fields: object
) -> CargoLine:
    known: dict[str, object] = {
        "direction": Direction.LOAD,
        "bill_of_lading": f"BL{next(_numbers)}",
        "description": "Cases of parts",
        "port_of_loading": call.terminal.port,
        "port_of_discharge": a_port("DEBRV", "Bremerhaven"),
        "expected_quantity": 24,
    }
    return CargoLine.objects.create(call=call, mode=mode, **known | fields)


def a_unit(
    call: VesselCall, identifier: str, *, line: CargoLine | None = None, **fields: object
) -> Unit:
    """Return a listed car; without a line it gets one of its own."""
    car = CargoClass.objects.get_or_create(code="CAR", defaults={"name": "Cars"})[0]
    line = line or a_cargo_line(
        call, CargoMode.IDENTIFIED, description="", cargo_class=car, expected_quantity=1
    )
    known: dict[str, object] = {"direction": line.direction, "make": "Example", "model": "Hatch"}
    return Unit.objects.create(call=call, line=line, identifier=identifier, **known | fields)


def a_shift_token(person: User, tablet: Tablet, *, starts_at: datetime | None = None) -> str:
    return sign_shift(
        person=person, tablet=tablet, starts_at=starts_at or NOON - timedelta(hours=4)
    )


def a_raw_event(
    call: VesselCall, *, token: str, sequence: int, **fields: object
) -> dict[str, object]:
    """Return an event as a tablet writes it: a count of one car unless a keyword says otherwise."""
    known = {"event_id": str(new_uuid7(timezone.now())), "counted_at": NOON.isoformat()}
    return raw_event.a_raw_event(call.pk, token=token, sequence=sequence, **known | fields)


def a_journal_id() -> UUID:
    return uuid4()
