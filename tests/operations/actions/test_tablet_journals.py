from datetime import timedelta
from uuid import uuid4

from operations.actions.record_tally_events import TallyBatch, record_tally_events
from operations.models import SetAsideEvent, TabletJournal, VesselCall
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand, problems


def journal(ramp: TabletInHand) -> TabletJournal:
    return TabletJournal.objects.get(tablet=ramp.tablet, journal_id=ramp.journal_id)


def test_numbers_that_the_tablet_gave_and_did_not_send_are_missing(ramp: TabletInHand) -> None:
    first, _, third = ramp.count(), ramp.count(), ramp.count()

    ramp.send(first, third)

    assert (journal(ramp).head_sequence, journal(ramp).missing_count) == (3, 1)


def test_what_is_resent_arrives_once(ramp: TabletInHand) -> None:
    event = ramp.count()

    ramp.send(event, event)
    ramp.send(event)

    assert journal(ramp).received_count == 1


def test_what_is_set_aside_is_not_missing(ramp: TabletInHand) -> None:
    bad = ramp.count(quantity=1.9)

    ramp.send(bad, ramp.count())
    ramp.send(bad)

    assert (journal(ramp).received_count, journal(ramp).missing_count) == (2, 0)


def test_a_conflict_over_a_number_that_is_known_arrives_no_second_time(ramp: TabletInHand) -> None:
    event = ramp.count()

    ramp.send(event)
    ramp.send(event | {"deck": "6"}, ramp.count(sequence=1))

    assert journal(ramp).received_count == 1


def test_what_was_set_aside_and_is_recorded_later_arrives_once_and_is_settled(
    ramp: TabletInHand, call: VesselCall
) -> None:
    elsewhere = cast.a_terminal("elsewhere")
    VesselCall.objects.update(terminal=elsewhere, berth=None, berthed_at=None)
    event = ramp.count()
    ramp.send(event)
    VesselCall.objects.update(terminal=ramp.tablet.terminal)

    ramp.send(event)

    assert journal(ramp).received_count == 1
    assert SetAsideEvent.objects.get().settled_at == NOON
    assert problems(ramp.call) == []


def test_what_the_answer_takes_from_the_queue_is_not_unsent(ramp: TabletInHand) -> None:
    ramp.send(ramp.count(), ramp.count(quantity=0))

    assert journal(ramp).unsent_count == 0


def test_a_heartbeat_tells_what_is_unsent_and_how_the_clock_goes(ramp: TabletInHand) -> None:
    batch = TallyBatch(
        journal_id=ramp.journal_id,
        head_sequence=7,
        unsent_count=3,
        build="new build",
        device_now=NOON + timedelta(hours=1),
        events=[],
    )

    record_tally_events(batch=batch, tablet=ramp.tablet, received_at=NOON)

    heard = journal(ramp)
    assert (heard.head_sequence, heard.unsent_count) == (7, 3)
    assert heard.clock_offset_ms == -3_600_000
    ramp.tablet.refresh_from_db()
    assert (ramp.tablet.build, ramp.tablet.last_heard_at) == ("new build", NOON)


def test_a_batch_that_was_held_up_on_its_way_says_nothing_new_of_unsent_work(
    ramp: TabletInHand,
) -> None:
    old = TallyBatch(
        journal_id=ramp.journal_id,
        head_sequence=1,
        unsent_count=9,
        build="",
        device_now=NOON,
        events=[],
    )
    ramp.send(ramp.count(), ramp.count())

    record_tally_events(batch=old, tablet=ramp.tablet, received_at=NOON)

    assert (journal(ramp).head_sequence, journal(ramp).unsent_count) == (2, 0)


def test_a_storage_that_was_lost_begins_a_new_journal_and_the_old_one_stays(
    ramp: TabletInHand,
) -> None:
    ramp.count()
    ramp.send(ramp.count())
    old = journal(ramp)
    ramp.journal_id = cast.a_journal_id()

    ramp.send(ramp.count(sequence=1))

    assert TabletJournal.objects.filter(tablet=ramp.tablet).count() == 2
    old.refresh_from_db()
    assert old.missing_count == 1


def test_a_tablet_that_says_too_little_of_its_last_number_is_corrected(ramp: TabletInHand) -> None:
    event = ramp.count(sequence=50)

    ramp.send(event)

    assert journal(ramp).head_sequence == 50


def test_what_was_recorded_before_its_storage_was_cleared_is_not_missing_under_its_new_number(
    ramp: TabletInHand,
) -> None:
    event = ramp.count()
    ramp.send(event)
    ramp.journal_id = uuid4()

    ramp.send(event)
    ramp.send(event)

    renumbered = journal(ramp)
    assert (renumbered.received_count, renumbered.missing_count) == (1, 0)
    assert not SetAsideEvent.objects.filter(settled_at=None)
    assert problems(ramp.call) == []
