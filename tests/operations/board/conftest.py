"""People at their desks, at noon of the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from operations.vocabulary import Role

# As in the conftest above: pytest may read this before the settings are there.
if TYPE_CHECKING:
    from operations.models import Terminal, User
    from tests.operations.board.desk import Desk


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the office's clock at noon of the examples, ten o'clock at the terminal."""
    from django.utils import timezone

    from tests.cast import NOON

    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture(autouse=True)
def an_empty_cache(static_files: None) -> None:
    """Let no page of another test be shown."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def auditor(terminal: Terminal) -> User:
    """Return somebody who looks at everything and changes nothing."""
    from tests import cast

    return cast.a_person("auditor", terminal, role=Role.AUDITOR, display_name="Auditor")


@pytest.fixture
def desk(supervisor: User) -> Desk:
    """Return the ship foreman's desk."""
    from tests.operations.board.desk import Desk

    return Desk(supervisor)


@pytest.fixture
def auditors_desk(auditor: User) -> Desk:
    """Return the auditor's desk."""
    from tests.operations.board.desk import Desk

    return Desk(auditor)


@pytest.fixture
def clerks_desk(clerk: User) -> Desk:
    """Return a desk at which a tally clerk is still signed in."""
    from tests.operations.board.desk import Desk

    return Desk(clerk)


@pytest.fixture
def desk_next_door(stranger: User) -> Desk:
    """Return the desk of a supervisor of another terminal."""
    from tests.operations.board.desk import Desk

    return Desk(stranger)


@pytest.fixture
def operators_desk(terminal: Terminal) -> Desk:
    """Return the desk of IT on call."""
    from tests import cast
    from tests.operations.board.desk import Desk

    return Desk(cast.a_person("operator", terminal, role=Role.OPERATOR, is_staff=True))
