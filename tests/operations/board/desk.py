"""A person of the office at a desk, and the pages as they are read there."""

import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple

from django.http.response import HttpResponseBase
from django.test import Client

from operations.models import User

_HIDDEN = re.compile(
    r"<(svg|style|script|title)\b.*?</\1>|<(\w+)[^>]*\shidden[\s>].*?</\2>", re.DOTALL
)


class Page(NamedTuple):
    """An answer: `html` as it came, `text` as it is read, blanks drawn together."""

    status: int
    html: str
    text: str
    headers: Mapping[str, str]


class Desk:
    """A browser without scripts, signed in or not."""

    def __init__(self, person: User | None = None, *, enforce_csrf_checks: bool = False) -> None:
        self.client = Client(enforce_csrf_checks=enforce_csrf_checks)
        if person is not None:
            self.client.force_login(person)

    def get(self, path: str, **headers: str) -> Page:
        return _page(self.client.get(path, headers=headers))

    def post(self, path: str, **fields: object) -> Page:
        return _page(self.client.post(path, fields))

    def follow(self, path: str, **fields: object) -> Page:
        """Post a form and read the page that one is sent to."""
        return _page(self.client.post(path, fields, follow=True))

    def poll(self, path: str, etag: str = "") -> Page:
        return self.get(path, **({"If-None-Match": etag} if etag else {}))


def _page(answer: HttpResponseBase) -> Page:
    html = answer.content.decode() if hasattr(answer, "content") else ""
    return Page(answer.status_code, html, text_of(html), answer.headers)


def text_of(html: str) -> str:
    """Return what a person reads of some HTML."""
    seen = _HIDDEN.sub(" ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", seen)).split())
