"""Requests whose words nobody here wrote: each naughty string in every kind of place."""

import json
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from typing import NamedTuple
from urllib.parse import quote, urlencode

from tests.house.house import PROJECT
from tests.security.hostile_port import HostilePort

STRINGS: list[str] = json.loads(
    (PROJECT / "tests" / "vendor" / "naughty-strings.json").read_text(encoding="utf-8")
)
CSRF = "x" * 32
#: The door behind which the site breaks, so that the run shows that it would see it.
PLANTED = "/fragile/"
API = "/field/api/v1"
PATHS = (
    "/calls/{}/",
    "/calls/{}/ledger.csv",
    f"{API}/calls/{{}}/cargo",
    "/admin/operations/unit/{}/change/",
    "/admin/operations/tallyevent/{}/take_back/",
    "/static/{}",
)
QUERIES = ("q", "o", "p", "e", "all", "next", "after", "state", "_changelist_filters", "_popup")
HEADERS = (
    *("Shift-Token", "If-None-Match", "If-Modified-Since", "Accept-Language", "Accept-Encoding"),
    *("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Referer", "Origin", "Range"),
    *("User-Agent", "Cookie", "X-CSRFToken", "X-Request-ID", "Authorization", "Content-Type"),
)


class HostileRequest(NamedTuple):
    """One request; the address is as it goes over the wire."""

    method: str
    address: str
    headers: Mapping[str, str]
    body: bytes = b""


def requests_to(port: HostilePort) -> Iterator[HostileRequest]:
    """Yield all of them; strings meet doors in turn, so that each kind of door meets them all."""
    office = {"Cookie": f"session={port.session}; csrf={CSRF}"}
    tablet = {
        "Cookie": f"tablet={port.tablet}; csrf={CSRF}",
        "Shift-Token": port.shift,
        "X-CSRFToken": CSRF,
        "Content-Type": "application/json",
    }
    lists, rows = cycle([*port.lists, "/", "/login/"]), cycle([*port.rows, f"{API}/calls", "/"])
    names, headers, forms = cycle(QUERIES), cycle(HEADERS), cycle(port.forms.items())
    paths = cycle(PATHS)
    for number, words in enumerate(STRINGS):
        for path in (*islice(paths, 4), f"{PLANTED}{{}}/"):
            whose = tablet if path.startswith(API) else office
            yield HostileRequest("GET", path.format(quote(words, safe="")), whose)
        yield HostileRequest("GET", f"{next(lists)}?{urlencode({next(names): words})}", office)
        yield HostileRequest("GET", next(rows), office | {next(headers): _in_a_header(words)})
        page, fields = next(forms)
        yield _form(page, dict.fromkeys(fields, words), office)
        yield from _to_the_api(port, number, words, tablet)
        yield _manifest(number, words, office)


def _to_the_api(
    port: HostilePort, number: int, words: str, tablet: Mapping[str, str]
) -> Iterator[HostileRequest]:
    query = urlencode({"after": words, "limit": words, "version": words})
    call = port.event["call"]
    yield HostileRequest("GET", f"{API}/calls/{call}/changes?{query}", tablet)
    events = [port.event | {field: words} for field in port.event]
    batch = {
        "device_now": "2026-11-25T15:00:00Z",
        "journal_id": "01936f3a-7c21-4a10-8c55-0a4be1d2c3f4",
        "head_sequence": len(events),
        "unsent_count": len(events),
        "build": "3f9c21aa07be",
        "events": [*events, words],
    }
    yield HostileRequest("POST", f"{API}/events", tablet, json.dumps(batch).encode())
    others = (
        ("events", words.encode("utf-8", "surrogatepass")),
        ("sign-in", json.dumps({"username": words, "password": words}).encode()),
        ("enrol", json.dumps({"code": words}).encode()),
    )
    path, body = others[number % len(others)]
    yield HostileRequest("POST", f"{API}/{path}", tablet, body)


def _form(page: str, fields: Mapping[str, object], office: Mapping[str, str]) -> HostileRequest:
    body = urlencode(dict(fields) | {"csrfmiddlewaretoken": CSRF}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return HostileRequest("POST", page, {**office, **kind}, body)


def _manifest(number: int, words: str, office: Mapping[str, str]) -> HostileRequest:
    """Return the upload of a cargo list; every second one is the string alone."""
    table = f"VIN;Make;Weight;BL\n{words};{words};{words};{words}\n"
    content = table if number % 2 else words
    name = words.replace('"', "").replace("\r", "").replace("\n", "")[:100] or "list"
    parts = [
        ('name="csrfmiddlewaretoken"', CSRF),
        (f'name="file"; filename="{name}.csv"', content),
        (f'name="{name}"', words),
    ]
    body = "".join(
        f"--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n"
        for head, text in parts
    )
    kind = {"Content-Type": "multipart/form-data; boundary=edge"}
    page = "/admin/operations/vesselcall/1/manifest/"
    raw = f"{body}--edge--\r\n".encode("utf-8", "surrogatepass")
    return HostileRequest("POST", page, {**office, **kind}, raw)


def _in_a_header(words: str) -> str:
    """Return the string as bytes that HTTP lets stand in a header."""
    raw = words.encode("utf-8", "surrogatepass").decode("latin-1")
    return "".join(letter for letter in raw if letter >= " " and letter != "\x7f")[:4000]
