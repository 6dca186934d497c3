"""Events that cannot become ledger: each is rejected by name and kept, and hurts no other."""

import json

import pytest

from operations.models import SetAsideEvent, TabletJournal, TallyEvent, VesselCall
from tests import cast
from tests.operations.field.tablets import TabletClient

NO_WHOLE_NUMBER: tuple[object, ...] = (1.9, 1.0, True, "1", None, [], {}, 0, -1, 2**63, 10**300)
NO_TEXT: tuple[object, ...] = (
    1,
    None,
    True,
    [],
    {},
    "a\x00b",
    "\ud83d",
    "a\nb",
    "\u2028",
    " a",
    "a ",
    "x" * 2001,
)
NO_INSTANT = (
    "",
    "now",
    1764082800,
    None,
    "2026-11-25",
    "2026-11-25T10:00:00",
    "0001-01-01T00:00:00Z",
    "1999-12-31T23:59:59Z",
    "2101-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-02-30T10:00:00Z",
    "2026-11-25T10:00:00+25:00",
    "٢٠٢٦-11-25T10:00:00Z",
)
NO_ID = (
    "",
    None,
    1,
    "x",
    "01936F3A-7C21-7A10-8C55-0A4BE1D2C3F4",
    "01936f3a-7c21-4a10-8c55-0a4be1d2c3f4",
    "01936f3a-7c21-7a10-0c55-0a4be1d2c3f4",
    "01936f3a7c217a108c550a4be1d2c3f4",
    "{01936f3a-7c21-7a10-8c55-0a4be1d2c3f4}",
    "01936f3a-7c21-7a10-8c55-0a4be1d2c3f4\n",
)
WRONG: dict[str, tuple[object, ...]] = {
    "quantity": (*NO_WHOLE_NUMBER, 2),
    "device_sequence": (*NO_WHOLE_NUMBER, 2**31),
    "call": NO_WHOLE_NUMBER,
    "line": tuple(value for value in NO_WHOLE_NUMBER if value is not None),
    "clock_offset_ms": (1.5, True, "0", [], 10**13, -(10**13)),
    "kind": ("", "count", "COUNTED", None, 1, ["COUNT"]),
    "direction": ("", "load", "BOTH", None, 1),
    "identifier": (None, 1, "abc", "A B", "Ä", "A" * 33, "A\n", "\ud800", "A\x00"),
    "description": NO_TEXT,
    "deck": (*NO_TEXT, "x" * 41),
    "gang": (*NO_TEXT, "x" * 41),
    "reason": NO_TEXT,
    "shift_token": NO_TEXT,
    "counted_at": NO_INSTANT,
    "event_id": NO_ID,
    "reverses": tuple(value for value in NO_ID if value is not None),
}


@pytest.mark.parametrize("field", WRONG)
def test_a_wrong_value_is_rejected_by_the_name_of_its_field(
    ramp: TabletClient, call: VesselCall, field: str
) -> None:
    events = [
        cast.a_raw_event(call, token=ramp.shift, sequence=number) | {field: value}
        for number, value in enumerate(WRONG[field], start=1)
    ]

    results = ramp.send(*events)

    said = [(result["verdict"], result["reason"]) for result in results]
    assert said == [("rejected", f"malformed: {field}")] * len(events)
    assert SetAsideEvent.objects.count() == len(events)
    assert not TallyEvent.objects.exists()


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1E+99", "0.1e1"])
def test_a_number_that_is_no_whole_one_in_the_text_is_rejected(
    ramp: TabletClient, call: VesselCall, number: str
) -> None:
    event = cast.a_raw_event(call, token=ramp.shift, sequence=1, deck="NUMBER")
    body = json.dumps(ramp.batch(event)).replace('"NUMBER"', number).encode()

    [result] = ramp.post("events", body).json()["results"]

    assert (result["verdict"], result["reason"]) == ("rejected", "malformed: deck")


@pytest.mark.parametrize("name", ["weight", "", "\x00", "\ud800", "x" * 5000, "Quantity"])
def test_an_unknown_field_is_rejected(ramp: TabletClient, call: VesselCall, name: str) -> None:
    [result] = ramp.send(cast.a_raw_event(call, token=ramp.shift, sequence=1) | {name: 1})

    assert result["verdict"] == "rejected"
    assert SetAsideEvent.objects.count() == 1


@pytest.mark.parametrize("field", [*WRONG])
def test_a_missing_field_is_rejected(ramp: TabletClient, call: VesselCall, field: str) -> None:
    event = cast.a_raw_event(call, token=ramp.shift, sequence=1)
    del event[field]

    [result] = ramp.send(event)

    assert (result["verdict"], result["reason"]) == ("rejected", f"malformed: {field}")


@pytest.mark.parametrize("event", [None, True, 1, 1.5, "x", [], {}, [{}], {"events": []}])
def test_what_is_no_event_is_answered_by_its_place(
    ramp: TabletClient, call: VesselCall, event: object
) -> None:
    good = cast.a_raw_event(call, token=ramp.shift, sequence=1)

    bad_result, good_result = ramp.send(event, good)

    assert (bad_result["event_id"], bad_result["verdict"]) == (None, "rejected")
    assert good_result["verdict"] == "accepted"


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        ({"identifier": "", "description": ""}, "malformed: identifier"),
        ({"identifier": "A1", "description": "A crate"}, "malformed: identifier"),
        ({"kind": "REVERSAL"}, "malformed: reverses"),
        ({"identifier": "", "description": "Crates", "quantity": 10_000}, "malformed: quantity"),
        ({"identifier": "", "line": 2**62}, "line_not_found"),
        ({"call": 2**62}, "call_not_found"),
        ({"shift_token": ""}, "token_not_valid"),
    ],
)
def test_values_that_do_not_go_together_are_rejected(
    ramp: TabletClient, call: VesselCall, subject: dict[str, object], reason: str
) -> None:
    [result] = ramp.send(cast.a_raw_event(call, token=ramp.shift, sequence=1) | subject)

    assert (result["verdict"], result["reason"]) == ("rejected", reason)


def test_a_rejected_event_is_kept_once_and_its_number_is_not_missing(
    ramp: TabletClient, call: VesselCall
) -> None:
    event = cast.a_raw_event(call, token=ramp.shift, sequence=1, quantity=1.9)

    ramp.send(event)
    ramp.send(event)

    assert SetAsideEvent.objects.count() == 1
    assert TabletJournal.objects.get().missing_count == 0


def test_two_events_of_one_batch_with_one_id_are_told_apart(
    ramp: TabletClient, call: VesselCall
) -> None:
    event = cast.a_raw_event(call, token=ramp.shift, sequence=1)

    results = ramp.send(event, event, event | {"device_sequence": 2})

    assert [result["verdict"] for result in results] == ["accepted", "duplicate", "conflict"]
    assert TallyEvent.objects.count() == 1
