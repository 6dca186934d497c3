"""The port that simulated tablets count at; run as a program on the served database.

It prints what the tablets need as JSON: their cookies, the shift tokens, the calls and lines.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tests.servers.databases import PROJECT

TABLETS, LISTED = 4, 300


@dataclass(frozen=True)
class Seat:
    """What one tablet knows: its cookie, the tokens of those signed in, what it counts."""

    name: str
    cookie: str
    tokens: list[str]
    calls: list[int]
    lines: dict[str, int]


def set_the_scene(env: dict[str, str]) -> list[Seat]:
    """Fill a served database and return a seat for each tablet."""
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.faults.scene"],
        cwd=PROJECT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    return [Seat(**seat) for seat in json.loads(outcome.stdout)]


def _fill() -> list[dict[str, Any]]:
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
    return seats


def main() -> None:
    """Fill the database of the environment."""
    import django

    django.setup()
    json.dump(_fill(), sys.stdout)


if __name__ == "__main__":
    main()
