"""Bodies that are no batch: refused as a whole, by name, and nothing is written."""

import json

import pytest
from django.http import HttpRequest

from monitoring.whole_form import LARGEST_FORM_BYTES
from operations.models import SetAsideEvent, TabletJournal, TallyEvent, VesselCall
from tests import cast
from tests.operations.field.tablets import TabletClient, error_of

GOOD = b'{"device_now": "2026-11-25T15:00:00Z", "journal_id": "%s", "head_sequence": 1, ' % (
    b"01936f3a-7c21-4a10-8c55-0a4be1d2c3f4"
)

NOT_JSON = {
    "nothing": b"",
    "cut off": GOOD,
    "words": b"hello",
    "NaN": GOOD + b'"unsent_count": NaN, "build": "", "events": []}',
    "Infinity": GOOD + b'"unsent_count": Infinity, "build": "", "events": []}',
    "5000 digits": GOOD + b'"unsent_count": ' + b"9" * 5000 + b', "build": "", "events": []}',
    "deep lists": GOOD + b'"unsent_count": 1, "build": "", "events": ' + b"[" * 60_000,
    "closed deep lists": b'{"events": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "invalid UTF-8": GOOD.replace(b"2026", b"\xff\xfe26"),
    "overlong UTF-8": b'{"a": "\xc0\x80"}',
    "UTF-8 half of a pair": b'{"a": "\xed\xa0\x80"}',
    "UTF-16": '{"events": []}'.encode("utf-16"),
    "UTF-8 with a mark": b"\xef\xbb\xbf{}",
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "a form": b"events=1",
    "two values": b"{}{}",
    "a NUL at its end": b"{}\x00",
}


ODD: dict[str, tuple[object, ...]] = {
    "events": ({}, "x", None, 1, True),
    "head_sequence": (-1, 1.0, 1.9, True, "1", None, 2**31, 10**400),
    "unsent_count": (-1, 0.5, False, "0", [], 2**31),
    "journal_id": ("", "x", 1, None, "0" * 36, "{}", ["a"]),
    "build": (1, None, "x" * 41, "\x00", "\ud800", "a\nb", " a"),
    "device_now": (
        *("", "now", 1, None, "2026-11-25", "2026-11-25T15:00"),
        *(f"{year}-01-01T00:00:00Z" for year in ("0001", "1999", "2101", "9999")),
    ),
    "unknown": (1,),
    "\ud800": (1,),
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON.keys())
@pytest.mark.parametrize("path", ["events", "sign-in", "enrol"])
def test_what_is_not_json_is_malformed(ramp: TabletClient, path: str, body: bytes) -> None:
    assert error_of(ramp.post(path, body)) == (400, "malformed")
    assert not TabletJournal.objects.exists()


@pytest.mark.parametrize("content", [[], "x", 1, None, True, [{}], {}, {"events": []}])
@pytest.mark.parametrize("path", ["events", "sign-in", "enrol"])
def test_what_is_another_shape_is_malformed(ramp: TabletClient, path: str, content: object) -> None:
    assert error_of(ramp.post(path, content)) == (400, "malformed")


@pytest.mark.parametrize("field", ODD)
def test_a_batch_that_says_odd_things_of_itself_is_malformed(
    ramp: TabletClient, field: str
) -> None:
    for value in ODD[field]:
        assert error_of(ramp.post("events", ramp.batch(**{field: value}))) == (400, "malformed")
    assert not TabletJournal.objects.exists()


def test_a_number_too_large_for_a_float_is_malformed(ramp: TabletClient) -> None:
    body = json.dumps(ramp.batch(head_sequence=7)).replace(": 7", ": 1e400").encode()

    assert error_of(ramp.post("events", body)) == (400, "malformed")


def test_a_body_deeper_than_eight_levels_is_malformed(ramp: TabletClient) -> None:
    # The object, the list of events, five lists in each other, a number; and one list more.
    fitting, too_deep = [[[[[1]]]]], [[[[[[1]]]]]]

    assert ramp.post("events", ramp.batch(fitting)).status_code == 200
    assert error_of(ramp.post("events", ramp.batch(too_deep))) == (400, "malformed")


def test_no_depth_is_too_deep_to_be_answered(ramp: TabletClient) -> None:
    batch = json.dumps(ramp.batch("DEEP"))

    # Around the depth at which reading itself gives up.
    for levels in range(850, 1100, 3):
        body = batch.replace('"DEEP"', "[" * levels + "]" * levels).encode()
        assert error_of(ramp.post("events", body)) == (400, "malformed")


def test_five_hundred_events_are_taken_and_one_more_is_not(
    ramp: TabletClient, call: VesselCall
) -> None:
    events = [cast.a_raw_event(call, token=ramp.shift, sequence=n) for n in range(1, 502)]

    refused = ramp.post("events", ramp.batch(*events))

    assert error_of(refused) == (413, "too_many_events")
    assert not TallyEvent.objects.exists()
    assert {result["verdict"] for result in ramp.send(*events[:500])} == {"accepted"}


@pytest.mark.parametrize("path", ["events", "sign-in", "enrol"])
def test_more_than_a_megabyte_is_too_large(ramp: TabletClient, path: str) -> None:
    assert error_of(ramp.post(path, b" " * (1024 * 1024 + 1))) == (413, "too_large")


@pytest.mark.parametrize("path", ["sign-in", "enrol"])
def test_nobody_types_so_much_that_the_front_door_does_not_wait_for_it(
    ramp: TabletClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(HttpRequest, "body")

    answer = ramp.post(path, b" " * (LARGEST_FORM_BYTES + 1))

    assert error_of(answer) == (413, "too_large")


def test_a_megabyte_is_read(ramp: TabletClient) -> None:
    body = json.dumps(ramp.batch()).encode()

    assert ramp.post("events", body.ljust(1024 * 1024)).status_code == 200


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "text/json", "application/jsonx"],
)
@pytest.mark.parametrize("path", ["events", "sign-in", "enrol"])
def test_only_json_is_taken(ramp: TabletClient, path: str, content_type: str) -> None:
    refused = ramp.post(path, b"{}", content_type=content_type)

    assert error_of(refused) == (415, "json_required")


def test_a_form_with_files_is_not_even_read(ramp: TabletClient) -> None:
    form = 'multipart/form-data; boundary="x"'

    assert error_of(ramp.post("enrol", b"--x\r\n" * 99, content_type=form)) == (
        415,
        "json_required",
    )


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf-16", "nonsense"])
def test_json_is_utf_8_whatever_the_header_says(ramp: TabletClient, charset: str) -> None:
    answer = ramp.post("events", ramp.batch(), content_type=f"application/json; charset={charset}")

    assert answer.status_code == 200


def test_a_request_that_is_refused_leaves_nothing_behind(
    ramp: TabletClient, call: VesselCall
) -> None:
    event = cast.a_raw_event(call, token=ramp.shift, sequence=1)

    ramp.post("events", ramp.batch(event, build="x" * 41))

    for written in (TallyEvent, SetAsideEvent, TabletJournal):
        assert not written.objects.exists()
