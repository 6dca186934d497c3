"""Whatever a broken tablet sends, it gets an answer that the protocol knows."""

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from operations.models import SetAsideEvent, TallyEvent, VesselCall
from tests import cast
from tests.operations.field.contract import document
from tests.operations.field.tablets import TabletClient

ODD_TEXTS = st.sampled_from(["", "\x00", "\ud800", "NaN", "1", "٣", "\u2028", "A" * 300])
TEXTS = ODD_TEXTS | st.text(st.characters(codec=None), max_size=12)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)
# One event with up to three of its fields replaced, and perhaps one of its own.
CHANGES = st.dictionaries(
    st.sampled_from(sorted(document()["components"]["schemas"]["Event"]["properties"])) | TEXTS,
    VALUES,
    min_size=1,
    max_size=3,
)
# The database is rolled back after all examples, not after each: every one adds to the same ledger.
MANY = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
VERDICTS = {"accepted", "rejected", "conflict", "duplicate"}


@MANY
@given(content=VALUES)
@pytest.mark.parametrize("path", ["events", "sign-in", "enrol"])
def test_any_json_is_answered(ramp: TabletClient, path: str, content: object) -> None:
    # Or most examples would be refused for coming too fast, unread.
    caches["rate_limits"].clear()

    assert ramp.post(path, content).status_code in {400, 403, 429}


@MANY
@given(body=st.binary(max_size=80))
def test_any_bytes_are_answered(ramp: TabletClient, body: bytes) -> None:
    assert ramp.post("events", body).status_code == 400


@MANY
@given(events=st.lists(VALUES, max_size=4))
def test_any_list_of_events_is_answered_one_by_one(
    ramp: TabletClient, events: list[object]
) -> None:
    results = ramp.send(*events)

    assert [result["verdict"] for result in results] == ["rejected"] * len(events)


@MANY
@given(changes=CHANGES)
def test_a_broken_event_is_recorded_or_kept_aside_and_never_lost(
    ramp: TabletClient, call: VesselCall, changes: dict[str, object]
) -> None:
    before = TallyEvent.objects.count()
    event = cast.a_raw_event(call, token=ramp.shift, sequence=before + 1) | changes

    [result] = ramp.send(event)

    assert result["verdict"] in VERDICTS
    grown_by = TallyEvent.objects.count() - before
    assert grown_by == (result["verdict"] == "accepted")
    if result["verdict"] in {"rejected", "conflict"}:
        kept = SetAsideEvent.objects.order_by("pk").last()
        assert kept is not None


@MANY
@given(
    query=st.dictionaries(st.sampled_from(["after", "limit", "version", "x"]), TEXTS | NUMBERS),
    path=st.sampled_from(["cargo", "changes"]),
)
def test_any_query_is_answered(
    ramp: TabletClient, call: VesselCall, query: dict[str, object], path: str
) -> None:
    texts = {name: str(value).encode("utf-8", "replace") for name, value in query.items()}

    address = f"/field/api/v1/calls/{call.pk}/{path}"
    answer = ramp.browser.get(address, texts, headers={"Shift-Token": ramp.shift})

    assert answer.status_code in {200, 304, 400}
