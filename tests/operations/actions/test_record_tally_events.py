from collections.abc import Iterable
from unittest.mock import ANY
from uuid import UUID

import pytest
from django.db import IntegrityError

from operations.actions import call_recorder
from operations.actions.insert_rows import Link, insert_links
from operations.actions.record_tally_events import BatchOutcome
from operations.models import Terminal, VesselCall
from operations.vocabulary import Flag, Verdict
from tests import cast
from tests.ledger_cast import Raw, TabletInHand, problems, totals


def verdicts(outcome: BatchOutcome) -> list[str]:
    return [result.verdict for result in outcome.results]


def reasons(outcome: BatchOutcome) -> list[str]:
    return [result.reason for result in outcome.results]


def recorded(call: VesselCall) -> int:
    return call.tally_events.count()


def test_a_count_becomes_the_next_entry_of_its_call(ramp: TabletInHand) -> None:
    outcome = ramp.send(ramp.count(), ramp.count())

    assert [result.position for result in outcome.results] == [1, 2]
    assert verdicts(outcome) == ["accepted", "accepted"]


def test_the_answer_carries_the_head_that_the_call_has_then(ramp: TabletInHand) -> None:
    outcome = ramp.send(ramp.count())

    last = ramp.call.tally_events.get(position=1)
    assert outcome.heads == {ramp.call.pk: (1, last.digest)}
    ramp.call.refresh_from_db()
    assert (ramp.call.head_position, ramp.call.head_digest) == (1, last.digest)


def test_a_resent_event_is_a_duplicate_at_its_first_position(ramp: TabletInHand) -> None:
    event = ramp.count()
    ramp.send(event)

    again = ramp.send(ramp.count(), event, event)

    assert verdicts(again) == ["accepted", "duplicate", "duplicate"]
    assert [result.position for result in again.results] == [2, 1, 1]


def test_an_event_twice_in_one_batch_is_recorded_once(ramp: TabletInHand) -> None:
    event = ramp.count()

    assert verdicts(ramp.send(event, event)) == ["accepted", "duplicate"]
    assert recorded(ramp.call) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"quantity": 2},
        {"deck": "6"},
        {"description": "another"},
        {"reason": "so"},
        {"device_sequence": 9},
        {"counted_at": "2026-11-25T15:00:01Z"},
        {"clock_offset_ms": None},
    ],
)
def test_an_id_with_other_content_is_a_conflict_and_the_first_stays(
    ramp: TabletInHand, other: Raw
) -> None:
    event = ramp.count(description="a boat")
    ramp.send(event)

    outcome = ramp.send(event | other)

    assert (verdicts(outcome), reasons(outcome)) == (["conflict"], ["id_reused"])
    assert recorded(ramp.call) == 1


def test_an_event_that_a_tablet_put_into_a_new_journal_is_still_the_same(
    ramp: TabletInHand,
) -> None:
    event = ramp.count()
    ramp.send(event)
    ramp.journal_id = cast.a_journal_id()

    outcome = ramp.send(event | {"device_sequence": 7})

    assert verdicts(outcome) == ["duplicate"]
    assert recorded(ramp.call) == 1


def test_an_id_that_comes_from_another_tablet_is_a_conflict(
    ramp: TabletInHand, hatch: TabletInHand
) -> None:
    event = ramp.count()
    ramp.send(event)

    assert reasons(hatch.send(event | {"shift_token": hatch.token})) == ["id_reused"]


def test_a_number_that_is_used_twice_is_a_conflict(ramp: TabletInHand) -> None:
    event = ramp.count()
    ramp.send(event)

    outcome = ramp.send(ramp.count(sequence=1))

    assert (verdicts(outcome), reasons(outcome)) == (["conflict"], ["sequence_reused"])


def test_a_number_may_be_used_again_in_a_new_journal(ramp: TabletInHand) -> None:
    ramp.send(ramp.count())
    ramp.journal_id = cast.a_journal_id()

    assert verdicts(ramp.send(ramp.count(sequence=1))) == ["accepted"]


def test_one_bad_event_never_fails_its_batch(ramp: TabletInHand) -> None:
    bad = ramp.count(quantity=1.9)

    outcome = ramp.send(ramp.count(), bad, ["no event at all"], ramp.count())

    assert verdicts(outcome) == ["accepted", "rejected", "rejected", "accepted"]
    assert reasons(outcome) == ["", "malformed: quantity", "malformed: event", ""]


def test_a_malformed_event_is_named_by_its_id_where_that_can_be_read(ramp: TabletInHand) -> None:
    bad = ramp.count(quantity=True)

    outcome = ramp.send(bad, bad | {"event_id": "?"}, None)

    assert [result.event_id for result in outcome.results] == [
        UUID(str(bad["event_id"])),
        None,
        None,
    ]


def test_a_call_of_another_terminal_is_not_found(
    ramp: TabletInHand, other_terminal: Terminal
) -> None:
    elsewhere = cast.a_vessel_call(other_terminal)

    assert reasons(ramp.send(ramp.count(call=elsewhere))) == ["call_not_found"]


def test_a_line_of_another_call_is_not_found(ramp: TabletInHand, terminal: Terminal) -> None:
    line = cast.a_cargo_line(cast.a_vessel_call(terminal, berth=None, berthed_at=None))

    assert reasons(ramp.send(ramp.count(line=line.pk))) == ["line_not_found"]


def test_events_are_recorded_in_the_order_they_were_counted_in(ramp: TabletInHand) -> None:
    first, second, third = ramp.count(), ramp.count(), ramp.count()

    outcome = ramp.send(third, first, second)

    assert [result.position for result in outcome.results] == [3, 1, 2]


def test_a_batch_may_span_calls_and_each_has_its_own_chain(
    ramp: TabletInHand, terminal: Terminal
) -> None:
    other = cast.a_vessel_call(terminal, berth=None, berthed_at=None)

    outcome = ramp.send(ramp.count(), ramp.count(call=other), ramp.count())

    assert [result.position for result in outcome.results] == [1, 1, 2]
    assert outcome.heads == {ramp.call.pk: (2, ANY), other.pk: (1, ANY)}
    assert problems(ramp.call) == problems(other) == []


def test_an_id_that_another_call_used_is_a_conflict_and_does_not_fail_the_batch(
    ramp: TabletInHand, terminal: Terminal
) -> None:
    other = cast.a_vessel_call(terminal, berth=None, berthed_at=None)
    event = ramp.count(call=other)
    ramp.send(event)

    outcome = ramp.send(ramp.count(), event | {"call": ramp.call.pk}, ramp.count())

    assert reasons(outcome) == ["", "id_reused", ""]


@pytest.mark.parametrize("status", ["CLOSED", "CANCELLED", "COMPLETED", "EXPECTED"])
def test_a_call_in_any_state_takes_facts(ramp: TabletInHand, status: str) -> None:
    ramp.call.status = status
    ramp.call.save(update_fields=["status"])

    outcome = ramp.send(ramp.count())

    assert verdicts(outcome) == ["accepted"]
    assert (Flag.LATE in outcome.results[0].flags) is (status != "EXPECTED")


def test_a_batch_without_events_is_a_heartbeat(ramp: TabletInHand) -> None:
    assert ramp.send() == BatchOutcome()


def test_what_the_database_refuses_is_tried_again_later_and_the_rest_is_recorded(
    ramp: TabletInHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [ramp.count(), ramp.count(deck="refused"), ramp.count()]

    def refuse_a_deck(links: Iterable[Link]) -> None:
        chained = list(links)
        if any(link.entry.deck == "refused" for link in chained):
            raise IntegrityError
        insert_links(chained)

    monkeypatch.setattr(call_recorder, "insert_links", refuse_a_deck)

    outcome = ramp.send(*events)

    assert verdicts(outcome) == [Verdict.ACCEPTED, Verdict.RETRY, Verdict.ACCEPTED]
    assert [result.position for result in outcome.results] == [1, None, 2]
    monkeypatch.undo()
    assert problems(ramp.call) == []


def test_a_unit_counted_by_two_clerks_counts_once_and_both_events_stay(
    ramp: TabletInHand, hatch: TabletInHand
) -> None:
    ramp.send(ramp.count(identifier="A"))

    outcome = hatch.send(hatch.count(identifier="A"))

    assert Flag.COUNTED_TWICE in outcome.results[0].flags
    assert recorded(ramp.call) == 2
    assert len(totals(ramp.call).holders) == 1


def test_what_is_nested_deep_is_set_aside_and_nothing_fails(ramp: TabletInHand) -> None:
    deep: object = "deck"
    for _ in range(950):
        deep = [deep]

    assert reasons(ramp.send(ramp.count(deck=deep), ramp.count())) == ["malformed: deck", ""]
