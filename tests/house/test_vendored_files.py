import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.house.house import PROJECT, short, tracked

SHELVES = [PROJECT / place / "vendor" for place in ("static", "tests/js", "tests")]


def entries(shelf: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((shelf / "VENDOR.json").read_text(encoding="utf-8"))
    return listed


@pytest.mark.parametrize("shelf", SHELVES, ids=short)
def test_every_vendored_file_is_listed(shelf: Path) -> None:
    files = {path.name for path in tracked(".js", ".json") if path.parent == shelf}

    assert files - {"VENDOR.json"} == {entry["file"] for entry in entries(shelf)}


@pytest.mark.parametrize("shelf", SHELVES, ids=short)
def test_every_vendored_file_is_the_one_that_was_reviewed(shelf: Path) -> None:
    changed = [
        entry["file"]
        for entry in entries(shelf)
        if hashlib.sha256((shelf / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
    ]

    assert changed == []


@pytest.mark.parametrize("shelf", SHELVES, ids=short)
def test_every_vendored_file_keeps_its_licence(shelf: Path) -> None:
    packages = [package for entry in entries(shelf) for package in (entry, *entry.get("with", ()))]
    texts = [(shelf / package["licence_file"]).read_text(encoding="utf-8") for package in packages]

    assert texts
    assert all("copyright" in text.lower() for text in texts)
