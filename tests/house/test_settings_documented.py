"""Every setting is explained where an operator looks, and nothing else is."""

import ast
import re
from pathlib import Path

from tests.house.house import PRODUCT, PROJECT

READERS = [*(PROJECT / "stevedores").glob("*.py"), PROJECT / "gunicorn.conf.py"]
EXAMPLE = PROJECT / ".env.example"
# Read by bin/run before Python starts.
OF_THE_SHELL = {"PYTHON"}


def settings_read(path: Path) -> set[str]:
    """Return the names that a file asks the environment for, as first argument of a reader."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env."):
            first = node.args[0]
            name = first.value if isinstance(first, ast.Constant) else None
            assert isinstance(name, str), f"{path}:{node.lineno}: a name that is computed"
            names.add(name)
    return names


def settings_explained() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text(), flags=re.MULTILINE))


def test_every_setting_is_in_the_example() -> None:
    read = set().union(*(settings_read(path) for path in READERS))

    assert read >= {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MEMORY_LIMIT_MB", "WEB_WORKERS"}
    assert read - settings_explained() == set()


def test_the_example_explains_no_setting_that_nobody_reads() -> None:
    read = set().union(*(settings_read(path) for path in READERS))

    assert settings_explained() - read - OF_THE_SHELL == set()


def test_every_setting_is_explained_in_words() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    unexplained = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if re.match(r"#? ?[A-Z][A-Z0-9_]+=", line) and not re.match(r"# \w", before)
    ]

    assert unexplained == []


def test_only_one_module_looks_at_the_environment() -> None:
    pattern = re.compile(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|os\.getenv")
    looking = {
        path.name
        for folder in PRODUCT
        for path in (PROJECT / folder).rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    }

    assert looking == {"env.py"}
