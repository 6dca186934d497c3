"""The tablets of the field door's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

# As in the conftest above: pytest may read this before the settings are there.
if TYPE_CHECKING:
    from operations.models import Terminal, User, VesselCall
    from tests.operations.field.tablets import TabletClient


@pytest.fixture
def ramp(static_files: None, terminal: Terminal, clerk: User) -> TabletClient:
    """Return the tablet at the ramp, in the hands of the clerk of gang 3."""
    from tests.operations.field.tablets import a_tablet_client

    return a_tablet_client(terminal, clerk)


@pytest.fixture
def unknown_tablet(static_files: None, db: None) -> TabletClient:
    """Return a tablet that nobody ever enrolled."""
    from tests.operations.field.tablets import TabletClient

    return TabletClient()


@pytest.fixture
def tablet_next_door(static_files: None, other_terminal: Terminal, stranger: User) -> TabletClient:
    """Return a tablet of the other terminal, in the hands of its supervisor."""
    from tests.operations.field.tablets import a_tablet_client

    return a_tablet_client(other_terminal, stranger, name="Next door")


@pytest.fixture
def revoked_tablet(ramp: TabletClient, supervisor: User) -> TabletClient:
    """Return the tablet at the ramp after a supervisor revoked it."""
    from operations.actions.tablets import revoke_tablet
    from tests import cast

    revoke_tablet(tablet=ramp.tablet, revoked_by=supervisor, revoked_at=cast.NOON)
    return ramp


@pytest.fixture
def loaded_call(call: VesselCall) -> VesselCall:
    """Return the call with a car, cases and bulk on its list."""
    from operations.vocabulary import CargoMode
    from tests import cast

    cast.a_unit(call, "WVWZZZ1JZXW000001")
    cast.a_cargo_line(call)
    cast.a_cargo_line(call, CargoMode.BULK, description="Sand", expected_quantity=50_000)
    return call
