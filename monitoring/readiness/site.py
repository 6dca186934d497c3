"""A site as somebody far away sees it: one request, one answer, nothing followed or believed."""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10
HTTPS_PORT = 443


class NoAnswer(Exception):
    """The site did not answer; the text says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took from connecting to the last byte."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def json(self) -> dict[str, Any]:
        """Return the body as a JSON object. Raises NoAnswer when it is none."""
        try:
            content = json.loads(self.body)
        except ValueError:
            content = None
        if not isinstance(content, dict):
            raise NoAnswer(f"the answer is no JSON object: {self.body[:60]!r}")
        return content


class Site:
    """One site, by its URL; every request has a connection of its own."""

    def __init__(self, url: str, *, token: str = "", is_behind_tls: bool = False) -> None:
        self.url = url.rstrip("/")
        self._parts = urlsplit(self.url)
        self._token = token
        # What the proxy of a site says that a client reached over TLS.
        self._told = {"X-Forwarded-Proto": "https"} if is_behind_tls else {}

    @cached_property
    def port(self) -> int:
        """Return the TCP port it listens on."""
        return self._parts.port or (HTTPS_PORT if self._parts.scheme == "https" else 80)

    @property
    def host(self) -> str:
        """Return its host name or address."""
        return self._parts.hostname or ""

    def over_plain_http(self) -> "Site":
        """Return the same site without a word of TLS."""
        return Site(self.url, token=self._token)

    def plain_http_door(self) -> "Site | None":
        """Return what people reach who type no https; None where the URL does not tell its port."""
        if self._parts.scheme != "https":
            return self.over_plain_http()
        is_usual = self.port == HTTPS_PORT
        return (
            Site(f"http://{self._parts.netloc.removesuffix(f':{HTTPS_PORT}')}")
            if is_usual
            else None
        )

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Return the answer to one request. Raises NoAnswer."""
        began = time.monotonic()
        with closing(self.connection()) as connection:
            try:
                sent = {"Connection": "close", **self._told, **(headers or {})}
                connection.request(method, path, body, sent)
                answer = connection.getresponse()
                content = answer.read()
            except (OSError, http.client.HTTPException) as error:
                raise NoAnswer(f"{method} {self.url}{path}: {error!r}") from error
        took = time.monotonic() - began
        return Answer(answer.status, _lower(answer.getheaders()), content, took)

    def ask_inside(self, path: str) -> Answer:
        """Ask for what only operators see, with their token where there is one."""
        told = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        # Whoever comes from this machine must not look like a proxy's client.
        return self.over_plain_http().ask(path, headers=told)

    def send_raw(self, request: bytes) -> bytes:
        """Send bytes that are no proper request, and return what comes back. Raises NoAnswer."""
        try:
            with closing(self.open_socket()) as connection:
                connection.sendall(request)
                return b"".join(iter(lambda: connection.recv(65536), b""))
        except OSError as error:
            raise NoAnswer(f"{self.url}: {error!r}") from error

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection that is not open yet."""
        if self._parts.scheme == "https":
            return http.client.HTTPSConnection(self.host, self.port, timeout=TIMEOUT_SECONDS)
        return http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_SECONDS)

    def open_socket(self) -> socket.socket:
        """Return a connection for what no library would send. Raises OSError."""
        plain = socket.create_connection((self.host, self.port), timeout=TIMEOUT_SECONDS)
        if self._parts.scheme != "https":
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def site_as_reached(url: str, page: str, *, token: str) -> Site:
    """Return the site of a URL as its people reach it: over TLS, where it asks for that.

    Raises NoAnswer where it only leads elsewhere: whoever measures that measures a signpost.
    """
    site = Site(url, token=token)
    target = site.ask(page).headers.get("location", "")
    if urlsplit(url).scheme == "https" or not target.startswith("https://"):
        return site
    behind_tls = Site(url, token=token, is_behind_tls=True)
    if behind_tls.ask(page).headers.get("location", "") != target:
        return behind_tls
    raise NoAnswer(
        f"{url} only leads to {target}: measure it there, by --url https://…; or ask the site "
        "itself from a machine that TRUSTED_PROXIES names, whose word on https it takes."
    )


def _lower(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
