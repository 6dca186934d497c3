"""A tablet as the office sees it: a cookie, a shift token, a journal. Every answer is judged."""

import gzip
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from operations.models import Tablet, Terminal, User
from operations.queries.shift_tokens import sign_shift
from tests import cast
from tests.operations.field.contract import Answer, check_answer

BASE = "/field/api/v1/"


class TabletClient:
    """Speaks the field protocol for one tablet, or for none; its person is on shift."""

    def __init__(self, tablet: Tablet | None = None, *, token: str = "", shift: str = "") -> None:
        self._tablet = tablet
        self.shift = shift
        self.journal_id = str(uuid4())
        self.browser = Client()
        if token:
            self.browser.cookies["tablet"] = token

    @property
    def tablet(self) -> Tablet:
        """Return the tablet that the office knows."""
        assert self._tablet is not None, "this tablet was never enrolled"
        return self._tablet

    def get(
        self, path: str, *, shift: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask with this tablet's shift token, or another one."""
        token = self.shift if shift is None else shift
        own = {"Shift-Token": token} if token else {}
        return self._judged(self.browser.get(BASE + path, headers={**own, **(headers or {})}))

    def post(
        self,
        path: str,
        content: object,
        *,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a value as JSON, or bytes as they are."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        # The type as a header, since the client says none for an empty body.
        own = {"Content-Type": content_type, **(headers or {})}
        return self._judged(self.browser.generic("POST", BASE + path, body, headers=own))

    def batch(self, *events: object, **fields: object) -> dict[str, object]:
        """Return a batch of events; every keyword is a field of its own."""
        return {
            "device_now": timezone.now().isoformat(),
            "journal_id": self.journal_id,
            "head_sequence": len(events),
            "unsent_count": len(events),
            "build": "3f9c21aa07be",
            "events": list(events),
        } | fields

    def send(self, *events: object, **fields: object) -> list[dict[str, Any]]:
        """Send events and return the results."""
        answer = self.post("events", self.batch(*events, **fields))
        assert answer.status_code == 200, answer.content
        results: list[dict[str, Any]] = answer.json()["results"]
        return results

    def _judged(self, response: Answer) -> Answer:
        if response.headers.get("Content-Encoding") == "gzip":
            response.content = gzip.decompress(response.content)
        check_answer(response)
        return response


def a_tablet_client(terminal: Terminal, person: User | None = None, **names: str) -> TabletClient:
    """Return an enrolled tablet; with a person, their shift began just now."""
    token = uuid4().hex
    tablet = cast.a_tablet(terminal, token=token, **names)
    shift = sign_shift(person=person, tablet=tablet, starts_at=timezone.now()) if person else ""
    return TabletClient(tablet, token=token, shift=shift)


def error_of(response: Answer) -> tuple[int, str]:
    """Return status and code of a refusal."""
    return response.status_code, json.loads(response.content)["error"]["code"]
