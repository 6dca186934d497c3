"""What must not stand in any file of the project."""

import ast
import re
from pathlib import Path

from tests.house.house import PRODUCT, PROJECT, own_python, own_static, short, tracked

TEXTS = (".py", ".html", ".css", ".js", ".mjs", ".md", ".toml", ".in", ".sh", ".yaml", ".json")
# Put together here, so that this file does not hold what it looks for.
OPEN_WORK = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "\\bXX" + "X\\b", "HA" + "CK\\b")))
WORKPLACE = re.compile("|".join(("/wo" + "rk/", "py" + "pi\\.org", "registry\\.np" + "mjs")))
NO_SUCH_ROOM = {"utils", "helpers", "common", "core", "services", "misc"}
# Where a broad except is the point: the loop goes on, the error is logged and counted.
BROAD_EXCEPT_ALLOWED = {
    "monitoring/rounds.py",
    "monitoring/management/commands/readiness.py",
    "monitoring/health.py",
    "monitoring/management/commands/health.py",
}


def found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{short(path)}:{number}: {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def own_texts() -> list[Path]:
    return [
        path for path in tracked(*TEXTS) if "vendor" not in path.parts and path != Path(__file__)
    ]


def test_no_open_work_is_left_in_a_file() -> None:
    assert found(OPEN_WORK, own_texts()) == []


def test_no_file_knows_where_it_was_written() -> None:
    assert found(WORKPLACE, own_texts()) == []


def test_no_room_is_called_helpers() -> None:
    rooms = {part.removesuffix(".py") for path in own_python() for part in path.parts}

    assert rooms & NO_SUCH_ROOM == set()


def test_nothing_is_imported_with_a_star() -> None:
    # Settings with a bug planted in them are all of the settings, which Django reads as names.
    modules = [path for path in own_python() if "mutants" not in path.parts]

    assert found(re.compile(r"^from .* import \*"), modules) == []


def test_every_exception_is_caught_by_name() -> None:
    broad = [
        f"{short(path)}:{node.lineno}"
        for path in own_python(PRODUCT)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    ]

    assert [each for each in broad if each.split(":")[0] not in BROAD_EXCEPT_ALLOWED] == []


def _is_broad(handler: ast.ExceptHandler) -> bool:
    name = handler.type
    return name is None or (
        isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"}
    )


def test_no_script_writes_html_as_text() -> None:
    pattern = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )

    assert found(pattern, own_static(".js")) == []


def test_no_template_has_script_or_style_inside() -> None:
    # The Content-Security-Policy would block it; the template must not try.
    pattern = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    templates = [path for path in tracked(".html") if path.is_relative_to(PROJECT / "templates")]

    assert templates
    assert found(pattern, templates) == []


def test_no_stylesheet_needs_force() -> None:
    assert found(re.compile(r"!important"), own_static(".css")) == []


def test_no_test_sleeps() -> None:
    pattern = re.compile(r"\b(time\.sleep|asyncio\.sleep|wait_for_timeout)\(")

    assert found(pattern, own_python(("tests",))) == []
