import re
from pathlib import Path

import pytest

from monitoring.alert_rules import Rule
from monitoring.alerting.rules_in_use import all_rules
from monitoring.alerting.runbook import entry_of
from tests.servers.databases import PROJECT

DOCS = PROJECT / "docs"
PARTS = ("**Means.**", "**Look at**", "**Do**", "**Clears**")
OUR_PAGES = ("runbook.md", "deployment.md")


def entries() -> dict[str, str]:
    """Return what the runbook says of each alert, by the name of its anchor."""
    text = (DOCS / "runbook.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^## ([a-z-]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_every_alert_says_what_to_do(rule: Rule) -> None:
    file, _, anchor = rule.runbook.partition("#")

    assert (PROJECT / file) == DOCS / "runbook.md"
    words = entries()[anchor]
    assert [part for part in PARTS if part not in words] == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_the_site_itself_says_what_the_runbook_does(rule: Rule) -> None:
    entry = entry_of(rule.name)

    assert entry is not None
    assert [part.name for part in entry.parts] == ["Means", "Look at", "Do", "Clears"]
    assert [name for name in entry.others if entry_of(name) is None] == []
    # What is left of Markdown would be read by people on a phone.
    assert not re.search(r"[`\[\]]|\*\*|\]\(", " ".join(str(part) for part in entry.parts))


def test_a_chapter_of_the_runbook_is_told_by_its_paragraphs() -> None:
    entry = entry_of("when-people-cannot-sign-in")

    assert entry is not None
    assert entry.title == "When people cannot sign in"
    assert str(entry.parts[1]).startswith("1. Who is shut out? manage.py lift_lock_out from")
    assert len(entry.parts) > 4


def test_a_link_to_another_page_is_told_by_its_name() -> None:
    entry = entry_of("database-failing")

    assert entry is not None
    assert "restore (docs/deployment.md#backup-and-restore). Afterwards run" in entry.part("Do")


def test_no_entry_is_of_an_alert_that_nobody_raises() -> None:
    assert set(entries()) - {rule.name for rule in all_rules()} == set()


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page, as its headings give them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("name", OUR_PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([\w.]*)#([\w-]+)\)", text)
    broken = [
        f"{page}#{anchor}" for page, anchor in links if anchor not in anchors(DOCS / (page or name))
    ]

    assert broken == []


@pytest.mark.parametrize("name", OUR_PAGES)
def test_every_file_that_is_named_is_there(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w./])(?:deploy|bin|docs|benchmarks|tests)/[\w./-]*\w", text))
    # Made by the operator, and never in the project.
    made = {"deploy/secrets"}

    missing = [each for each in named if not (PROJECT / each).exists()]
    assert [each for each in missing if not any(each.startswith(name) for name in made)] == []
