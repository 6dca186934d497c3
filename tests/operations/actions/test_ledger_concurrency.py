"""Real threads on a real database: the locks hold, and nobody waits for ever."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from operations.actions.reverse_tally_event import EventAlreadyReversed, reverse_tally_event
from operations.models import CountedUnit, User, VesselCall
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand, problems

pytestmark = pytest.mark.usefixtures("ledger_that_can_be_emptied")

ROUNDS = 8


def at_once(*works: Callable[[], object]) -> list[Any]:
    """Do all of it at the same moment, each in a thread with a connection of its own."""
    barrier = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


@pytest.fixture
def other_call(call: VesselCall) -> VesselCall:
    """Return a second ship of the terminal."""
    return cast.a_vessel_call(call.terminal, berth=None, berthed_at=None)


def test_two_tablets_at_one_call_share_one_chain_without_gaps(
    ramp: TabletInHand, hatch: TabletInHand
) -> None:
    def send_all(tablet: TabletInHand) -> Callable[[], list[int | None]]:
        batches = [[tablet.count() for _ in range(3)] for _ in range(ROUNDS)]
        return lambda: [
            result.position for events in batches for result in tablet.send(*events).results
        ]

    positions = at_once(send_all(ramp), send_all(hatch))

    assert sorted(positions[0] + positions[1]) == list(range(1, 6 * ROUNDS + 1))
    assert problems(ramp.call) == []


def test_batches_over_two_calls_in_opposite_order_do_not_wait_for_each_other(
    ramp: TabletInHand, hatch: TabletInHand, other_call: VesselCall
) -> None:
    def send_all(tablet: TabletInHand, *calls: VesselCall) -> Callable[[], Counter[str]]:
        batches = [[tablet.count(call=call) for call in calls] for _ in range(ROUNDS)]
        return lambda: Counter(
            result.verdict for events in batches for result in tablet.send(*events).results
        )

    verdicts = at_once(
        send_all(ramp, ramp.call, other_call), send_all(hatch, other_call, ramp.call)
    )

    assert verdicts == [{"accepted": 2 * ROUNDS}, {"accepted": 2 * ROUNDS}]
    assert problems(ramp.call) == problems(other_call) == []


def test_the_same_batch_twice_at_once_is_recorded_once(ramp: TabletInHand) -> None:
    for _ in range(ROUNDS):
        events = [ramp.count() for _ in range(5)]

        answers = at_once(*[partial(ramp.send, *events)] * 3)

        verdicts = [{result.verdict for result in answer.results} for answer in answers]
        assert sorted(verdicts, key=str) == [{"accepted"}, {"duplicate"}, {"duplicate"}]
    assert problems(ramp.call) == []


def test_one_unit_counted_everywhere_at_once_counts_once(
    ramp: TabletInHand, hatch: TabletInHand
) -> None:
    for number in range(ROUNDS):
        counts = [tablet.count(identifier=f"A{number}") for tablet in (ramp, hatch)]

        at_once(partial(ramp.send, counts[0]), partial(hatch.send, counts[1]))

    assert CountedUnit.objects.count() == ROUNDS
    assert problems(ramp.call) == []


def test_one_id_sent_to_two_calls_at_once_is_recorded_in_one_of_them(
    ramp: TabletInHand, hatch: TabletInHand, other_call: VesselCall
) -> None:
    for _ in range(ROUNDS):
        here, there = ramp.count(), hatch.count(call=other_call)
        there["event_id"] = here["event_id"]

        answers = at_once(partial(ramp.send, here), partial(hatch.send, there))

        verdicts = sorted(result.verdict for answer in answers for result in answer.results)
        assert verdicts == ["accepted", "conflict"]
    assert problems(ramp.call) == problems(other_call) == []


def test_the_office_takes_a_count_back_while_tablets_send(
    ramp: TabletInHand, supervisor: User
) -> None:
    for number in range(ROUNDS):
        count = ramp.count(identifier=f"A{number}")
        ramp.send(count)
        again = ramp.count(identifier=f"A{number}", deck="6")

        at_once(partial(ramp.send, again), partial(reverse, count, supervisor))

    assert {unit.event.deck for unit in CountedUnit.objects.select_related("event")} == {"6"}
    assert problems(ramp.call) == []


def test_two_supervisors_take_one_count_back_once(ramp: TabletInHand, supervisor: User) -> None:
    count = ramp.count()
    ramp.send(count)

    taken = at_once(*[partial(reverse, count, supervisor)] * 2)

    assert sorted(taken) == [False, True]
    assert problems(ramp.call) == []


def reverse(event: dict[str, object], by: User) -> bool:
    """Take a count back; tell whether that was new."""
    try:
        reverse_tally_event(
            event_id=UUID(str(event["event_id"])), reversed_by=by, reason="wrong", reversed_at=NOON
        )
    except EventAlreadyReversed:
        return False
    return True
