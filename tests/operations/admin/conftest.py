"""People of the office, signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.vocabulary import Role

# As in the conftest above: pytest may read this before the settings are there.
if TYPE_CHECKING:
    from django.test import Client

    from operations.models import Terminal, User
    from tests.operations.admin.office import Nouns


@pytest.fixture
def operator(terminal: Terminal) -> User:
    """Return the person of IT on call."""
    from tests import cast

    return cast.a_person(
        "operator", terminal, role=Role.OPERATOR, display_name="IT on call", is_staff=True
    )


@pytest.fixture
def auditor(terminal: Terminal) -> User:
    """Return somebody who looks at everything."""
    from tests import cast

    return cast.a_person(
        "auditor", terminal, role=Role.AUDITOR, display_name="Auditor", is_staff=True
    )


@pytest.fixture
def superuser(db: None) -> User:
    """Return who may everything that anybody may."""
    from operations.models import User

    return User.objects.create_superuser("root", password="x", display_name="Superuser")


@pytest.fixture
def desk(static_files: None, supervisor: User) -> Client:
    """Return the browser of the ship foreman."""
    from tests.operations.admin.office import signed_in

    return signed_in(supervisor)


@pytest.fixture
def desk_next_door(static_files: None, stranger: User) -> Client:
    """Return the browser of a supervisor of the other terminal."""
    from tests.operations.admin.office import signed_in

    return signed_in(stranger)


@pytest.fixture
def nouns(terminal: Terminal, supervisor: User, clerk: User) -> Nouns:
    """Return one row of every noun that admin shows, each at this terminal."""
    from tests.operations.admin.office import one_of_everything

    return one_of_everything(terminal, supervisor, clerk)
