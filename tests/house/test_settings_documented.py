"""Every setting is explained where an operator looks, and nothing else is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from monitoring.worker_plan import THREADS
from tests.house.house import PRODUCT, PROJECT

READERS = [*(PROJECT / "stevedores").glob("*.py"), PROJECT / "gunicorn.conf.py"]
EXAMPLE = PROJECT / ".env.example"
# Read by bin/run before Python starts.
OF_THE_SHELL = {"PYTHON"}


class Read(NamedTuple):
    """One question to the environment: the name, the reader asked, and the default in the code.

    `default` is None for a setting that must be set, and for a default that is computed.
    """

    name: str
    reader: str
    default: str | None


def settings_read(path: Path) -> Iterator[Read]:
    """Yield what a file asks the environment for, the name being the first argument of a reader."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith("env."):
            first = node.args[0]
            name = first.value if isinstance(first, ast.Constant) else None
            assert isinstance(name, str), f"{path}:{node.lineno}: a name that is computed"
            yield Read(name, ast.unparse(node.func).removeprefix("env."), default_of(node))


def default_of(call: ast.Call) -> str | None:
    """Return the default of a reader as operators write it; no default at all is an empty one."""
    if ast.unparse(call.func) == "env.required_text":
        return None
    given = next((word.value for word in call.keywords if word.arg == "default"), ast.Constant(""))
    if not isinstance(given, ast.Constant):
        return None
    if isinstance(given.value, bool):
        return "yes" if given.value else "no"
    return str(given.value)


def all_read() -> list[Read]:
    return [each for path in READERS for each in settings_read(path)]


def explanation(name: str) -> str:
    """Return the words above a setting, in one line."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    place = next(n for n, line in enumerate(lines) if re.match(rf"#? ?{name}=", line))
    words: list[str] = []
    for line in reversed(lines[:place]):
        if not line.startswith("# "):
            break
        words.insert(0, line.removeprefix("# "))
    return " ".join(words)


def settings_explained() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text(), flags=re.MULTILINE))


def test_every_setting_is_in_the_example() -> None:
    read = {each.name for each in all_read()}

    assert read >= {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MEMORY_LIMIT_MB", "WEB_WORKERS"}
    assert read - settings_explained() == set()


def test_the_example_explains_no_setting_that_nobody_reads() -> None:
    read = {each.name for each in all_read()}

    assert settings_explained() - read - OF_THE_SHELL == set()


def test_every_setting_is_explained_in_words() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    unexplained = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if re.match(r"#? ?[A-Z][A-Z0-9_]+=", line) and not re.match(r"# \w", before)
    ]

    assert unexplained == []


@pytest.mark.parametrize("read", all_read(), ids=lambda read: read.name)
def test_every_explanation_gives_the_default_that_the_code_has(read: Read) -> None:
    words = explanation(read.name)

    if read.reader == "required_text":
        assert re.search(r"Required( with [A-Z_]+)?[.,;]", words)
    elif read.default is None:
        assert "Default: " in words
    else:
        nothing = ("Default: none.", "Default: nobody.")
        expected = (f"Default: {read.default}",) if read.default else nothing
        assert any(each in words for each in expected), words


@pytest.mark.parametrize("read", all_read(), ids=lambda read: read.name)
def test_every_number_has_a_unit(read: Read) -> None:
    # Ports and counts of things are units too: what matters is that nobody has to guess.
    units = r"\b(MB|[Ss]econds|[Mm]inutes?|[Hh]ours|[Dd]ays|processes|Port|[Rr]equests|per cent)\b"

    assert read.reader != "whole_number" or re.search(units, explanation(read.name))


def test_the_threads_of_a_worker_are_as_many_as_the_example_says() -> None:
    assert f"each with {THREADS} threads" in explanation("WEB_WORKERS")


def test_only_one_module_looks_at_the_environment() -> None:
    pattern = re.compile(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|os\.getenv")
    looking = {
        path.name
        for folder in PRODUCT
        for path in (PROJECT / folder).rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    }

    assert looking == {"env.py"}
