"""The arrow rule is checked by import-linter; here it is seen to catch what it must."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.house import PRODUCT, PROJECT

FORBIDDEN = {
    "a rule that asks the database": (
        "operations/rules/imo.py",
        "from operations.models import Vessel as Vessel\n",
    ),
    "a query that writes": (
        "operations/queries/board_calls.py",
        "from operations.actions import shorts as shorts\n",
    ),
    "a model that knows a door": (
        "operations/models/terminal.py",
        "from operations.board import urls as urls\n",
    ),
    "the port knowing its wiring": (
        "operations/queries/board_calls.py",
        "from stevedores import env as env\n",
    ),
    "a model that knows the engine room": (
        "operations/models/terminal.py",
        "from monitoring import container as container\n",
    ),
    "the engine room knowing a ship": (
        "monitoring/container.py",
        "from operations import vocabulary as vocabulary\n",
    ),
    "gunicorn waiting for Django": (
        "monitoring/worker_plan.py",
        "from django.conf import settings as settings\n",
    ),
    "a part of the cache that asks the cache": (
        "monitoring/redis/line.py",
        "from monitoring import resilient_cache as resilient_cache\n",
    ),
    "a room that nobody drew": ("operations/services/__init__.py", ""),
    "a room of the engine room that nobody drew": ("monitoring/services/__init__.py", ""),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("planted", FORBIDDEN)
def test_the_arrow_rule_catches(planted: str, tmp_path: Path) -> None:
    for name in PRODUCT:
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    file_name, line = FORBIDDEN[planted]
    file = tmp_path / file_name
    file.parent.mkdir(exist_ok=True)
    file.write_text(line + (file.read_text(encoding="utf-8") if file.exists() else ""))

    outcome = lint_imports(tmp_path)

    assert outcome.returncode == 1, outcome.stdout


def test_the_house_keeps_the_arrow_rule() -> None:
    outcome = lint_imports(PROJECT)

    assert outcome.returncode == 0, outcome.stdout


def test_every_room_is_on_the_floor_plan() -> None:
    plan = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {
        path.parent.relative_to(PROJECT).as_posix()
        for folder in PRODUCT
        for path in (PROJECT / folder).glob("**/__init__.py")
        if "migrations" not in path.parts
    }

    assert {room for room in rooms if f"`{room}/`" not in plan} == set()


def test_every_command_is_in_the_manual() -> None:
    manual = (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")
    commands = {
        path.stem
        for folder in PRODUCT
        for path in (PROJECT / folder / "management" / "commands").glob("[a-z]*.py")
    }

    assert commands
    assert {name for name in commands if f"manage.py {name}" not in manual} == set()
