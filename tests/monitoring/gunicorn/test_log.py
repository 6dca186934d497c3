"""The line that gunicorn writes for each answer."""

import logging
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from monitoring.gunicorn.log import SiteLog
from monitoring.logs import FIELDS
from monitoring.request_facts import FACTS_KEY, RequestFacts
from operations.vocabulary import Role
from tests.cast import a_person, a_shift_token, a_tablet, a_terminal

TOOK = timedelta(milliseconds=12.34)


def line_of(facts: RequestFacts | None, caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    """Return what is written of a request after it was answered; empty for nothing."""
    environ = {FACTS_KEY: facts, "QUERY_STRING": "password=canary", "RAW_URI": "/?password=canary"}
    answer = SimpleNamespace(status="200 OK", sent=345)
    caplog.clear()
    with caplog.at_level(logging.INFO, "gunicorn.access"):
        SiteLog.access(SimpleNamespace(), answer, None, environ, TOOK)  # type: ignore[arg-type]  # it asks nothing of itself
    assert "canary" not in caplog.text
    return getattr(caplog.records[0], FIELDS) if caplog.records else {}


def test_a_line_says_who_asked_for_what_and_what_came_of_it(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    person = a_person("anna", a_terminal(), role=Role.SUPERVISOR)
    client.force_login(person)
    facts = RequestFacts("GET")
    client.get("/", **{FACTS_KEY: facts})  # type: ignore[arg-type]  # as the front door leaves it

    assert line_of(facts, caplog) == {
        "request_id": facts.request_id,
        "route": "/",
        "person": "anna",
        "person_id": person.pk,
        "method": "GET",
        "status": 200,
        "ms": 12.3,
        "bytes": 345,
    }


def test_a_line_names_the_tablet_and_who_is_on_shift(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    terminal = a_terminal()
    tablet = a_tablet(terminal, token="of-the-tablet")
    clerk = a_person("ben", terminal, role=Role.CREW)
    client.cookies["tablet"] = "of-the-tablet"
    facts = RequestFacts("GET")
    client.get(
        "/field/api/v1/calls",
        headers={"Shift-Token": a_shift_token(clerk, tablet, starts_at=timezone.now())},
        **{FACTS_KEY: facts},  # type: ignore[arg-type]  # as the front door leaves it
    )

    line = line_of(facts, caplog)
    assert (line["tablet"], line["tablet_id"], line["person"]) == ("Ramp 1", tablet.pk, "ben")


def test_what_machines_ask_day_and_night_is_kept_for_debug(
    caplog: pytest.LogCaptureFixture,
) -> None:
    facts = RequestFacts("GET")
    facts.is_quiet = True

    assert line_of(facts, caplog) == {}


def test_what_never_reached_the_front_door_has_no_line(caplog: pytest.LogCaptureFixture) -> None:
    assert line_of(None, caplog) == {}
