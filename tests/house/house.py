"""The rooms of the house, for the tests that hold it to its own rules."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

GIT = shutil.which("git") or "git"
PROJECT = Path(__file__).resolve().parents[2]
OWN_PYTHON = ("stevedores", "operations", "monitoring", "tests", "benchmarks")
PRODUCT = ("stevedores", "operations", "monitoring")


class FunctionSize(NamedTuple):
    """Where a function is and how large: lines of its body and signature, positional parameters."""

    where: str
    line_count: int
    positional_count: int
    is_public: bool


def tracked(*suffixes: str) -> list[Path]:
    """Return the project's own files with one of these endings: what git knows or would know."""
    listed = subprocess.run(
        [GIT, "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (PROJECT / name for name in sorted(set(listed.stdout.splitlines())))
    return [path for path in paths if path.is_file() and path.name.endswith(suffixes)]


def own_python(folders: tuple[str, ...] = OWN_PYTHON) -> list[Path]:
    """Return the Python files of these folders, without generated migrations."""
    return [
        path
        for path in tracked(".py")
        if path.relative_to(PROJECT).parts[0] in folders and "migrations" not in path.parts
    ]


def own_static(suffix: str) -> list[Path]:
    """Return the project's own browser files; vendored ones keep their makers' style."""
    return [
        path
        for path in tracked(suffix)
        if path.is_relative_to(PROJECT / "static") and "vendor" not in path.parts
    ]


def line_count(path: Path) -> int:
    """Return how many lines a text file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def short(path: Path) -> str:
    """Return a path as people write it here."""
    return str(path.relative_to(PROJECT))


def functions(path: Path) -> Iterator[FunctionSize]:
    """Yield the functions and methods of a file; a docstring costs nothing."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield FunctionSize(
                where=f"{short(path)}:{node.lineno} {node.name}",
                line_count=(node.end_lineno or node.lineno) - node.lineno + 1 - _docstring(node),
                positional_count=_positional(node),
                is_public=node in tree.body and not node.name.startswith("_"),
            )


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def _positional(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return len([name for name in names if name not in {"self", "cls"}])
