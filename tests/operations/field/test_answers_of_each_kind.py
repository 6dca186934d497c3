"""Every answer that docs/openapi.json promises is given by the views, and looks as promised."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from monitoring.rate_limit import Limit
from operations.actions.tablets import invite_tablet
from operations.field import limits
from operations.models import User, VesselCall
from tests import cast
from tests.operations.field.contract import Answer, Kind, document, kind_of
from tests.operations.field.tablets import TabletClient

GETS = ["/session", "/calls", "/calls/{call_id}/cargo", "/calls/{call_id}/changes"]
POSTS = ["/enrol", "/sign-in", "/events"]
GUESS = {"/enrol": {"code": "A"}, "/sign-in": {"username": "clerk3", "password": "wrong"}}
MOST_GUESSES = {"/enrol": 20, "/sign-in": 10}
SIGN_IN = {"username": "clerk3", "password": cast.PASSWORD}


class Scene:
    """A tablet, its call and a supervisor: enough to provoke any answer."""

    def __init__(self, tablet: TabletClient, call: VesselCall, supervisor: User) -> None:
        self.tablet = tablet
        self.call = call
        self.supervisor = supervisor

    def get(self, path: str, query: str = "") -> Answer:
        address = path.replace("{call_id}", str(self.call.pk)).removeprefix("/")
        return self.tablet.get(address + query)

    def post(self, path: str, content: object) -> Answer:
        return self.tablet.post(path.removeprefix("/"), content)

    def code(self) -> str:
        now = timezone.now()
        _, code = invite_tablet(
            terminal=self.call.terminal,
            tablet_name="Ramp 7",
            invited_by=self.supervisor,
            invited_at=now,
        )
        return code

    def forgotten(self) -> "Scene":
        self.tablet.browser.cookies.clear()
        return self

    def strict(self) -> "Scene":
        cookies, self.tablet.browser = self.tablet.browser.cookies, Client(enforce_csrf_checks=True)
        self.tablet.browser.cookies = cookies
        return self

    def too_often(self, path: str) -> Answer:
        for _ in range(MOST_GUESSES[path]):
            self.post(path, GUESS[path])
        return self.post(path, GUESS[path])

    def with_the_database_away(self, ask: Callable[[], Answer]) -> Answer:
        def refuse(*arguments: object) -> None:
            raise OperationalError("server closed the connection unexpectedly")

        with connection.execute_wrapper(refuse):
            return ask()


def plain(path: str) -> Callable[[Scene], Answer]:
    return lambda scene: scene.get(path)


def forgotten(path: str) -> Callable[[Scene], Answer]:
    return lambda scene: scene.forgotten().get(path)


def away(path: str) -> Callable[[Scene], Answer]:
    if path in GETS:
        return lambda scene: scene.with_the_database_away(lambda: scene.get(path))
    content = GUESS.get(path, {})
    return lambda scene: scene.with_the_database_away(lambda: scene.post(path, content))


def too_busy(path: str) -> Callable[[Scene], Answer]:
    def ask(scene: Scene) -> Answer:
        with patch.object(limits, "TABLET", Limit("field-tablet", most=0)):
            return scene.get(path) if path in GETS else scene.post(path, {})

    return ask


def malformed(path: str) -> Callable[[Scene], Answer]:
    return lambda scene: scene.post(path, b"{")


def too_large(path: str) -> Callable[[Scene], Answer]:
    return lambda scene: scene.post(path, b" " * 2**21)


def not_json(path: str) -> Callable[[Scene], Answer]:
    address = path.removeprefix("/")
    return lambda scene: scene.tablet.post(address, b"x", content_type="text/plain")


CARGO, CHANGES = "/calls/{call_id}/cargo", "/calls/{call_id}/changes"
SCENES: dict[Kind, Callable[[Scene], Answer]] = {
    **{(path, "get", 200): plain(path) for path in GETS},
    **{(path, "get", 503): away(path) for path in GETS},
    **{(path, "get", 429): too_busy(path) for path in GETS},
    **{(path, "get", 401): forgotten(path) for path in GETS[1:]},
    (CARGO, "get", 304): lambda scene: scene.get(CARGO, "?version=0"),
    (CARGO, "get", 404): lambda scene: scene.tablet.get("calls/0/cargo"),
    (CHANGES, "get", 404): lambda scene: scene.tablet.get("calls/0/changes"),
    (CHANGES, "get", 400): lambda scene: scene.get(CHANGES, "?after=x"),
    ("/enrol", "post", 201): lambda scene: scene.post("/enrol", {"code": scene.code()}),
    ("/enrol", "post", 403): lambda scene: scene.post("/enrol", GUESS["/enrol"]),
    ("/enrol", "post", 429): lambda scene: scene.too_often("/enrol"),
    ("/sign-in", "post", 200): lambda scene: scene.post("/sign-in", SIGN_IN),
    ("/sign-in", "post", 401): lambda scene: scene.forgotten().post("/sign-in", SIGN_IN),
    ("/sign-in", "post", 403): lambda scene: scene.post("/sign-in", GUESS["/sign-in"]),
    ("/sign-in", "post", 429): lambda scene: scene.too_often("/sign-in"),
    ("/events", "post", 429): too_busy("/events"),
    ("/events", "post", 200): lambda scene: scene.post("/events", scene.tablet.batch()),
    ("/events", "post", 401): lambda scene: scene.forgotten().post("/events", {}),
    ("/events", "post", 403): lambda scene: scene.strict().post("/events", {}),
    **{(path, "post", 400): malformed(path) for path in POSTS},
    **{(path, "post", 413): too_large(path) for path in POSTS},
    **{(path, "post", 415): not_json(path) for path in POSTS},
    **{(path, "post", 503): away(path) for path in POSTS},
}


def promised() -> set[Kind]:
    return {
        (path, method, int(status))
        for path, item in document()["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
        for status in operation["responses"]
        if status != "default"
    }


def test_every_promised_answer_has_an_example() -> None:
    assert set(SCENES) == promised()


@pytest.mark.parametrize("kind", SCENES, ids=lambda kind: " ".join(map(str, kind)))
def test_the_promised_answer_is_given(
    ramp: TabletClient, loaded_call: VesselCall, supervisor: User, kind: Kind
) -> None:
    # The tablet's client holds each answer to the document.
    answer = SCENES[kind](Scene(ramp, loaded_call, supervisor))

    assert kind_of(answer) == kind
