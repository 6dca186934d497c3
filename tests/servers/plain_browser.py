"""A browser without scripts, for a real server: keeps cookies, follows redirects, fills forms."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import NamedTuple

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Page(NamedTuple):
    """What an address led to, after all redirects."""

    status: int
    url: str
    html: str


class PlainBrowser:
    """One browser with cookies of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def open(self, path: str, **form: str) -> Page:
        """Open a page, or post a form to it."""
        content = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(self._url + path, content)  # noqa: S310  # a server of ours
        try:
            with self._opener.open(request) as answer:
                return Page(answer.status, answer.url, answer.read().decode())
        except urllib.error.HTTPError as refused:
            with refused:
                return Page(refused.code, refused.url, refused.read().decode())

    def fill(self, path: str, **fields: str) -> Page:
        """Open a page and post its form, with the token that is in it."""
        found = _TOKEN.search(self.open(path).html)
        assert found, f"no form on {path}"
        return self.open(path.partition("?")[0], csrfmiddlewaretoken=found[1], **fields)

    def sign_in(self, username: str, password: str, *, target: str = "/") -> Page:
        """Come in by the front door."""
        return self.fill(
            f"/login/?next={target}", username=username, password=password, next=target
        )
