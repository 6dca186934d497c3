import re
from pathlib import Path

import pytest

from tests.house.house import PROJECT

FOLDER = PROJECT / "requirements"


def wanted(name: str) -> list[str]:
    """Return the packages that people chose, without extras, in the index's own spelling."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    names = [re.split(r"[\[><=~!; ]", line)[0] for line in lines if re.match(r"[A-Za-z]", line)]
    return [each.lower().replace("_", "-") for each in names]


def pins(name: str) -> list[str]:
    text = (FOLDER / name).read_text(encoding="utf-8").replace("\\\n", "")
    return [line for line in text.splitlines() if re.match(r"[A-Za-z]", line)]


@pytest.mark.parametrize("name", ["base.in", "dev.in"])
def test_every_package_says_what_it_replaces(name: str) -> None:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    silent = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if re.match(r"[A-Za-z]", line) and not before.startswith("# ")
    ]

    assert silent == []


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_chosen_package_is_pinned(name: str) -> None:
    pinned = {line.split("==")[0].split("[")[0].lower() for line in pins(f"{name}.txt")}

    assert set(wanted(f"{name}.in")) - pinned == set()


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_every_pin_carries_hashes(name: str) -> None:
    assert [line for line in pins(name) if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_tests_run_on_what_is_shipped() -> None:
    version = {line.split(" ")[0] for line in pins("base.txt")}

    assert version - {line.split(" ")[0] for line in pins("dev.txt")} == set()


def test_no_requirement_names_an_index() -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path(FOLDER).iterdir()]

    assert [text for text in texts if "index-url" in text or "http" in text.split("\n#")[0]] == []
