"""What to do about an alert, read from docs/runbook.md: the one place, also for pages and mails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

_ENTRY = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_PART = re.compile(r"^\*\*([A-Z][a-z ]+)\.?\*\* (.*?)(?=^\*\*|\Z)", re.MULTILINE | re.DOTALL)
# Each item of a list is one as well.
_PARAGRAPH_END = re.compile(r"\n\n|\n(?=\d+\. )")
# All of Markdown that the runbook uses: code, a link, words that stand out.
_MARKED = re.compile(r"`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)|\*\*?([^*]+)\*\*?")


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of one kind: text, code, strong or entry, which names another entry."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an entry, such as Do; a paragraph of another chapter has no name."""

    name: str
    words: tuple[Words, ...]

    def __str__(self) -> str:
        return "".join(each.text for each in self.words)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the runbook says of one alert, or in another chapter of its own.

    `name` is that of its anchor; `others` are entries that it sends its reader to.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    others: tuple[str, ...]

    def part(self, name: str) -> str:
        """Return a part in plain words; "" where there is none."""
        return next((str(part) for part in self.parts if part.name == name), "")


@cache
def runbook() -> dict[str, Entry]:
    """Return all entries by the names of their alerts; none where the file was not shipped."""
    try:
        text = Path(settings.ALERT_RUNBOOK).read_text(encoding="utf-8")
    except OSError:
        return {}
    entries = [_entry(title, body) for title, body in _ENTRY.findall(text)]
    return {entry.name: entry for entry in entries}


def entry_of(name: str) -> Entry | None:
    """Return what to do about an alert; None where nobody wrote it down."""
    return runbook().get(name)


def entries_beside(entry: Entry) -> list[Entry]:
    """Return the entries that an entry sends its reader to."""
    return [each for name in entry.others if (each := entry_of(name))]


def _entry(title: str, body: str) -> Entry:
    found = _PART.findall(body) or [("", each) for each in _PARAGRAPH_END.split(body.strip())]
    parts = tuple(Part(name, tuple(_words(text))) for name, text in found)
    name = title.lower().replace(" ", "-")
    others = re.findall(r"\]\(#([a-z-]+)\)", body)
    return Entry(name, title, parts, tuple(dict.fromkeys(others)))


def _words(text: str) -> Iterator[Words]:
    """Yield the pieces of a paragraph; a link elsewhere becomes the name of its document."""
    text, end = " ".join(text.split()), 0
    for found in _MARKED.finditer(text):
        if before := text[end : found.start()]:
            yield Words("text", before)
        code, label, target, strong = found.groups()
        if code:
            yield Words("code", code)
        elif strong:
            yield Words("strong", strong)
        elif target.startswith("#"):
            yield Words("entry", label)
        else:
            yield Words("text", f"{label} (docs/{target})")
        end = found.end()
    if rest := text[end:]:
        yield Words("text", rest)
