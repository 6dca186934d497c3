"""A tablet without a screen: it speaks the field protocol over HTTP as the field app does."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from operations.management.demo.shift_plan import Counted
from operations.rules.event_ids import new_uuid7

_API = "/field/api/v1"
_TIMEOUT_SECONDS = 30
_BUILD = "demo"


class OfficeNotReached(Exception):
    """No office answers at the address, or it refuses what a tablet asks; the text says what."""


class SimulatedTablet:
    """Enrols, signs in, and sends events with its own journal and numbers."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        connection = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = connection(parts.netloc, timeout=_TIMEOUT_SECONDS)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._cookies: dict[str, str] = {}
        self._journal_id = uuid4()
        self._last_sequence = 0
        self._sent: dict[str, UUID] = {}
        self._call: dict[str, Any] = {}
        self._lines: dict[str, int] = {}
        self._gang = ""
        self._shift_token = ""

    def look(self) -> None:
        """Ask who is there, without being anybody yet. Raises OfficeNotReached."""
        self._ask("GET", "session", None, {})

    def enrol(self, code: str) -> int:
        """Become a tablet of the office; returns its number there."""
        return int(self._post("enrol", {"code": code})["tablet"]["id"])

    def sign_in(self, username: str, password: str) -> None:
        """Sign a person in, as everybody does before the first count."""
        answer = self._post("sign-in", {"username": username, "password": password})
        self._shift_token = answer["shift_token"]

    def go_on_with(self, shift_token: str) -> None:
        """Count under a token that was given earlier in the day."""
        self._shift_token = shift_token

    def choose(self, *, reference: str, gang: str) -> None:
        """Choose the call and the gang, and learn the cargo lines of the call."""
        calls = self._get("calls")["calls"]
        self._call = next(call for call in calls if call["reference"] == reference)
        cargo = self._get(f"calls/{self._call['id']}/cargo")
        self._lines = {line["description"]: line["id"] for line in cargo["lines"]}
        self._lines.pop("", None)  # lines of identified units, which are counted one by one
        self._gang = gang

    def send(self, counts: Sequence[Counted], *, unsent_count: int = 0) -> None:
        """Send what was counted; `unsent_count` more events stay on the tablet.

        Raises OfficeNotReached when the office does not accept every one of them.
        """
        events = [self._event(each) for each in counts]
        answer = self._post(
            "events",
            {
                "device_now": datetime.now(UTC).isoformat(),
                "journal_id": str(self._journal_id),
                "head_sequence": self._last_sequence + unsent_count,
                "unsent_count": len(events) + unsent_count,
                "build": _BUILD,
                "events": events,
            },
        )
        refused = [each for each in answer["results"] if each["verdict"] != "accepted"]
        if refused:
            raise OfficeNotReached(f"an event was not accepted: {refused[0]}")

    def _event(self, counted: Counted) -> dict[str, object]:
        self._last_sequence += 1
        event_id = new_uuid7(counted.at)
        reverses = self._sent.get(counted.takes_back)
        if counted.identifier:
            self._sent[counted.identifier] = event_id
        return {
            "event_id": str(event_id),
            "device_sequence": self._last_sequence,
            "kind": "REVERSAL" if reverses else "COUNT",
            "call": self._call["id"],
            "direction": self._call["directions"][0],
            "identifier": counted.identifier,
            "line": self._lines.get(counted.line),
            "description": counted.description,
            "quantity": counted.quantity,
            "deck": counted.deck,
            "gang": self._gang,
            "reverses": str(reverses) if reverses else None,
            "reason": "Wrong car tapped" if reverses else "",
            "counted_at": counted.at.isoformat(),
            "clock_offset_ms": 0,
            "shift_token": self._shift_token,
        }

    def _get(self, path: str) -> dict[str, Any]:
        return self._ask("GET", path, None, {"Shift-Token": self._shift_token})

    def _post(self, path: str, content: Mapping[str, object]) -> dict[str, Any]:
        token = self._ask("GET", "session", None, {})["csrf_token"]
        headers = {
            "Content-Type": "application/json",
            "Origin": self._origin,
            "Referer": f"{self._origin}/field/",
            "X-CSRFToken": token,
        }
        return self._ask("POST", path, json.dumps(content), headers)

    def _ask(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            self._connection.request(method, f"{_API}/{path}", body, {**headers, "Cookie": cookies})
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, HTTPException) as error:
            raise OfficeNotReached(f"{self._origin} does not answer ({error})") from error
        self._keep_cookies(response.headers.get_all("Set-Cookie") or [])
        try:
            answer = json.loads(content)
        except ValueError as error:
            raise OfficeNotReached(f"{self._origin} is not an office: no JSON") from error
        if not isinstance(answer, dict) or "error" in answer:
            raise OfficeNotReached(f"{method} {path} was answered with {content.decode()}")
        return answer

    def _keep_cookies(self, headers: Sequence[str]) -> None:
        for header in headers:
            self._cookies |= {name: each.value for name, each in SimpleCookie(header).items()}
