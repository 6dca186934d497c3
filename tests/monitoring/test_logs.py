import json
import logging
import sys
from logging.config import DictConfigurator
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import RequestFactory

from monitoring.logs import JsonLines, OncePerAnswer, TextLines, log_settings
from monitoring.request_facts import RequestFacts, Serving, note_person, note_tablet

FORGED = 'a ship\n{"level": "ERROR"}\r\x1b[2J\u2028\u202e'


def a_record(
    message: str, *values: object, name: str = "port", **extra: object
) -> logging.LogRecord:
    logger = logging.getLogger(name)
    return logger.makeRecord(name, logging.INFO, "", 0, message, values, None, extra=extra)


def a_failure(message: str, name: str = "port") -> logging.LogRecord:
    record = a_record("it failed", name=name)
    try:
        int(message)
    except ValueError as error:
        record.exc_info = (ValueError, ValueError(message), error.__traceback__)
    return record


def read(record: logging.LogRecord) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(JsonLines().format(record))
    return line


def test_a_line_says_when_who_and_what() -> None:
    line = read(a_record("%s moves", 3))

    assert line["at"].endswith("Z")
    assert (line["level"], line["logger"], line["message"]) == ("INFO", "port", "3 moves")


@pytest.mark.parametrize("form", [JsonLines, TextLines])
def test_nothing_that_was_sent_begins_a_line_of_its_own(form: type[logging.Formatter]) -> None:
    text = form().format(a_record("named %s", FORGED))

    assert text.isascii()
    assert text.isprintable()


def test_what_was_sent_is_read_back_as_it_was() -> None:
    assert read(a_record("named %s", FORGED))["message"] == f"named {FORGED}"


def test_an_exception_is_part_of_its_line() -> None:
    text = JsonLines().format(a_failure("no hatch\nERROR forged"))

    assert "\n" not in text
    assert json.loads(text)["exception"].endswith("ValueError: no hatch\nERROR forged")


def test_an_exception_stands_indented_below_a_line_for_people() -> None:
    first, *below = TextLines().format(a_failure("no hatch\nERROR forged")).split("\n")

    assert first.endswith("it failed")
    assert below[-1] == "    ERROR forged"
    assert {line[:4] for line in below} == {"    "}


def a_refusal(error: Exception) -> logging.LogRecord:
    """Return what Django says of a request that failed so, somewhere deep."""
    record = a_record("Service Unavailable: /", name="django.request")
    try:
        raise error
    except type(error):
        record.exc_info = sys.exc_info()
    return record


@pytest.mark.parametrize("form", ["JSON", "TEXT"])
def test_an_outage_of_the_database_is_one_line_with_its_words(form: str) -> None:
    asked = settings.LOGGING["formatters"]["line"] | {
        "()": log_settings(form, "INFO")["formatters"]["line"]["()"]
    }
    configurator = DictConfigurator({"version": 1, "formatters": {"line": asked}})
    lines = configurator.configure_formatter(configurator.config["formatters"]["line"])
    outage, bug = OperationalError("the disk\nis full"), ValueError("no hatch")

    refused, failed = lines.format(a_refusal(outage)), lines.format(a_refusal(bug))

    assert "OperationalError: the disk is full" in refused
    assert "Traceback" not in refused
    assert "\n" not in refused
    assert "Traceback" in failed


def test_a_secret_is_hidden_in_messages_exceptions_and_fields() -> None:
    line = read(a_failure("password=hunter2"))
    told = read(a_record("%s", "token: abc", fields={"url": "redis://:pw@host", "count": 3}))

    assert "hunter2" not in line["exception"]
    assert (told["message"], told["url"], told["count"]) == (
        "token: [hidden]",
        "redis://[hidden]@host",
        3,
    )


def test_a_line_tells_of_which_request_it_is() -> None:
    facts = RequestFacts("GET")
    with Serving(facts):
        note_person("anna", 7)
        note_tablet("Ramp 1", 3)
        line = read(a_record("counted"))

    said = {name: line[name] for name in ("request_id", "person", "person_id", "tablet")}
    assert said == {
        "request_id": facts.request_id,
        "person": "anna",
        "person_id": 7,
        "tablet": "Ramp 1",
    }
    assert "request_id" not in read(a_record("afterwards"))


def test_an_address_that_was_asked_for_is_not_repeated() -> None:
    request = RequestFactory().get("/nothing/of/yours")
    facts = RequestFacts("GET")
    facts.request = request
    request.resolver_match = None

    with Serving(facts):
        line = read(a_record("nothing answers %s", request.path))

    assert line["message"] == "nothing answers […]"


def test_values_that_do_not_fit_their_message_lose_no_line() -> None:
    assert read(a_record("%d moves", "three"))["message"] == "%d moves (its values do not fit)"


def test_a_line_has_an_end() -> None:
    assert len(JsonLines().format(a_record("x" * 100_000))) < 3000
    assert len(JsonLines().format(a_failure("x" * 100_000))) < 10_000


def test_what_django_refuses_is_told_without_what_was_sent() -> None:
    record = a_failure("Invalid HTTP_HOST header: 'canary'.", "django.security.DisallowedHost")
    record.msg = "Invalid HTTP_HOST header: 'canary'. You may want https://canary.example/x"

    assert "canary" not in JsonLines().format(record)


def test_a_stranger_writes_no_sentence_into_the_log() -> None:
    words = "Forbidden (Origin checking failed - all is well; admin signed in does not match any.)"
    record = logging.LogRecord("django.security.csrf", logging.WARNING, "", 1, words, None, None)

    assert "all is well" not in JsonLines().format(record)


@pytest.mark.parametrize(
    ("name", "status", "is_written"),
    [
        ("django.request", 404, False),
        ("django.request", 503, True),
        ("django.security.csrf", 403, True),
    ],
)
def test_a_refused_request_is_told_by_its_access_line_alone(
    name: str, status: int, *, is_written: bool
) -> None:
    record = a_record("Not Found", name=name, status_code=status)

    assert OncePerAnswer().filter(record) is is_written


def test_at_debug_gunicorn_and_django_do_not_repeat_requests() -> None:
    loggers = log_settings("JSON", "DEBUG")["loggers"]

    assert {loggers[name]["level"] for name in ("django", "gunicorn.error")} == {"INFO"}
    assert log_settings("JSON", "ERROR")["loggers"]["django"]["level"] == "ERROR"
