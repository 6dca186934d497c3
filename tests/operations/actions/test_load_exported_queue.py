import json
from datetime import timedelta
from uuid import uuid4

import pytest

from operations.actions.load_exported_queue import MAX_BYTES, NotAnExport, load_exported_queue
from operations.actions.record_tally_events import BatchOutcome, TallyBatch, record_tally_events
from operations.actions.tablets import revoke_tablet
from operations.models import SetAsideEvent, Tablet, TabletJournal, TallyEvent, User, VesselCall
from operations.vocabulary import Verdict
from tests import cast
from tests.cast import NOON

HOUR = timedelta(hours=1)
JOURNAL = str(uuid4())
LOADED_AT = NOON + 48 * HOUR


def an_event(call: VesselCall, clerk: User, tablet: Tablet, number: int = 1) -> dict[str, object]:
    cast.a_unit(call, f"VIN{number:014}")
    token = cast.a_shift_token(clerk, tablet)
    return cast.a_raw_event(call, token=token, sequence=number, clock_offset_ms=None)


def a_file(tablet: Tablet, /, *events: object, **fields: object) -> bytes:
    file = {
        "format": "stevedores-field-queue",
        "version": 1,
        "exported_at": (NOON + HOUR).isoformat(),
        "tablet": {"id": tablet.pk, "name": tablet.name},
        "terminal": {"name": "…", "locode": "USSSI", "time_zone": "America/New_York"},
        "journal_id": JOURNAL,
        "head_sequence": len(events),
        "unsent_count": len(events),
        "build": "b1",
        "device_now": (NOON + HOUR).isoformat(),
        "events": list(events),
    }
    return json.dumps(file | fields).encode()


def load(content: bytes, by: User) -> BatchOutcome:
    return load_exported_queue(content=content, loaded_by=by, loaded_at=LOADED_AT)


def test_the_queue_of_a_revoked_tablet_becomes_ledger(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    events = [an_event(call, clerk, ramp_tablet, number) for number in (1, 2, 3)]
    revoke_tablet(tablet=ramp_tablet, revoked_by=supervisor, revoked_at=NOON)

    outcome = load(a_file(ramp_tablet, *events), supervisor)

    assert [each.verdict for each in outcome.results] == [Verdict.ACCEPTED] * 3
    assert outcome.heads[call.pk][0] == 3
    assert {each.person for each in TallyEvent.objects.all()} == {clerk}


def test_loading_a_file_again_doubles_nothing(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    file = a_file(ramp_tablet, an_event(call, clerk, ramp_tablet), {"event_id": "no event"})
    load(file, supervisor)

    outcome = load(file, supervisor)

    assert [each.verdict for each in outcome.results] == [Verdict.DUPLICATE, Verdict.REJECTED]
    assert (TallyEvent.objects.count(), SetAsideEvent.objects.count()) == (1, 1)


def test_a_file_that_is_days_old_does_not_make_its_clock_wrong(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    TabletJournal.objects.create(
        tablet=ramp_tablet,
        journal_id=JOURNAL,
        clock_offset_ms=60_000,
        first_heard_at=NOON,
        last_heard_at=NOON,
    )

    load(a_file(ramp_tablet, an_event(call, clerk, ramp_tablet)), supervisor)

    recorded = TallyEvent.objects.get()
    assert recorded.effective_at == NOON + timedelta(minutes=1)
    assert (recorded.received_at, recorded.flags) == (LOADED_AT, "")


def test_a_file_in_the_office_is_not_the_tablet_speaking(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    load(a_file(ramp_tablet, an_event(call, clerk, ramp_tablet)), supervisor)

    ramp_tablet.refresh_from_db()
    assert ramp_tablet.last_heard_at == NOON + HOUR
    assert ramp_tablet.journals.get().last_heard_at == NOON + HOUR


def test_a_file_is_believed_no_more_than_its_events_show(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    boast = {"exported_at": "2099-01-01T00:00:00Z", "head_sequence": 2**31 - 1, "unsent_count": 9}

    load(a_file(ramp_tablet, an_event(call, clerk, ramp_tablet), **boast), supervisor)

    ramp_tablet.refresh_from_db()
    journal = ramp_tablet.journals.get()
    assert ramp_tablet.last_heard_at == LOADED_AT
    assert (journal.head_sequence, journal.missing_count, journal.unsent_count) == (1, 0, 0)


def test_an_old_file_does_not_make_a_tablet_heard_earlier_than_it_was(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    heartbeat = TallyBatch(uuid4(), 0, 0, "b1", NOON + 5 * HOUR, [])
    record_tally_events(batch=heartbeat, tablet=ramp_tablet, received_at=NOON + 5 * HOUR)

    load(a_file(ramp_tablet, an_event(call, clerk, ramp_tablet)), supervisor)

    ramp_tablet.refresh_from_db()
    assert ramp_tablet.last_heard_at == NOON + 5 * HOUR


def test_more_events_than_a_tablet_sends_at_once_are_loaded_in_parts(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, supervisor: User
) -> None:
    token = cast.a_shift_token(clerk, ramp_tablet)
    events = [cast.a_raw_event(call, token=token, sequence=number) for number in range(1, 502)]

    outcome = load(a_file(ramp_tablet, *events), supervisor)

    assert len(outcome.results) == call.tally_events.count() == 501
    assert ramp_tablet.journals.get().unsent_count == 0


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 19_000, "not JSON"),
        (b'{"version": NaN}', "not JSON"),
        (b"[]", "not a file that a tablet saved"),
        (b'{"format": "other"}', "not a file that a tablet saved"),
        (b'{"format": "stevedores-field-queue", "version": true}', "another version"),
        (b'{"format": "stevedores-field-queue", "version": 1}', "damaged: tablet"),
        (b"x" * (MAX_BYTES + 1), "larger than 8 MB"),
        (b"[" + b"[]," * 20_000 + b"1]", "more than a tablet can have saved"),
    ],
)
def test_what_is_no_export_is_refused_with_a_sentence(
    supervisor: User, content: bytes, because: str
) -> None:
    with pytest.raises(NotAnExport, match=because):
        load(content, supervisor)


@pytest.mark.parametrize(
    "damage",
    [
        {"tablet": {"id": "4"}},
        {"journal_id": "x"},
        {"build": "\u0000"},
        {"exported_at": "yesterday"},
        {"events": []},
        {"events": {}},
    ],
)
def test_a_damaged_file_is_refused_whole(
    ramp_tablet: Tablet, supervisor: User, damage: dict[str, object]
) -> None:
    with pytest.raises(NotAnExport, match=next(iter(damage))):
        load(a_file(ramp_tablet, {}, **damage), supervisor)


def test_a_stranger_cannot_load_it(
    call: VesselCall, clerk: User, ramp_tablet: Tablet, stranger: User
) -> None:
    with pytest.raises(NotAnExport, match="not of your terminals"):
        load(a_file(ramp_tablet, an_event(call, clerk, ramp_tablet)), stranger)


def test_a_file_of_another_office_is_refused_before_anything_is_kept(
    call: VesselCall, ramp_tablet: Tablet, supervisor: User
) -> None:
    foreign = cast.a_raw_event(call, token="signed elsewhere", sequence=1)

    with pytest.raises(NotAnExport, match="signed in at this office"):
        load(a_file(ramp_tablet, foreign, "words", 5), supervisor)
    assert not SetAsideEvent.objects.exists()
