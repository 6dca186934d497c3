from datetime import timedelta

from django.utils import timezone

from monitoring.metrics import REGISTRY
from operations.models import SetAsideEvent, TabletJournal, TallyEvent, User, VesselCall
from operations.queries.shift_tokens import SHIFT_LENGTH, sign_shift
from tests import cast
from tests.operations.field.tablets import TabletClient, a_tablet_client, error_of


def a_count(
    tablet: TabletClient, call: VesselCall, sequence: int = 1, **fields: object
) -> dict[str, object]:
    known: dict[str, object] = {"counted_at": timezone.now().isoformat()}
    return cast.a_raw_event(call, token=tablet.shift, sequence=sequence, **known | fields)


def events_with(verdict: str) -> float:
    return REGISTRY.get_sample_value("port_ledger_events_total", {"verdict": verdict}) or 0.0


def test_a_count_is_answered_with_its_place_in_the_ledger(
    ramp: TabletClient, loaded_call: VesselCall
) -> None:
    event = a_count(ramp, loaded_call, identifier="WVWZZZ1JZXW000001")

    answer = ramp.post("events", ramp.batch(event)).json()

    assert answer["results"] == [
        {
            "event_id": event["event_id"],
            "verdict": "accepted",
            "position": 1,
            "reason": "",
            "flags": [],
        }
    ]
    loaded_call.refresh_from_db()
    head = {"position": 1, "digest": loaded_call.head_digest}
    assert answer["heads"] == {str(loaded_call.pk): head}


def test_a_resent_batch_is_counted_once(ramp: TabletClient, call: VesselCall) -> None:
    batch = [a_count(ramp, call, number) for number in (1, 2, 3)]
    ramp.send(*batch)

    again = ramp.send(*batch)

    assert [result["verdict"] for result in again] == ["duplicate"] * 3
    assert [result["position"] for result in again] == [1, 2, 3]
    assert TallyEvent.objects.count() == 3


def test_an_empty_batch_is_a_heartbeat(ramp: TabletClient) -> None:
    ramp.send(head_sequence=214, unsent_count=0)

    journal = TabletJournal.objects.get(journal_id=ramp.journal_id)
    ramp.tablet.refresh_from_db()
    assert journal.head_sequence == 214
    assert ramp.tablet.build == "3f9c21aa07be"
    assert ramp.tablet.last_heard_at is not None


def test_what_becomes_of_events_is_counted(ramp: TabletClient, call: VesselCall) -> None:
    verdicts = ("accepted", "duplicate")
    before = [events_with(verdict) for verdict in verdicts]
    event = a_count(ramp, call)

    ramp.send(event)
    ramp.send(event, a_count(ramp, call, 2))

    assert [events_with(verdict) for verdict in verdicts] == [before[0] + 2, before[1] + 1]


def test_one_bad_event_never_fails_its_batch(ramp: TabletClient, call: VesselCall) -> None:
    good, bad = a_count(ramp, call, 1), a_count(ramp, call, 2, quantity=1.9)

    results = ramp.send(bad, good, "not an event")

    assert [result["verdict"] for result in results] == ["rejected", "accepted", "rejected"]
    assert results[0]["reason"] == "malformed: quantity"
    assert TallyEvent.objects.count() == 1


def test_what_is_refused_is_kept_without_its_token(ramp: TabletClient, call: VesselCall) -> None:
    ramp.send(a_count(ramp, call, quantity=True))

    [kept] = SetAsideEvent.objects.all()
    assert kept.reason == "malformed: quantity"
    assert '"quantity": true' in kept.raw
    assert ramp.shift not in kept.raw


def test_an_event_outlives_its_shift(ramp: TabletClient, clerk: User, call: VesselCall) -> None:
    began = timezone.now() - SHIFT_LENGTH - timedelta(days=3)
    old = sign_shift(person=clerk, tablet=ramp.tablet, starts_at=began)
    counted_at = (began + timedelta(hours=1)).isoformat()

    [result] = ramp.send(a_count(ramp, call, shift_token=old, counted_at=counted_at))

    assert result["verdict"] == "accepted"
    assert "OUTSIDE_SHIFT" not in result["flags"]


def test_an_event_is_its_persons_whoever_is_signed_in(
    ramp: TabletClient, supervisor: User, call: VesselCall
) -> None:
    event = a_count(ramp, call)
    ramp.shift = sign_shift(person=supervisor, tablet=ramp.tablet, starts_at=timezone.now())

    ramp.send(event)

    assert TallyEvent.objects.get().person.username == "clerk3"


def test_nobody_counts_with_a_forged_token(ramp: TabletClient, call: VesselCall) -> None:
    [result] = ramp.send(a_count(ramp, call, shift_token=ramp.shift[:-1] + "~"))

    assert (result["verdict"], result["reason"]) == ("rejected", "token_not_valid")


def test_a_token_of_another_tablet_is_no_token(
    ramp: TabletClient, clerk: User, call: VesselCall
) -> None:
    other = a_tablet_client(call.terminal, clerk, name="Hatch 2")

    [result] = ramp.send(a_count(ramp, call, shift_token=other.shift))

    assert (result["verdict"], result["reason"]) == ("rejected", "token_not_valid")


def test_a_tablet_next_door_cannot_count_on_our_ship(
    tablet_next_door: TabletClient, call: VesselCall
) -> None:
    [result] = tablet_next_door.send(a_count(tablet_next_door, call))

    assert (result["verdict"], result["reason"]) == ("rejected", "call_not_found")
    assert not TallyEvent.objects.exists()


def test_a_revoked_tablet_records_nothing(revoked_tablet: TabletClient, call: VesselCall) -> None:
    batch = revoked_tablet.batch(a_count(revoked_tablet, call))

    assert error_of(revoked_tablet.post("events", batch)) == (401, "tablet_not_enrolled")
    assert not TallyEvent.objects.exists()
    assert not SetAsideEvent.objects.exists()


def test_an_id_that_comes_again_with_other_words_is_a_conflict(
    ramp: TabletClient, call: VesselCall
) -> None:
    event = a_count(ramp, call)
    ramp.send(event)

    [result] = ramp.send(event | {"deck": "12"})

    assert (result["verdict"], result["reason"]) == ("conflict", "id_reused")
    assert SetAsideEvent.objects.get().verdict == "conflict"


def test_a_batch_spans_calls_and_names_each_head(ramp: TabletClient, call: VesselCall) -> None:
    other = cast.a_vessel_call(call.terminal, berth=None, berthed_at=None)

    batch = ramp.batch(a_count(ramp, call, 1), a_count(ramp, other, 2))
    heads = ramp.post("events", batch).json()["heads"]

    assert heads.keys() == {str(call.pk), str(other.pk)}
