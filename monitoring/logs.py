"""How a line of the log looks: the same for gunicorn, for Django and for the port.

Standard library only: gunicorn logs before Django is there.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from monitoring.redaction import Redactor, without
from monitoring.request_facts import current_facts

ACCESS = "gunicorn.access"
#: Attribute of a record, given as ``extra``, for what a line says beside its message.
FIELDS = "fields"

# Line by line is what readers of logs are made for; beyond 8 KB some cut lines in two.
_LONGEST_MESSAGE = 2000
_LONGEST_TRACEBACK = 6000
# What ends a line, moves the cursor of a terminal or turns the direction of writing.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# What Django refuses it repeats: a host in quotes, an address where a form came from.
_OF_STRANGERS = "django.security"
_REPEATED = re.compile(
    r"(?<=Origin checking failed - ).*(?= does not)|'[^']*'|\"[^\"]*\"|\b\w{1,20}://\S+"
)
_BAD_REQUEST, _SERVER_ERROR = 400, 500

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def _never(_: BaseException | None) -> bool:
    return False


class _Lines(logging.Formatter):
    """Gathers what a line says, without secrets.

    Of an error that `is_outage` knows, a line has the words and no traceback.
    """

    def __init__(
        self,
        secrets: Iterable[str] = (),
        is_outage: Callable[[BaseException | None], bool] = _never,
    ) -> None:
        super().__init__()
        self._redactor = Redactor(secrets)
        self._is_outage = is_outage

    def _message(self, record: logging.LogRecord) -> str:
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):
            # logging would print the whole call past this log, values and all.
            text = f"{record.msg} (its values do not fit)"
        # An access line is made of our own words, and there is one for every request.
        return text if record.name == ACCESS else self._clean(text, record)[:_LONGEST_MESSAGE]

    def _traceback(self, record: logging.LogRecord) -> str:
        # Of what strangers sent it says no more than the message does.
        if not record.exc_info or record.name.startswith(_OF_STRANGERS):
            return ""
        error = record.exc_info[1]
        if self._is_outage(error):
            # It happens to each request alike, and where in the code says nothing of it.
            words = " ".join(f"{type(error).__name__}: {error}".split())
            return self._clean(words, record)[:_LONGEST_MESSAGE]
        text = self._clean(self.formatException(record.exc_info), record)
        # The end says what happened, and the beginning where it was called.
        half = _LONGEST_TRACEBACK // 2
        return text if len(text) <= 2 * half else f"{text[:half]}\n[…]\n{text[-half:]}"

    def _clean(self, text: str, record: logging.LogRecord) -> str:
        facts = current_facts()
        request = getattr(record, "request", None) or (facts.request if facts else None)
        if path := getattr(request, "path", ""):
            text = without(text, path, instead=_route(request))
        if record.name.startswith(_OF_STRANGERS):
            text = _REPEATED.sub("[…]", text)
        return self._redactor.redact(text)

    def _fields(self, record: logging.LogRecord) -> dict[str, object]:
        said = getattr(record, FIELDS, {}).items()
        return {
            name: self._redactor.redact(value) if isinstance(value, str) else value
            for name, value in said
            if value is not None
        }


class JsonLines(_Lines):
    """One JSON object for each line, all of it ASCII: nothing that was sent can begin another."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; `docs/logs.md` names its fields."""
        line: dict[str, object] = {
            "at": _instant(record),
            "level": record.levelname,
            "logger": record.name,
            "message": self._message(record),
            "process": record.process,
        }
        if record.name == ACCESS:
            line |= getattr(record, FIELDS, {})
        else:
            line |= _of_the_request() | self._fields(record)
            if traceback := self._traceback(record):
                line["exception"] = traceback
        return json.dumps(line, default=str)


class TextLines(_Lines):
    """For people at a terminal: a line each, what belongs to it is indented below."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with control characters as codes."""
        facts = current_facts()
        whose = f" [{facts.request_id[:8]}]" if facts else ""
        said = self._message(record)
        if record.name != ACCESS and (fields := self._fields(record)):
            said += " " + " ".join(f"{name}={value}" for name, value in fields.items())
        line = f"{_instant(record)} {record.levelname} {record.name}{whose} {_visible(said)}"
        traceback = [_visible(each) for each in self._traceback(record).split("\n") if each]
        if len(traceback) == 1:
            return f"{line}: {traceback[0]}"
        return line + "".join(f"\n    {each}" for each in traceback)


_FORMS = {"JSON": JsonLines, "TEXT": TextLines}
LOG_FORMATS = tuple(_FORMS)


class OncePerAnswer(logging.Filter):
    """Drops what Django says of refused requests: the access line tells of each already."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is to be written."""
        status = getattr(record, "status_code", None)
        is_refusal = status is not None and _BAD_REQUEST <= status < _SERVER_ERROR
        return not (record.name == "django.request" and is_refusal)


def log_settings(
    form: str, level: str, *, secrets: Iterable[str] = (), is_outage: str = ""
) -> dict[str, Any]:
    """Return the configuration of logging, for gunicorn and for Django alike.

    `form` is one of LOG_FORMATS, `level` one of LOG_LEVELS. `is_outage` is where the function is
    that tells an outage from a bug, once Django is there.
    """
    lines: dict[str, object] = {"()": _FORMS[form], "secrets": tuple(secrets)}
    if is_outage:
        lines["is_outage"] = f"ext://{is_outage}"
    passed_on: dict[str, object] = {"handlers": [], "level": level, "propagate": True}
    # At DEBUG these two repeat requests, and what is asked of the database, as they are.
    at_most_info = passed_on | {"level": "INFO" if level == "DEBUG" else level}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": lines},
        "filters": {"once": {"()": OncePerAnswer}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["once"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        # Their own handlers would write in forms of their own, or mail the administrators.
        "loggers": {
            "django": at_most_info,
            "gunicorn.error": at_most_info,
            ACCESS: passed_on,
        },
    }


def _of_the_request() -> dict[str, object]:
    facts = current_facts()
    if facts is None:
        return {}
    facts.look()
    return facts.as_fields()


def _route(request: object) -> str:
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "[…]"


def _instant(record: logging.LogRecord) -> str:
    instant = datetime.fromtimestamp(record.created, UTC)
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _visible(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
