"""The small cast of the port's tests: see tests/cast.py for who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.vocabulary import Role

# pytest reads this file before tests/conftest.py has said where the database is, when it is given
# a folder below: whatever needs Django is imported by the fixture that uses it.
if TYPE_CHECKING:
    from operations.models import Tablet, Terminal, User, VesselCall
    from tests.ledger_cast import TabletInHand


@pytest.fixture
def terminal(db: None) -> Terminal:
    """Return the terminal where everything happens."""
    from tests import cast

    return cast.a_terminal()


@pytest.fixture
def other_terminal(db: None) -> Terminal:
    """Return a terminal next door, whose people are strangers here."""
    from tests import cast

    return cast.a_terminal("harbour", name="Next door", time_zone="Asia/Kolkata")


@pytest.fixture
def supervisor(terminal: Terminal) -> User:
    """Return the ship foreman."""
    from tests import cast

    return cast.a_person(
        "supervisor", terminal, role=Role.SUPERVISOR, display_name="Ship foreman", is_staff=True
    )


@pytest.fixture
def clerk(terminal: Terminal) -> User:
    """Return the tally clerk of gang 3."""
    from tests import cast

    return cast.a_person("clerk3", terminal, role=Role.CREW, display_name="Tally clerk, gang 3")


@pytest.fixture
def stranger(other_terminal: Terminal) -> User:
    """Return a supervisor of the terminal next door."""
    from tests import cast

    return cast.a_person(
        "stranger", other_terminal, role=Role.SUPERVISOR, display_name="Stranger", is_staff=True
    )


@pytest.fixture
def call(terminal: Terminal) -> VesselCall:
    """Return the ship alongside, being loaded."""
    from tests import cast

    return cast.a_vessel_call(terminal)


@pytest.fixture
def ramp_tablet(terminal: Terminal) -> Tablet:
    """Return the tablet at the ramp."""
    from tests import cast

    return cast.a_tablet(terminal)


@pytest.fixture
def colleague(terminal: Terminal) -> User:
    """Return the tally clerk of gang 4."""
    from tests import cast

    return cast.a_person("clerk4", terminal, role=Role.CREW, display_name="Tally clerk, gang 4")


@pytest.fixture
def ramp(ramp_tablet: Tablet, clerk: User, call: VesselCall) -> TabletInHand:
    """Return the tablet at the ramp in the hand of the clerk of gang 3."""
    from tests.ledger_cast import TabletInHand

    return TabletInHand(ramp_tablet, clerk, call)


@pytest.fixture
def hatch(terminal: Terminal, colleague: User, call: VesselCall) -> TabletInHand:
    """Return the tablet at the hatch in the hand of the clerk of gang 4."""
    from tests import cast
    from tests.ledger_cast import TabletInHand

    return TabletInHand(cast.a_tablet(terminal, "Hatch 1"), colleague, call)
