"""docs/security.md promises nothing that is not there."""

import re

from tests.house.house import PROJECT

TEXT = (PROJECT / "docs" / "security.md").read_text(encoding="utf-8")
BARS = range(1, 26)
CHAPTERS = range(1, 18)


def test_every_file_that_it_names_is_there() -> None:
    named = set(re.findall(r"`?((?:tests|monitoring|benchmarks|bin)/[\w/.]+)`?", TEXT))

    assert len(named) > 40
    assert {name for name in named if not (PROJECT / name).exists()} == set()


def test_every_bar_has_a_line_that_names_what_shows_it() -> None:
    lines = dict(re.findall(r"^\| (\d+) ([^\n]+)", TEXT, flags=re.MULTILINE))

    assert [int(number) for number in lines] == list(BARS)
    assert [
        number for number, line in lines.items() if "`" not in line and "by hand" not in line
    ] == []


def test_every_chapter_of_the_standard_is_answered() -> None:
    chapters = re.findall(r"^\| V(\d+) [^|]+\| \S", TEXT, flags=re.MULTILINE)

    assert [int(chapter) for chapter in chapters] == list(CHAPTERS)
