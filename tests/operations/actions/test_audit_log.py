from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from operations.actions.audit_denials import audit_refusal
from operations.actions.call_life_cycle import (
    BerthOccupied,
    berth_vessel,
    close_call,
    complete_work,
    stop_work,
)
from operations.actions.enrol_tablet import CodeNotValid, enrol_tablet
from operations.actions.failed_attempts import TooManyAttempts, audit_lock_out
from operations.actions.note_person import facts_of, note_person
from operations.actions.rename_tablet import rename_tablet
from operations.actions.reverse_tally_event import EventAlreadyReversed, reverse_tally_event
from operations.actions.settle import settle_all_of_kind
from operations.actions.sign_in import SignInFailed, sign_in
from operations.actions.tablets import invite_tablet, revoke_tablet
from operations.actions.write_audit import AskedFrom, Origin, write_audit
from operations.models import AuditEntry, Tablet, TallyEvent, Terminal, User, VesselCall
from operations.rules.guess_limits import CODE, DESK
from operations.vocabulary import Audited, DiscrepancyKind
from tests import cast
from tests.cast import NOON, PASSWORD
from tests.ledger_cast import TabletInHand

pytestmark = pytest.mark.django_db


def audited() -> list[str]:
    return [Audited(entry.what).value for entry in AuditEntry.objects.order_by("pk")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operations_auditentry SET by_name = by_name",
        "UPDATE operations_auditentry SET address = '' WHERE id > 0",
        "DELETE FROM operations_auditentry",
    ],
)
def test_no_entry_is_altered_or_deleted_by_sql(supervisor: User, statement: str) -> None:
    write_audit(Audited.SIGNED_IN, by=supervisor)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_audit_log_is_not_truncated(supervisor: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE: Django deletes row by row there")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE operations_auditentry CASCADE")


def test_no_entry_is_altered_or_deleted_by_the_models(supervisor: User) -> None:
    entry = write_audit(Audited.SIGNED_IN, by=supervisor)

    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_an_entry_says_who_from_where_about_what(supervisor: User, ramp_tablet: Tablet) -> None:
    with AskedFrom(Origin(address="192.0.2.7", request_id="r-1")):
        revoke_tablet(tablet=ramp_tablet, revoked_by=supervisor, revoked_at=NOON)

    entry = AuditEntry.objects.get()
    assert (entry.what, entry.by, entry.by_name) == ("TABLET_REVOKED", supervisor, "Ship foreman")
    assert (entry.address, entry.request_id) == ("192.0.2.7", "r-1")
    assert (entry.tablet, entry.terminal) == (ramp_tablet, ramp_tablet.terminal)
    assert (entry.about_kind, entry.about_name) == ("tablet", "Ramp 1")


def test_a_name_stays_as_it_was(supervisor: User) -> None:
    write_audit(Audited.SIGNED_IN, by=supervisor)

    User.objects.update(display_name="Somebody else")

    assert AuditEntry.objects.get().by_name == "Ship foreman"


def test_where_a_request_came_from_is_forgotten_with_it(supervisor: User) -> None:
    with AskedFrom(Origin(address="192.0.2.7")):
        pass

    assert write_audit(Audited.SIGNED_IN, by=supervisor).address == ""


@pytest.mark.parametrize("typed", ["nul\x00l", "x" * 1000, "two\nlines"])
def test_any_name_can_be_told(typed: str) -> None:
    write_audit(Audited.SIGN_IN_FAILED, by_name=typed)

    assert AuditEntry.objects.get().by_name.isprintable()


def test_the_life_of_a_tablet_is_told(terminal: Terminal, supervisor: User) -> None:
    _, code = invite_tablet(
        terminal=terminal, tablet_name="Ramp 2", invited_by=supervisor, invited_at=NOON
    )
    tablet, _ = enrol_tablet(code=code, address="192.0.2.7", enrolled_at=NOON)
    rename_tablet(tablet=tablet, name="Hatch", renamed_by=supervisor)
    revoke_tablet(tablet=tablet, revoked_by=supervisor, revoked_at=NOON)
    revoke_tablet(tablet=tablet, revoked_by=supervisor, revoked_at=NOON)

    assert audited() == ["TABLET_INVITED", "TABLET_ENROLLED", "TABLET_RENAMED", "TABLET_REVOKED"]
    assert {entry.terminal for entry in AuditEntry.objects.all()} == {terminal}


def test_wrong_codes_are_told_and_the_lock_out_once() -> None:
    for _ in range(20):
        with pytest.raises(CodeNotValid):
            enrol_tablet(code="guess", address="192.0.2.7", enrolled_at=timezone.now())
    for _ in range(3):
        with pytest.raises(TooManyAttempts):
            enrol_tablet(code="guess", address="192.0.2.7", enrolled_at=timezone.now())

    assert audited() == ["ENROLMENT_FAILED"] * 20 + ["LOCKED_OUT"]


def test_a_shift_is_told_with_its_tablet(ramp_tablet: Tablet, clerk: User) -> None:
    with pytest.raises(SignInFailed):
        sign_in(username="clerk3", password="guess", tablet=ramp_tablet, signed_in_at=NOON)
    sign_in(username="clerk3", password=PASSWORD, tablet=ramp_tablet, signed_in_at=NOON)

    failed, began = AuditEntry.objects.order_by("pk")
    assert (failed.what, failed.by, failed.person) == ("SIGN_IN_FAILED", None, clerk)
    assert (began.what, began.by, began.tablet) == ("SHIFT_BEGAN", clerk, ramp_tablet)
    assert "guess" not in str(failed.__dict__)


def test_what_is_taken_back_is_told_with_its_reason(ramp: TabletInHand, supervisor: User) -> None:
    ramp.send(ramp.count())
    event_id = TallyEvent.objects.get().event_id
    take_back = partial(
        reverse_tally_event, event_id=event_id, reversed_by=supervisor, reversed_at=NOON
    )

    take_back(reason="Wrong ship")
    with pytest.raises(EventAlreadyReversed):
        take_back(reason="Once more")

    entry = AuditEntry.objects.get()
    assert (entry.what, entry.by, entry.terminal) == (
        "COUNT_TAKEN_BACK",
        supervisor,
        ramp.call.terminal,
    )
    assert entry.details == {"said": "Wrong ship", "position": 1, "event_id": str(event_id)}


def test_steps_and_the_close_are_told_with_their_reasons(
    call: VesselCall, supervisor: User
) -> None:
    now = timezone.now()
    stop_work(call=call, reason="Rain", stopped_at=now, by=supervisor)
    complete_work(call=call, completed_at=now, by=supervisor)
    VesselCall.objects.filter(pk=call.pk).update(status="DEPARTED", departed_at=now)
    close_call(call=call, closed_at=timezone.now(), by=supervisor, note="Agreed with the agent")

    assert audited() == ["CALL_STEP", "CALL_STEP", "CALL_CLOSED"]
    assert "Rain" in AuditEntry.objects.earliest("pk").details["said"]


def test_a_step_that_is_refused_leaves_nothing(call: VesselCall, supervisor: User) -> None:
    second = cast.a_vessel_call(
        call.terminal, status="ARRIVED", berth=None, berthed_at=None, work_started_at=None
    )
    assert call.berth

    with pytest.raises(BerthOccupied):
        berth_vessel(call=second, berth=call.berth, berthed_at=NOON, by=supervisor)

    assert audited() == []


def test_settling_a_dozen_at_once_is_one_entry(ramp: TabletInHand, supervisor: User) -> None:
    ramp.send(ramp.count(), ramp.count(), ramp.count())

    settle_all_of_kind(
        call=ramp.call,
        kind=DiscrepancyKind.OVER,
        settlement="On the next list",
        settled_by=supervisor,
        settled_at=NOON,
    )

    entry = AuditEntry.objects.get()
    assert (entry.what, entry.details["count"]) == ("SETTLED", 3)


def test_a_change_of_a_person_is_told_by_what_changed(supervisor: User, clerk: User) -> None:
    before = facts_of(person_id=clerk.pk)
    User.objects.filter(pk=clerk.pk).update(is_active=False)

    note_person(person=clerk, before=before, by=supervisor)

    entry = AuditEntry.objects.get()
    assert (entry.what, entry.by, entry.person) == ("PERSON_CHANGED", supervisor, clerk)
    assert entry.details == {"is_active": [True, False]}


def test_saving_a_person_unchanged_is_not_told(supervisor: User, clerk: User) -> None:
    note_person(person=clerk, before=facts_of(person_id=clerk.pk), by=supervisor)

    assert audited() == []


def test_a_name_that_only_looks_the_same_hides_no_lock_out(clerk: User) -> None:
    look_alike = f"{clerk.username[:2]}\u200b{clerk.username[2:]}"

    for _ in range(3):
        audit_lock_out(limit=DESK, subject=look_alike)
    for _ in range(3):
        audit_lock_out(limit=DESK, subject=clerk.username, person=clerk)

    assert [entry.person for entry in AuditEntry.objects.order_by("pk")] == [None, clerk]


def test_a_lock_out_says_of_what_and_each_is_told(clerk: User) -> None:
    for limit in (DESK, CODE, DESK):
        audit_lock_out(limit=limit, subject=clerk.username, person=clerk)

    told = [entry.details for entry in AuditEntry.objects.order_by("pk")]
    assert told == [{"of": "Office sign-in"}, {"of": "Second factor"}]


def test_made_up_addresses_make_the_log_grow_only_so_far(supervisor: User) -> None:
    for number in range(100):
        audit_refusal(by=supervisor, path=f"/calls/made-up-{number}/settle/")

    assert AuditEntry.objects.count() == 20
    assert [entry.details.get("more", "") for entry in AuditEntry.objects.order_by("pk")][-1]
