"""The port that simulated tablets count at; run as a program on the served database.

It prints what the tablets need as JSON: their cookies, the shift tokens, the calls and lines. And
what a browser in the office needs: the cookie of its session, the pages it may look at.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.servers.databases import PROJECT

if TYPE_CHECKING:
    from operations.models import Terminal, VesselCall

TABLETS, LISTED = 4, 300


@dataclass(frozen=True)
class Seat:
    """What one tablet knows: its cookie, the tokens of those signed in, what it counts."""

    name: str
    cookie: str
    tokens: list[str]
    calls: list[int]
    lines: dict[str, int]


@dataclass(frozen=True)
class Desk:
    """What a browser in the office knows: its cookie, and the addresses of pages.

    An export may be asked for thirty times a minute, by one person.
    """

    cookie: str
    pages: list[str]
    export: str


@dataclass(frozen=True)
class Scene:
    """A seat for each tablet, and a desk in the office."""

    seats: list[Seat]
    desk: Desk


def set_the_scene(env: dict[str, str]) -> Scene:
    """Fill a served database."""
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.faults.scene"],
        cwd=PROJECT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    filled = json.loads(outcome.stdout)
    return Scene([Seat(**seat) for seat in filled["seats"]], Desk(**filled["desk"]))


def _fill() -> dict[str, Any]:
    from datetime import timedelta

    from django.utils import timezone

    from operations.vocabulary import CargoMode, Role
    from tests import cast

    terminal = cast.a_terminal()
    calls = [
        cast.a_vessel_call(terminal),
        cast.a_vessel_call(terminal, berth=None, berthed_at=None),
    ]
    lines = {}
    for call in calls:
        cars = cast.a_cargo_line(call, CargoMode.IDENTIFIED, expected_quantity=LISTED)
        lines[str(call.pk)] = cast.a_cargo_line(call).pk
        for number in range(LISTED):
            cast.a_unit(call, f"CAR{number}", line=cars)
    began = timezone.now() - timedelta(hours=1)
    seats = []
    for number in range(1, TABLETS + 1):
        tablet = cast.a_tablet(terminal, f"Ramp {number}", token=f"secret-{number}")
        people = [
            cast.a_person(f"clerk{number}{letter}", terminal, role=Role.CREW) for letter in "ab"
        ]
        seats.append(
            {
                "name": tablet.name,
                "cookie": f"tablet=secret-{number}",
                "tokens": [cast.a_shift_token(each, tablet, starts_at=began) for each in people],
                "calls": [call.pk for call in calls],
                "lines": lines,
            }
        )
    return {"seats": seats, "desk": _furnish(terminal, calls[0])}


def _furnish(terminal: "Terminal", call: "VesselCall") -> dict[str, Any]:
    from django.test import Client

    from operations.vocabulary import Role
    from tests import cast

    browser = Client()
    browser.force_login(cast.a_person("foreman", terminal, role=Role.SUPERVISOR, is_staff=True))
    session = browser.cookies["session"]
    return {
        "cookie": f"session={session.value}",
        "pages": [
            "/",
            f"/calls/{call.reference}/",
            f"/calls/{call.reference}/ledger/",
            "/admin/",
            "/admin/operations/vesselcall/",
        ],
        "export": f"/calls/{call.reference}/ledger.csv",
    }


def main() -> None:
    """Fill the database of the environment."""
    import django

    django.setup()
    json.dump(_fill(), sys.stdout)


if __name__ == "__main__":
    main()
