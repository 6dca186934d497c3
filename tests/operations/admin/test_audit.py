from http import HTTPStatus

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from operations.actions.write_audit import write_audit
from operations.models import AuditEntry, Manifest, Terminal, User, VesselCall
from operations.vocabulary import Audited, Role
from tests.operations.admin.office import (
    Nouns,
    adding,
    list_of,
    page_of,
    save,
    shown_by,
    signed_in,
)

STRONG = "a new password of the examples"


@pytest.fixture
def it_desk(static_files: None, operator: User) -> Client:
    """Return the browser of the operator."""
    return signed_in(operator)


def told(what: Audited) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(what=what).order_by("pk"))


def test_operators_and_auditors_read_the_log(
    it_desk: Client, auditor: User, supervisor: User
) -> None:
    entry = write_audit(Audited.SIGNED_IN, by=supervisor)

    for browser in (it_desk, signed_in(auditor)):
        assert entry in shown_by(browser.get(list_of(AuditEntry)))
        assert b"Ship foreman" in browser.get(page_of(entry)).content


def test_supervisors_do_not(desk: Client, supervisor: User) -> None:
    entry = write_audit(Audited.SIGNED_IN, by=supervisor)

    assert desk.get(list_of(AuditEntry)).status_code == HTTPStatus.FORBIDDEN
    assert desk.get(page_of(entry)).status_code == HTTPStatus.FORBIDDEN


def test_the_log_is_cut_by_what_happened_when_and_by_whom(
    it_desk: Client, supervisor: User, clerk: User
) -> None:
    came_in = write_audit(Audited.SIGNED_IN, by=supervisor)
    left = write_audit(Audited.SIGNED_OUT, by=clerk)

    by_what = shown_by(it_desk.get(list_of(AuditEntry), {"what__exact": "SIGNED_IN"}))
    by_whom = shown_by(it_desk.get(list_of(AuditEntry), {"by__id__exact": clerk.pk}))
    long_ago = shown_by(it_desk.get(list_of(AuditEntry), {"at__lt": "2020-01-01 00:00:00+00:00"}))

    assert came_in in by_what
    assert left not in by_what
    assert by_whom == [left]
    assert long_ago == []


def test_a_failed_name_of_nobody_is_for_superusers(it_desk: Client, superuser: User) -> None:
    entry = write_audit(Audited.SIGN_IN_FAILED, by_name="nobody")

    assert entry not in shown_by(it_desk.get(list_of(AuditEntry)))
    assert entry in shown_by(signed_in(superuser).get(list_of(AuditEntry)))


def test_what_happened_at_a_terminal_is_for_its_own_people(
    it_desk: Client, stranger: User, other_terminal: Terminal
) -> None:
    theirs = write_audit(Audited.TABLET_REVOKED, by=stranger, terminal=other_terminal)
    nowhere = write_audit(Audited.SIGNED_IN, by=stranger)

    shown = shown_by(it_desk.get(list_of(AuditEntry)))

    assert theirs not in shown
    assert nowhere not in shown


def test_a_new_person_and_a_new_role_are_told(
    it_desk: Client, terminal: Terminal, operator: User
) -> None:
    crew, auditors = (Group.objects.get(name=role).pk for role in (Role.CREW, Role.AUDITOR))
    it_desk.post(
        adding(User),
        {
            "username": "clerk9",
            "display_name": "Tally clerk, gang 9",
            "password1": STRONG,
            "password2": STRONG,
            "groups": [crew],
            "terminals": [terminal.pk],
        },
    )
    person = User.objects.get(username="clerk9")
    save(it_desk, page_of(person), groups=[crew, auditors])

    [added], [changed] = told(Audited.PERSON_ADDED), told(Audited.PERSON_CHANGED)
    assert (added.by, added.person, added.details["roles"]) == (operator, person, ["crew"])
    assert changed.details == {"roles": [["crew"], ["auditor", "crew"]]}
    assert STRONG not in str([added.details, changed.details])


def test_a_new_password_is_told_and_a_refused_one_is_not(it_desk: Client, clerk: User) -> None:
    new = {"password1": STRONG, "password2": STRONG, "set-password": "1"}
    url = page_of(clerk).replace("/change/", "/password/")

    it_desk.post(url, new | {"password2": "another"})
    assert told(Audited.PASSWORD_CHANGED) == []

    it_desk.post(url, new)
    [entry] = told(Audited.PASSWORD_CHANGED)
    assert entry.person == clerk


def test_a_refused_page_is_told_once(desk: Client, supervisor: User) -> None:
    for _ in range(3):
        desk.get(adding(User))

    [entry] = told(Audited.ACCESS_DENIED)
    assert (entry.by, entry.details) == (supervisor, {"path": adding(User)})
    assert entry.address == "127.0.0.1"


def test_who_asks_for_a_strangers_row_is_told(desk_next_door: Client, call: VesselCall) -> None:
    desk_next_door.get(page_of(call))
    desk_next_door.get(f"/calls/{call.reference}/")

    row, page = told(Audited.ACCESS_DENIED)
    assert row.terminal == page.terminal == call.terminal
    assert row.about_name == page.about_name == str(call)


def test_a_wrong_address_is_nothing_to_tell(desk: Client, supervisor: User) -> None:
    desk.get("/calls/NOTHING/")
    desk.get("/nowhere/")
    Client().get("/calls/NOTHING/")

    assert told(Audited.ACCESS_DENIED) == []


def test_a_file_that_leaves_the_house_is_told(
    static_files: None, nouns: Nouns, auditor: User, stranger: User
) -> None:
    manifest, call = nouns[Manifest], nouns[VesselCall]
    assert isinstance(call, VesselCall)
    export = reverse("ledger_file", kwargs={"reference": call.reference})

    for person in (auditor, stranger):
        signed_in(person).get(page_of(manifest, "file"))
        signed_in(person).get(export)

    [handed_out], [exported] = told(Audited.MANIFEST_HANDED_OUT), told(Audited.LEDGER_EXPORTED)
    assert handed_out.by == exported.by == auditor
    assert handed_out.details["file"] == "list.csv"
    assert exported.terminal == call.terminal
