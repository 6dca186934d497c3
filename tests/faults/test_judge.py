"""The checker itself: a history that is right passes, and each thing that can break is said."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.faults.history import Event, Final, History, Read, judge

CALL = 12


def an_event(**fields: object) -> Event:
    known: Event = {
        "event_id": str(uuid4()),
        "device_sequence": 1,
        "kind": "COUNT",
        "call": CALL,
        "direction": "LOAD",
        "identifier": "A",
        "line": None,
        "description": "",
        "quantity": 1,
        "deck": "5",
        "gang": "",
        "reverses": None,
        "reason": "",
        "counted_at": "2026-11-25T15:00:00+00:00",
        "clock_offset_ms": 0,
    }
    return known | fields


def a_row(event: Event, position: int, **fields: object) -> dict[str, Any]:
    row = event | {"position": position, "call_id": event["call"], "line_id": event["line"]}
    return row | {"counted_at": datetime(2026, 11, 25, 15, tzinfo=UTC)} | fields


class Story:
    """Two events that were recorded and read, unless the test has it otherwise."""

    def __init__(self) -> None:
        self.history = History()
        self.events = [an_event(), an_event(device_sequence=2)]
        self.rows = [a_row(event, place) for place, event in enumerate(self.events, start=1)]
        self.set_aside: frozenset[str] = frozenset()
        self.waiting = 0
        self.verified = ""
        for event in self.events:
            self.history.attempt(event)
        self.answer("accepted", "accepted")
        self.read(3, 2)

    def answer(self, *verdicts: str, at: float = 2) -> None:
        results = [
            {"event_id": event["event_id"], "verdict": verdict, "position": place, "reason": ""}
            for place, (event, verdict) in enumerate(zip(self.events, verdicts, strict=True), 1)
        ]
        self.history.answer(self.events, results, at)

    def read(self, began: float, position: int) -> None:
        rows = [(row["position"], row["event_id"]) for row in self.rows[:position]]
        self.history.read(Read(began, CALL, position), rows)

    def broken(self) -> list[str]:
        final = Final(self.rows, self.set_aside, self.waiting, self.verified)
        return list(judge(self.history, final).broken)


@pytest.fixture
def story() -> Story:
    return Story()


def test_a_history_that_is_right_passes(story: Story) -> None:
    assert story.broken() == []


def test_what_was_answered_as_recorded_and_is_not_there_is_lost(story: Story) -> None:
    del story.rows[1]

    assert "1 lost" in story.broken()


def test_what_is_there_twice_is_doubled(story: Story) -> None:
    story.rows.append(a_row(story.events[0], 3))

    assert story.broken() == ["1 doubled"]


@pytest.mark.parametrize("change", [{"deck": "6"}, {"quantity": 2}, {"clock_offset_ms": None}])
def test_what_says_something_else_is_altered(story: Story, change: Event) -> None:
    story.rows[0] |= change

    assert story.broken() == ["1 altered"]


def test_what_no_tablet_sent_is_invented(story: Story) -> None:
    story.rows.append(a_row(an_event(), 3))

    assert story.broken() == ["1 invented"]


def test_a_read_that_misses_what_was_recorded_before_it_is_stale(story: Story) -> None:
    story.history.reads.append(Read(2.5, CALL, 1))

    assert story.broken() == ["1 stale reads"]


def test_a_read_that_began_before_the_answer_may_miss_it(story: Story) -> None:
    story.history.reads.append(Read(1.5, CALL, 0))

    assert story.broken() == []


def test_a_row_that_a_reader_skipped_is_told(story: Story) -> None:
    del story.history.pulled[CALL][0]

    assert story.broken() == ["1 skipped rows"]


def test_a_good_event_that_was_refused_is_told(story: Story) -> None:
    story.answer("accepted", "rejected")

    assert story.broken() == ["1 refused though good", "refused: rejected: "]


def test_a_malformed_event_must_be_refused_and_kept_aside(story: Story) -> None:
    bad = an_event(quantity=1.9)
    story.history.attempt(bad, is_malformed=True)

    assert story.broken() == ["1 numbers that never arrived"]
    story.set_aside = frozenset({bad["event_id"]})
    assert story.broken() == []


def test_an_event_that_nobody_could_decide_on_is_told(story: Story) -> None:
    story.answer("retry", "duplicate")

    assert story.broken() == ["1 undecided"]


def test_a_duplicate_at_another_position_is_odd(story: Story) -> None:
    story.events.reverse()
    story.answer("duplicate", "duplicate")

    assert story.broken()[0] == "2 odd answers"


def test_an_answer_with_too_few_lines_is_odd(story: Story) -> None:
    story.history.answer(story.events, [], 2)

    assert story.broken() == ["1 odd answers", "0 lines for 2 events, or others"]


@pytest.mark.parametrize(("status", "broken"), [(500, ["1 odd statuses"]), (503, []), (200, [])])
def test_a_server_that_has_trouble_says_503_and_never_500(
    story: Story, status: int, broken: list[str]
) -> None:
    story.history.status(status)

    assert story.broken() == broken


def test_what_a_tablet_could_not_get_rid_of_is_told(story: Story) -> None:
    story.waiting = 3

    assert story.broken() == ["3 not drained"]


def test_what_verify_ledger_finds_is_told(story: Story) -> None:
    story.verified = "position 2"

    assert story.broken() == ["verify_ledger: position 2"]


def test_an_answer_that_never_came_is_unknown_and_no_harm(story: Story) -> None:
    story.history.status(None)

    assert story.broken() == []
