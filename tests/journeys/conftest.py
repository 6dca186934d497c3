"""What the journeys of the field app share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

# pytest reads this file before tests/conftest.py has said where the database is: whatever needs
# Django is imported by the fixture that uses it.
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.field_office import FieldOffice, Tablet
    from tests.servers.databases import MigratedDatabases
    from tests.servers.fixtures import OpenBrowser


@pytest.fixture(scope="session")
def shared_office(
    migrated_databases: MigratedDatabases,
    static_files: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[FieldOffice]:
    """Return one office for all journeys of the field app: starting it takes longer than most."""
    from tests.journeys.field_office import an_office

    folder = tmp_path_factory.mktemp("office")
    with (
        migrated_databases.one() as url,
        an_office(url, env=dict(os.environ), folder=folder) as office,
    ):
        yield office


@pytest.fixture
def office(shared_office: FieldOffice) -> Iterator[FieldOffice]:
    """Return the office with a network that is whole, and whole again afterwards."""
    yield shared_office
    shared_office.calm()


@pytest.fixture
def tablet(office: FieldOffice, open_a_browser: OpenBrowser, tmp_path: Path) -> Tablet:
    """Return a tablet that nobody has enrolled yet."""
    from tests.journeys.field_office import Tablet

    return Tablet(office, open_a_browser, tmp_path)
