"""What the tests of the doors share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

# pytest reads this file before tests/conftest.py has said where the database is: whatever needs
# Django is imported by the fixture that uses it.
if TYPE_CHECKING:
    from tests.security.scene import Scene


@pytest.fixture
def scene(db: None, static_files: None) -> Scene:
    """Return every kind of person, and one row of every noun at their terminal."""
    from tests.security.scene import a_scene

    return a_scene()
