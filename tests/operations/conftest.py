"""The small cast of the port's tests: see tests/cast.py for who they are."""

import pytest

from operations.models import Tablet, Terminal, User, VesselCall
from operations.vocabulary import Role
from tests import cast


@pytest.fixture
def terminal(db: None) -> Terminal:
    """Return the terminal where everything happens."""
    return cast.a_terminal()


@pytest.fixture
def other_terminal(db: None) -> Terminal:
    """Return a terminal next door, whose people are strangers here."""
    return cast.a_terminal("harbour", name="Next door", time_zone="Asia/Kolkata")


@pytest.fixture
def supervisor(terminal: Terminal) -> User:
    """Return the ship foreman."""
    return cast.a_person(
        "supervisor", terminal, role=Role.SUPERVISOR, display_name="Ship foreman", is_staff=True
    )


@pytest.fixture
def clerk(terminal: Terminal) -> User:
    """Return the tally clerk of gang 3."""
    return cast.a_person("clerk3", terminal, role=Role.CREW, display_name="Tally clerk, gang 3")


@pytest.fixture
def stranger(other_terminal: Terminal) -> User:
    """Return a supervisor of the terminal next door."""
    return cast.a_person(
        "stranger", other_terminal, role=Role.SUPERVISOR, display_name="Stranger", is_staff=True
    )


@pytest.fixture
def call(terminal: Terminal) -> VesselCall:
    """Return the ship alongside, being loaded."""
    return cast.a_vessel_call(terminal)


@pytest.fixture
def ramp_tablet(terminal: Terminal) -> Tablet:
    """Return the tablet at the ramp."""
    return cast.a_tablet(terminal)
