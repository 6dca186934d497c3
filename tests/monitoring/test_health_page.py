import json
import time
from typing import Any

import pytest

from monitoring import health, watch
from monitoring.front_door import Environ, Reply
from monitoring.health import Finding, Snapshot, State
from monitoring.health_page import HealthPage, quick_page

TOKEN = "a-token-of-the-operators"
STRANGER: Environ = {"REMOTE_ADDR": "203.0.113.9", "HTTP_HOST": "elsewhere.example"}
OPERATOR: Environ = STRANGER | {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}


class Sees:
    """Has this process see what a test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, state: State, *, name: str = "redis", age_seconds: float = 0.0) -> None:
        finding = Finding(name, state, "words for operators", 0.01, {"figure": 7})
        snapshot = Snapshot((finding,), seen_at=time.monotonic() - age_seconds)
        self._monkeypatch.setattr(health, "_snapshots", [snapshot])


@pytest.fixture
def sees(monkeypatch: pytest.MonkeyPatch) -> Sees:
    monkeypatch.setattr(health, "_snapshots", [])
    return Sees(monkeypatch)


def ask(environ: Environ = STRANGER, query: str = "") -> tuple[int, dict[str, Any]]:
    return read(HealthPage(token=TOKEN)(environ | {"QUERY_STRING": query}))


def read(reply: Reply) -> tuple[int, dict[str, Any]]:
    return reply.status, json.loads(reply.body)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("redis", (200, "degraded")), ("database", (503, "fail")), ("memory", (503, "fail"))],
)
def test_only_what_is_critical_sends_people_elsewhere(
    sees: Sees, name: str, expected: tuple[int, str]
) -> None:
    sees(State.FAIL, name=name)

    status, content = ask()

    assert (status, content["status"]) == expected
    assert content["checks"] == {name: "fail"}


def test_when_all_is_well_the_answer_is_good(sees: Sees) -> None:
    sees(State.OK)

    assert ask() == (200, {"status": "ok", "checks": {"redis": "ok"}})


@pytest.mark.parametrize(("state", "status"), [(State.OK, 200), (State.DEGRADED, 503)])
def test_whoever_is_strict_takes_degraded_for_a_failure(
    sees: Sees, state: State, status: int
) -> None:
    sees(state)

    assert ask(query="strict=1")[0] == status


def test_strict_said_as_no_is_not_strict(sees: Sees) -> None:
    sees(State.DEGRADED)

    assert ask(query="strict=0")[0] == 200


def test_only_operators_see_details(sees: Sees) -> None:
    sees(State.DEGRADED)

    assert "words for operators" not in str(ask(STRANGER))
    assert ask(OPERATOR)[1]["checks"]["redis"]["says"] == "words for operators"
    assert ask(OPERATOR)[1]["checks"]["redis"]["figure"] == 7


def test_a_snapshot_that_is_old_is_worth_nothing(sees: Sees) -> None:
    sees(State.OK, age_seconds=16)

    status, content = ask()

    assert (status, content["status"], content["reason"]) == (503, "fail", "stale")


def test_nobody_is_sent_to_a_worker_that_has_not_looked_yet(sees: Sees) -> None:
    status, content = ask()

    assert (status, content["reason"]) == (503, "starting")


def test_nobody_is_sent_to_a_worker_that_leaves(
    sees: Sees, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Leaving:
        alive = False
        ppid = 1

    sees(State.OK)
    monkeypatch.setattr(watch, "_here", [Leaving()])

    status, content = ask()

    assert (status, content["reason"]) == (503, "leaving")


def test_the_quick_answer_is_about_this_process_and_says_in_words_how_the_site_is(
    sees: Sees,
) -> None:
    sees(State.FAIL, name="database", age_seconds=2)

    status, content = read(quick_page(STRANGER))

    assert status == 200
    assert content["status"] == "fail"
    assert 2 <= content["age_s"] < 3


def test_the_quick_answer_asks_for_a_restart_when_nobody_looks_any_more(sees: Sees) -> None:
    sees(State.OK, age_seconds=31)

    assert read(quick_page(STRANGER))[0] == 503


def test_the_quick_answer_is_good_before_the_first_look(sees: Sees) -> None:
    assert read(quick_page(STRANGER)) == (200, {"status": "starting", "age_s": None})
