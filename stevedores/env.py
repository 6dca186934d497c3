"""Typed readers of the environment: the only place that looks at ``os.environ``.

Standard library only, because gunicorn reads its settings from here before Django starts.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

YES = frozenset({"1", "true", "yes", "on"})
# ASCII only: an address that must be escaped is copied wrong sooner or later.
_PATH_PART = re.compile(r"[A-Za-z0-9_-]{1,60}")
NO = frozenset({"0", "false", "no", "off"})
# Also those of settings that do not exist yet.
_SECRET_NAME = re.compile(r"SECRET|TOKEN|PASSWORD|_KEY(_|$)")
# What two names have in common, 0-1, of which one is the other misspelt: a letter or two of ten. A
# name in one word, such as PORT, has too many neighbours.
_NEARLY = 0.88
_asked: set[str] = set()


class BadSetting(ValueError):
    """A setting is missing or cannot be understood; the start stops here, naming it."""

    def __init__(self, name: str, problem: str, *, example: str) -> None:
        super().__init__(f"{name} {problem}. Example: {name}={example}")
        self.name = name


def text(name: str, *, default: str, example: str = "some text") -> str:
    """Return the setting, its ``NAME_FILE`` if that is set instead, or the default.

    An empty value counts as not set, so that ``NAME=`` in a compose file means the default.
    Raises BadSetting when the value is given twice or its file cannot be read.
    """
    _asked.add(name)
    return _read(name, default=default, example=example)


def misspelt() -> Iterator[tuple[str, str]]:
    """Yield each variable that nobody reads, with the setting whose name is nearly the same."""
    known = sorted(name for name in _asked if "_" in name)
    for name in sorted(os.environ):
        bare = name.removesuffix("_FILE")
        near = get_close_matches(bare, known, n=1, cutoff=_NEARLY)
        if near and bare not in _asked:
            yield name, near[0]


def suppose(name: str, value: str) -> None:
    """Let a setting that nobody gave have this value, in this process and those it starts."""
    if not text(name, default=""):
        os.environ[name] = value


def required_text(name: str, *, example: str) -> str:
    """Return the setting, as `text` finds it.

    Raises BadSetting when there is none.
    """
    value = text(name, default="", example=example)
    if not value:
        raise BadSetting(name, "is not set", example=example)
    return value


def whole_number(name: str, *, default: int, at_least: int, example: str) -> int:
    """Return the setting as a whole number.

    Raises BadSetting when it is none, or is below the bound.
    """
    value = text(name, default=str(default), example=example)
    # isdecimal() alone lets Arabic and full-width digits through, which nobody means to type.
    if not (value.isascii() and value.isdecimal()):
        raise BadSetting(name, f"is not a whole number: {value!r}", example=example)
    if int(value) < at_least:
        raise BadSetting(name, f"is {value}, below {at_least}", example=example)
    return int(value)


def switch(name: str, *, default: bool) -> bool:
    """Return the setting as yes or no.

    Raises BadSetting for any other word: ``DEBUG=flase`` must not switch anything on or off.
    """
    value = text(name, default="yes" if default else "no").lower()
    if value not in YES | NO:
        raise BadSetting(name, f"is neither yes nor no: {value!r}", example="yes")
    return value in YES


def one_of(name: str, allowed: tuple[str, ...], *, default: str) -> str:
    """Return the setting as one of the allowed words, in the spelling of that list.

    Raises BadSetting for any other word.
    """
    value = text(name, default=default).upper()
    if value not in allowed:
        raise BadSetting(name, f"is none of {', '.join(allowed)}: {value!r}", example=default)
    return value


def words(name: str, *, default: str = "") -> list[str]:
    """Return the comma-separated setting as a list without empty words."""
    return [word.strip() for word in text(name, default=default).split(",") if word.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return the comma-separated setting as networks; a single address is a network of one.

    Raises BadSetting for what is none, such as 10.0.0.1/8, and for a network of all addresses.
    """
    example = "10.0.0.0/8"
    try:
        found = [ip_network(word) for word in words(name)]
    except ValueError as error:
        raise BadSetting(name, f"holds what is no network: {error}", example=example) from error
    if any(network.prefixlen == 0 for network in found):
        raise BadSetting(name, "trusts every address there is", example=example)
    return found


def url(name: str, *, default: str, schemes: tuple[str, ...], example: str) -> SplitResult:
    """Return the setting taken apart as a URL; all its parts are empty when there is none.

    Raises BadSetting when the scheme is another or the port is no port. The message never holds
    the value, since URLs carry passwords into logs.
    """
    value = text(name, default=default, example=example)
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise BadSetting(name, "is not a URL", example=example) from error
    if value and parts.scheme not in schemes:
        allowed = " or ".join(f"{scheme}://" for scheme in schemes)
        raise BadSetting(name, f"does not begin with {allowed}", example=example)
    return parts


def site_address(name: str, *, example: str) -> str:
    """Return the setting as scheme, host and perhaps port, with no slash at its end; "" for none.

    Raises BadSetting for any other URL: what is added to it has to lead to a page of the site.
    """
    parts = url(name, default="", schemes=("https", "http"), example=example)
    address = f"{parts.scheme}://{parts.netloc}" if parts.scheme else ""
    is_more = parts.geturl() not in {address, f"{address}/"} or "@" in parts.netloc
    if is_more or (parts.scheme and not parts.hostname):
        raise BadSetting(name, "is not a scheme and a host alone", example=example)
    return address


def site_path(name: str, *, default: str, taken: frozenset[str], example: str) -> str:
    """Return the setting as a path below the site's root: no slash before it, one after it.

    Raises BadSetting for what no address should hold, and when its first part is in `taken`.
    """
    parts = text(name, default=default, example=example).strip("/").split("/")
    if not all(_PATH_PART.fullmatch(part) for part in parts):
        problem = "may hold letters, digits, - and _, and slashes between them"
        raise BadSetting(name, problem, example=example)
    if parts[0].lower() in taken:
        raise BadSetting(name, f"begins with {parts[0]}, which is taken", example=example)
    return "/".join(parts) + "/"


def secrets_in_use() -> list[str]:
    """Return every value that must not be written down, by the names of all that is set.

    Those of the other settings are read where they are used; what cannot be read is told there.
    """
    found: set[str] = set()
    for name in {each.removesuffix("_FILE") for each in os.environ}:
        with suppress(BadSetting, ValueError):
            if _SECRET_NAME.search(name):
                found.add(_read(name, default=""))
            elif name.endswith("_URL"):
                found.update(_accounts_of(_read(name, default="")))
    return sorted(found - {""})


def _accounts_of(address: str) -> Iterator[str]:
    parts = urlsplit(address)
    # A Unix socket of Redis has no place for it but the query.
    in_query = [value for name, value in parse_qsl(parts.query) if name == "password"]
    for password in filter(None, [parts.password, *in_query]):
        # As it stands there, and as it is sent.
        yield from (password, unquote(password))


def _read(name: str, *, default: str, example: str = "some text") -> str:
    value = os.environ.get(name, "").strip()
    file_name = os.environ.get(f"{name}_FILE", "").strip()
    if value and file_name:
        raise BadSetting(name, f"is set, and {name}_FILE too: set only one", example=example)
    if file_name:
        return _text_of_file(name, Path(file_name))
    return value or default


def _text_of_file(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        problem = f"cannot be read from {path} ({type(error).__name__})"
        raise BadSetting(f"{name}_FILE", problem, example=f"/run/secrets/{name.lower()}") from error
