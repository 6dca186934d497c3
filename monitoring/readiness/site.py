"""A site as somebody far away sees it: one request, one answer, nothing followed or believed."""

import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from monitoring.watchdog import Watchdog

# Of one step: a connection to an address, a whole handshake of TLS, a read.
TIMEOUT_SECONDS = 10
# For all of an answer: one that comes byte by byte never exceeds the one above.
WHOLE_SECONDS = 30.0
# The longest page that is asked for has a few hundred KB.
MOST_BYTES = 8 * 1024 * 1024
HTTPS_PORT = 443
_ADDRESS = re.compile(
    r"https?://(?P<host>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?/?", re.IGNORECASE
)


class NoAddress(Exception):
    """What was given is not the address of a site."""


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


def address_of_site(text: str) -> str:
    """Return http or https, a host and perhaps a port, as a URL without a slash at the end.

    Raises NoAddress for anything else: a path would be left out, and another site measured than
    the one that was meant.
    """
    try:
        parts = urlsplit(text)
        # Neither is looked at before it is used, and both fail there with words of their own.
        is_usable = parts.port != 0 and bool((parts.hostname or "").encode("idna"))
    except ValueError:
        is_usable = False
    if not is_usable or not _ADDRESS.fullmatch(text):
        raise NoAddress(f"{text!r} is not the address of a site, such as https://tally.example")
    return text.rstrip("/")


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
                connection.connect()
                with _in_time(connection.sock):
                    connection.request(method, path, body, sent)
                    answer = connection.getresponse()
                    content = _all_of(answer)
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
            with closing(self.open_socket()) as connection, _in_time(connection):
                connection.sendall(request)
                with connection.makefile("rb") as answer:
                    return answer.read(MOST_BYTES)
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


@contextmanager
def _in_time(connection: socket.socket) -> Iterator[None]:
    """Cut what takes too long as a whole. Raises TimeoutError where it was cut."""
    give_up_at = time.monotonic() + WHOLE_SECONDS
    watchdog = Watchdog(lambda: connection, seconds=WHOLE_SECONDS)
    try:
        yield
    finally:
        watchdog.end()
    # To whoever reads, a connection that was cut is one that ended.
    if time.monotonic() >= give_up_at:
        raise TimeoutError(f"not all of it came within {WHOLE_SECONDS:.0f} s")


def _all_of(answer: http.client.HTTPResponse) -> bytes:
    content = answer.read(MOST_BYTES)
    if answer.read(1):
        raise OSError(f"more than {MOST_BYTES} bytes came")
    # Read in parts, an answer that ends too soon is no error to the library.
    if answer.length:
        raise http.client.IncompleteRead(content, answer.length)
    return content


def _lower(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
