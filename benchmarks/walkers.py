"""Many signed-in people who click, think for a second, and click again: one program, no threads."""

import asyncio
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from tests.raw_event import a_raw_event

LOOPBACK, API = "127.0.0.1", "/field/api/v1/"
PATIENCE_SECONDS = 30.0
_TAKEN = '"verdict": "accepted"'
# Any 32 letters do as a token when cookie and header agree.
CSRF = "x" * 32


@dataclass(frozen=True)
class Ask:
    """One request of a routine; `answer` must stand in what is answered."""

    path: str
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    answer: str = ""


@dataclass
class Walker:
    """One person: what their browser sends each time, and what they ask for next.

    `hears` is told the ETag of each answer.
    """

    headers: dict[str, str]
    routine: Iterator[Ask]
    hears: Callable[[str], None] = lambda _: None


@dataclass
class Figures:
    """What a crowd met."""

    times_ms: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


async def walk(
    walkers: list[Walker], port: int, *, seconds: float, think_seconds: float
) -> Figures:
    """Let all of them click for so long, and return what they met."""
    figures, ends_at = Figures(), time.monotonic() + seconds
    chance = random.Random(1)

    async def one(walker: Walker) -> None:
        line = _Line(port)
        # As if all had been here before, thinking: then as many ask in the first second as later.
        await asyncio.sleep(chance.expovariate(1 / think_seconds))
        while time.monotonic() < ends_at:
            ask = next(walker.routine)
            began = time.monotonic()
            try:
                status, etag, body = await asyncio.wait_for(
                    line.send(ask, walker.headers), PATIENCE_SECONDS
                )
            except (OSError, EOFError, ValueError, TimeoutError) as error:
                figures.failures.append(f"{ask.path}: {error!r}")
                line.hang_up()
            else:
                figures.times_ms.append((time.monotonic() - began) * 1000)
                walker.hears(etag)
                if status not in {200, 304} or ask.answer not in body:
                    figures.failures.append(f"{ask.path}: {status} {body[:200]}")
            await asyncio.sleep(chance.expovariate(1 / think_seconds))
        line.hang_up()

    await asyncio.gather(*map(one, walkers))
    return figures


class _Line:
    """A connection that is kept open; opened anew when the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def send(self, ask: Ask, headers: dict[str, str]) -> tuple[int, str, str]:
        """Return the status, the ETag and the body of the answer, once all of it is here."""
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self.hang_up()
            self._reader, self._writer = await asyncio.open_connection(LOOPBACK, self._port)
        self._writer.write(_bytes_of(ask, headers))
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        said = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        status = int(first.split()[1])
        length = 0 if status == 304 else int(said["content-length"])
        body = (await self._reader.readexactly(length)).decode("latin-1")
        if said.get("connection") == "close":
            self.hang_up()
        return status, said.get("etag", ""), body

    def hang_up(self) -> None:
        """Close it; the next request opens another."""
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None


def _bytes_of(ask: Ask, headers: dict[str, str]) -> bytes:
    own = {"Host": LOOPBACK} | headers | ask.headers
    if ask.body:
        own |= {"Content-Type": "application/json", "Content-Length": str(len(ask.body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in own.items())
    method = "POST" if ask.body else "GET"
    return f"{method} {ask.path} HTTP/1.1\r\n{lines}\r\n{ask.body}".encode()


def at_the_board(headers: dict[str, str], reference: str) -> Walker:
    """Return somebody who leaves the board open, as a page that asks for news."""
    heard = {"etag": ""}

    def routine() -> Iterator[Ask]:
        while True:
            yield Ask("/")
            for _ in range(8):
                known = {"If-None-Match": heard["etag"]} if heard["etag"] else {}
                yield Ask("/live/", headers=known)
            yield Ask(f"/calls/{reference}/")

    return Walker(headers, routine(), hears=lambda etag: heard.update(etag=etag))


def on_a_tablet(headers: dict[str, str], *, call: int, token: str, name: str) -> Walker:
    """Return a clerk whose tablet sends each count and follows those of the others."""

    def routine() -> Iterator[Ask]:
        journal, number = str(uuid4()), 0
        while True:
            number += 1
            car = f"{name}-{number}"
            event = a_raw_event(call, token=token, sequence=number, identifier=car)
            batch = _batch(journal, number, event)
            yield Ask(f"{API}events", json.dumps(batch), {"X-CSRFToken": CSRF}, _TAKEN)
            yield Ask(f"{API}calls/{call}/changes?after={max(number - 5, 0)}&limit=50")
            yield Ask(f"{API}calls")

    cookies = f"{headers['Cookie']}; csrf={CSRF}"
    return Walker(headers | {"Cookie": cookies, "Shift-Token": token}, routine())


def _batch(journal: str, number: int, event: dict[str, object]) -> dict[str, object]:
    return {
        "device_now": datetime.now(UTC).isoformat(),
        "journal_id": journal,
        "head_sequence": number,
        "unsent_count": 1,
        "build": "walker",
        "events": [event],
    }


def in_admin(headers: dict[str, str]) -> Walker:
    """Return somebody who walks around in the office."""

    def routine() -> Iterator[Ask]:
        while True:
            for page in ("", "operations/vesselcall/", "operations/tallyevent/"):
                yield Ask(f"/admin/{page}")

    return Walker(headers, routine())


def a_probe(paths: tuple[str, ...]) -> Walker:
    """Return a platform that asks after the site's health."""

    def routine() -> Iterator[Ask]:
        while True:
            for path in paths:
                yield Ask(path)

    return Walker({}, routine())
