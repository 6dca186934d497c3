"""Reading what a tablet sent, strictly: nothing is coerced, and what is wrong is named."""

import json
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from operations.vocabulary import Direction, EventKind

WordT = TypeVar("WordT")
_KINDS = {word.value: word for word in EventKind}
_DIRECTIONS = {word.value: word for word in Direction}

MAX_UNITS = 9_999
MAX_WEIGHT_KG = 999_999_999
MAX_SEQUENCE = 2_147_483_647
MAX_WORDS = 200
MAX_NAME = 40
MAX_TOKEN = 2_000
_TEN_YEARS_MS = 10 * 366 * 24 * 3600 * 1000
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_IDENTIFIER = re.compile(r"[A-Z0-9-]{1,32}")
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NESTED = "nested too deep to keep"
# Control characters and lone surrogates: nobody typed them, and PostgreSQL refuses some. What is
# invisible or turns the direction of writing makes a text read as another than it is.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u2064\u2066-\u2069\ufeff]"
)


class Malformed(ValueError):
    """A field that is missing, unknown or not what the protocol asks for."""

    def __init__(self, field: str) -> None:
        super().__init__(f"malformed: {field}")
        self.field = field


class Unreadable(NamedTuple):
    """One event that could not be read; its id and number where at least those could."""

    event_id: UUID | None
    device_sequence: int | None
    reason: str


class TallyReport(NamedTuple):
    """One event as a tablet reported it. Quantity is units, or kg on a BULK line."""

    event_id: UUID
    device_sequence: int
    kind: EventKind
    call_id: int
    direction: Direction
    identifier: str
    line_id: int | None
    description: str
    quantity: int
    deck: str
    gang: str
    reverses: UUID | None
    reason: str
    counted_at: datetime
    clock_offset_ms: int | None
    shift_token: str


_FIELDS = frozenset(
    {"event_id", "device_sequence", "kind", "call", "direction", "identifier", "line"}
    | {"description", "quantity", "deck", "gang", "reverses", "reason", "counted_at"}
    | {"clock_offset_ms", "shift_token"}
)


def read_report(raw: object) -> TallyReport | Unreadable:
    """Read one event of a batch, or say what is wrong with it."""
    try:
        return parse_report(raw)
    except Malformed as problem:
        return Unreadable(readable_event_id(raw), readable_sequence(raw), str(problem))


def parse_report(raw: object) -> TallyReport:
    """Read one event of a batch.

    Raises Malformed with the name of the first field that is wrong.
    """
    if not isinstance(raw, dict):
        raise Malformed("event")
    if raw.keys() != _FIELDS:
        raise Malformed(_odd_field(raw.keys()))
    report = TallyReport(
        event_id=read_uuid7(raw["event_id"], "event_id"),
        device_sequence=read_whole(raw["device_sequence"], "device_sequence", 1, MAX_SEQUENCE),
        kind=_word(raw["kind"], _KINDS, "kind"),
        call_id=read_whole(raw["call"], "call", 1, 2**63 - 1),
        direction=_word(raw["direction"], _DIRECTIONS, "direction"),
        identifier=_identifier(raw["identifier"]),
        line_id=None if raw["line"] is None else read_whole(raw["line"], "line", 1, 2**63 - 1),
        description=read_text(raw["description"], "description", MAX_WORDS),
        quantity=read_whole(raw["quantity"], "quantity", 1, MAX_WEIGHT_KG),
        deck=read_text(raw["deck"], "deck", MAX_NAME),
        gang=read_text(raw["gang"], "gang", MAX_NAME),
        reverses=None if raw["reverses"] is None else read_uuid7(raw["reverses"], "reverses"),
        reason=read_text(raw["reason"], "reason", MAX_WORDS),
        counted_at=read_instant(raw["counted_at"], "counted_at"),
        clock_offset_ms=_offset(raw["clock_offset_ms"]),
        shift_token=read_text(raw["shift_token"], "shift_token", MAX_TOKEN),
    )
    _check_shape(report)
    return report


def _check_shape(report: TallyReport) -> None:
    subjects = sum((bool(report.identifier), report.line_id is not None, bool(report.description)))
    if report.kind == EventKind.COUNT:
        if report.reverses is not None:
            raise Malformed("reverses")
        if subjects != 1:
            raise Malformed("identifier")
    else:
        if report.reverses in (None, report.event_id):
            raise Malformed("reverses")
        if subjects:
            raise Malformed("identifier")
    # Weights may be larger; whether a line is BULK is known to the action only.
    limit = 1 if report.kind == EventKind.REVERSAL or report.identifier else MAX_UNITS
    if report.line_id is None and report.quantity > limit:
        raise Malformed("quantity")


def read_whole(value: object, field: str, least: int, most: int) -> int:
    """Read a whole number; refuses 1.0, true and "1"."""
    if type(value) is not int or not least <= value <= most:
        raise Malformed(field)
    return value


def read_text(value: object, field: str, most: int) -> str:
    """Read printable text without blanks at its ends."""
    if not isinstance(value, str) or len(value) > most or value != value.strip():
        raise Malformed(field)
    # The first question is the quicker one, and the stricter.
    if not value.isprintable() and _UNPRINTABLE.search(value):
        raise Malformed(field)
    return value


def read_uuid(value: object, field: str) -> UUID:
    """Read a UUID in its one canonical spelling."""
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise Malformed(field)
    return UUID(value)


def read_uuid7(value: object, field: str) -> UUID:
    """Read a version 7 UUID (RFC 9562 §5.7) in its one canonical spelling."""
    if not isinstance(value, str) or not _UUID7.fullmatch(value):
        raise Malformed(field)
    # What the pattern let through needs none of the constructor's own tries at reading.
    return UUID(int=int(value.replace("-", ""), 16))


def read_instant(value: object, field: str) -> datetime:
    """Read an ISO 8601 instant with an offset, in the years 2000 to 2100, as one in UTC."""
    if not isinstance(value, str) or len(value) > MAX_NAME:
        raise Malformed(field)
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise Malformed(field) from None
    if instant.tzinfo is None or not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise Malformed(field)
    return instant.astimezone(UTC)


def readable_call_id(raw: object) -> int | None:
    """Return the call that an event names, as far as it can be read; for the locks."""
    value = _field(raw, "call")
    return value if type(value) is int and 0 < value < 2**63 else None


def readable_event_id(raw: object) -> UUID | None:
    """Return the id of an event that is wrong otherwise, so that the answer can name it."""
    value = _field(raw, "event_id")
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else None


def readable_sequence(raw: object) -> int | None:
    """Return the number of an event that is wrong otherwise, so that it is not missing."""
    value = _field(raw, "device_sequence")
    return value if type(value) is int and 0 < value <= MAX_SEQUENCE else None


def as_raw_text(raw: object) -> str:
    """Return an event as text that can be kept: printable JSON, without the shift token."""
    kept = {k: v for k, v in raw.items() if k != "shift_token"} if isinstance(raw, dict) else raw
    try:
        return json.dumps(kept, ensure_ascii=True, sort_keys=True)
    except RecursionError:
        # Nested just deep enough to be read, and too deep to be written again.
        return json.dumps(_flat(kept), ensure_ascii=True, sort_keys=True)


def _flat(value: object) -> object:
    if not isinstance(value, dict):
        return _NESTED
    return {k: _NESTED if isinstance(v, (dict, list)) else v for k, v in value.items()}


def _field(raw: object, name: str) -> object:
    return raw.get(name) if isinstance(raw, dict) else None


def _odd_field(names: Collection[object]) -> str:
    unknown = sorted(str(name) for name in names if name not in _FIELDS)
    return _printable(unknown[0]) if unknown else min(_FIELDS.difference(names))


def _word(value: object, words: Mapping[str, WordT], field: str) -> WordT:
    word = words.get(value) if isinstance(value, str) else None
    if word is None:
        raise Malformed(field)
    return word


def _identifier(value: object) -> str:
    if value == "" or (isinstance(value, str) and _IDENTIFIER.fullmatch(value)):
        return str(value)
    raise Malformed("identifier")


def _offset(value: object) -> int | None:
    if value is None:
        return None
    return read_whole(value, "clock_offset_ms", -_TEN_YEARS_MS, _TEN_YEARS_MS)


def _printable(name: str) -> str:
    return _UNPRINTABLE.sub("?", name)[:MAX_NAME]
