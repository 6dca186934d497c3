"""Every address that the site answers, read from its own URL patterns."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Route(NamedTuple):
    """An address: its name with the name space, empty for those without, and its pattern."""

    name: str
    pattern: str


def routes() -> list[Route]:
    """Return all routes of the site."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for each in patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inside = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, pattern, inside)
        else:
            yield Route(f"{space}{each.name}" if each.name else "", pattern)
