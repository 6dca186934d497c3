import json
from uuid import UUID

from operations.models import SetAsideEvent
from tests.cast import NOON
from tests.ledger_cast import TabletInHand


def test_a_rejected_event_is_kept_as_it_was_sent_without_its_token(ramp: TabletInHand) -> None:
    bad = ramp.count(quantity=1.9)

    ramp.send(bad)

    kept = SetAsideEvent.objects.get()
    assert json.loads(kept.raw) == {k: v for k, v in bad.items() if k != "shift_token"}
    assert (kept.verdict, kept.reason) == ("rejected", "malformed: quantity")
    assert (kept.event_id, kept.device_sequence) == (UUID(str(bad["event_id"])), 1)
    assert (kept.tablet, kept.call, kept.received_at) == (ramp.tablet, ramp.call, NOON)


def test_a_conflict_is_kept_beside_the_event_that_was_first(ramp: TabletInHand) -> None:
    event = ramp.count()
    ramp.send(event)

    ramp.send(event | {"deck": "6"})

    kept = SetAsideEvent.objects.get()
    assert (kept.verdict, kept.reason) == ("conflict", "id_reused")
    assert ramp.call.tally_events.get().deck == "5"


def test_an_event_is_kept_once_however_often_it_is_sent(ramp: TabletInHand) -> None:
    bad = ramp.count(quantity=1.9)

    ramp.send(bad, bad)
    ramp.send(bad)

    assert SetAsideEvent.objects.count() == 1


def test_what_cannot_be_read_at_all_is_kept_too(ramp: TabletInHand) -> None:
    ramp.send("no event", None, [1, 2], {"event_id": "?", "call": True})

    assert SetAsideEvent.objects.filter(call=None, event_id=None, device_sequence=None).count() == 4


def test_what_a_broken_tablet_sends_does_not_fill_the_database(ramp: TabletInHand) -> None:
    ramp.send(ramp.count(reason="x" * 900_000))

    assert len(SetAsideEvent.objects.get().raw) == 8_000


def test_text_that_a_database_refuses_is_kept_escaped(ramp: TabletInHand) -> None:
    ramp.send(ramp.count(deck="\ud800\x00"))

    assert r'"deck": "\ud800\u0000"' in SetAsideEvent.objects.get().raw
