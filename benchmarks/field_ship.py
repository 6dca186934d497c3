"""A ship for the field app to be measured with; Django has to be set up."""

from django.db import connection
from django.utils import timezone

from operations.actions.tablets import invite_tablet
from operations.models import CargoClass, Unit
from operations.vocabulary import CargoMode, Role
from tests import cast

CLERK, MAKES, COLOURS = "clerk3", ("BMW X3", "Kia EV6", "Toyota RAV4"), ("Black", "White", "Red")


def list_a_ship(listed: int) -> tuple[str, str, list[str]]:
    """Put a ship alongside with so many cars on its list.

    Returns the name of the clerk, a code for one tablet, and the identifiers.
    """
    terminal = cast.a_terminal()
    cast.a_person(CLERK, terminal, role=Role.CREW)
    supervisor = cast.a_person("foreman", terminal, role=Role.SUPERVISOR)
    call = cast.a_vessel_call(terminal, cargo_version=1)
    line = cast.a_cargo_line(
        call,
        CargoMode.IDENTIFIED,
        expected_quantity=listed,
        cargo_class=CargoClass.objects.get_or_create(code="CAR", defaults={"name": "Cars"})[0],
    )
    # Serial numbers in a cluster, as one maker's cars of one month have them.
    identifiers = [f"WVWZZZ1JZX{300_000 + 3 * number:07}" for number in range(listed)]
    Unit.objects.bulk_create(
        Unit(
            call=call,
            line=line,
            direction=line.direction,
            identifier=identifier,
            make=MAKES[number % 3].split()[0],
            model=MAKES[number % 3].split()[1],
            colour=COLOURS[number % 3],
        )
        for number, identifier in enumerate(identifiers)
    )
    _, code = invite_tablet(
        terminal=terminal, tablet_name="Ramp 1", invited_by=supervisor, invited_at=timezone.now()
    )
    connection.close()
    return CLERK, code, identifiers
