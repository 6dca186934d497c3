from http import HTTPStatus

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from operations.models import AuditEntry, FailedAttempt, Terminal, User
from operations.queries.second_factor import device_of, has_second_factor
from operations.vocabulary import Role
from tests import cast
from tests.operations.admin.office import list_of, page_of, save, shown_by, signed_in
from tests.operations.board.authenticator import with_second_factor

ADD = "/admin/operations/user/add/"
STRONG = "ballast-quay-forty-two"


@pytest.fixture
def it_desk(static_files: None, operator: User) -> Client:
    """Return the browser of the operator."""
    return signed_in(operator)


def role(name: Role) -> int:
    return Group.objects.get(name=name).pk


def a_new_person(terminal: Terminal, *roles: Role, **fields: object) -> dict[str, object]:
    known = {
        "username": "clerk9",
        "display_name": "Tally clerk, gang 9",
        "password1": STRONG,
        "password2": STRONG,
        "groups": [role(each) for each in roles],
        "terminals": [terminal.pk],
    }
    return known | fields


def test_an_operator_makes_a_clerk_who_stays_out_of_the_office(
    it_desk: Client, terminal: Terminal
) -> None:
    it_desk.post(ADD, a_new_person(terminal, Role.CREW))

    clerk = User.objects.get(username="clerk9")
    assert clerk.check_password(STRONG)
    assert (clerk.has_role(Role.CREW), clerk.is_staff) == (True, False)
    assert list(clerk.terminals.all()) == [terminal]


def test_a_role_in_the_office_opens_the_office_and_losing_it_shuts_it(
    it_desk: Client, terminal: Terminal
) -> None:
    it_desk.post(ADD, a_new_person(terminal, Role.SUPERVISOR))
    person = User.objects.get(username="clerk9")
    was_in_the_office = person.is_staff

    save(it_desk, page_of(person), groups=[role(Role.CREW)])

    person.refresh_from_db()
    assert (was_in_the_office, person.is_staff) == (True, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("groups", []),
        ("terminals", []),
        ("display_name", ""),
        ("username", "operator"),
        ("password2", "something else entirely"),
    ],
)
def test_a_person_without_role_terminal_or_name_is_refused_beside_the_field(
    it_desk: Client, terminal: Terminal, field: str, value: object
) -> None:
    page = it_desk.post(ADD, a_new_person(terminal, Role.CREW, **{field: value}))

    assert field in page.context["adminform"].form.errors
    assert not User.objects.filter(username="clerk9").exists()


def test_an_operator_makes_no_superuser(it_desk: Client, terminal: Terminal, clerk: User) -> None:
    everything = {"is_superuser": "on", "is_staff": "on", "user_permissions": [1, 2, 3]}

    it_desk.post(ADD, a_new_person(terminal, Role.CREW, **everything))
    save(it_desk, page_of(clerk), **everything)

    assert not User.objects.filter(is_superuser=True).exists()
    for person in (clerk, User.objects.get(username="clerk9")):
        assert not person.is_staff
        assert not person.user_permissions.exists()


def test_an_operator_cannot_reach_into_a_superuser(
    it_desk: Client, superuser: User, terminal: Terminal
) -> None:
    superuser.terminals.add(terminal)

    changed = it_desk.post(page_of(superuser), {"username": "mine"})
    password = it_desk.post(
        f"/admin/operations/user/{superuser.pk}/password/",
        {"password1": STRONG, "password2": STRONG, "set-password": "1"},
    )

    assert {changed.status_code, password.status_code} == {HTTPStatus.FORBIDDEN}
    superuser.refresh_from_db()
    assert (superuser.username, superuser.check_password(STRONG)) == ("root", False)


def test_an_operator_resets_a_password(it_desk: Client, clerk: User) -> None:
    it_desk.post(
        f"/admin/operations/user/{clerk.pk}/password/",
        {"password1": STRONG, "password2": STRONG, "set-password": "1"},
    )

    clerk.refresh_from_db()
    assert clerk.check_password(STRONG)


def test_nobody_gives_themselves_another_role_or_terminal(
    it_desk: Client, operator: User, terminal: Terminal
) -> None:
    save(it_desk, page_of(operator), groups=[role(Role.SUPERVISOR)], display_name="IT, nights")

    operator.refresh_from_db()
    assert [group.name for group in operator.groups.all()] == [Role.OPERATOR]
    assert (operator.display_name, list(operator.terminals.all())) == ("IT, nights", [terminal])


def test_a_person_who_also_works_elsewhere_is_seen_and_not_changed(
    it_desk: Client, terminal: Terminal, other_terminal: Terminal
) -> None:
    both = cast.a_person("both", terminal, other_terminal, role=Role.CREW, display_name="Both")

    changed = it_desk.post(page_of(both), {"display_name": "Mine"})
    password = it_desk.post(
        f"/admin/operations/user/{both.pk}/password/",
        {"password1": STRONG, "password2": STRONG, "set-password": "1"},
    )

    assert it_desk.get(page_of(both)).status_code == HTTPStatus.OK
    assert {changed.status_code, password.status_code} == {HTTPStatus.FORBIDDEN}
    both.refresh_from_db()
    assert (both.display_name, both.check_password(STRONG)) == ("Both", False)


def test_an_operator_gives_no_terminal_they_do_not_have(
    it_desk: Client, terminal: Terminal, other_terminal: Terminal
) -> None:
    page = it_desk.post(ADD, a_new_person(terminal, Role.CREW, terminals=[other_terminal.pk]))

    assert "terminals" in page.context["adminform"].form.errors


def test_a_supervisor_sees_people_and_changes_none(desk: Client, clerk: User) -> None:
    added = desk.get(ADD)
    changed = desk.post(page_of(clerk), {"display_name": "Mine"})
    password = desk.post(f"/admin/operations/user/{clerk.pk}/password/", {"password1": STRONG})

    assert desk.get(page_of(clerk)).status_code == HTTPStatus.OK
    assert {added.status_code, changed.status_code, password.status_code} == {HTTPStatus.FORBIDDEN}


def test_a_stranger_does_not_know_who_works_here(desk_next_door: Client, clerk: User) -> None:
    assert clerk not in shown_by(desk_next_door.get(list_of(User)))
    answer = desk_next_door.get(f"/admin/operations/user/{clerk.pk}/password/")
    assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


def test_an_operator_sees_who_fails_to_sign_in_here_and_nobody_elses_failures(
    it_desk: Client, operator: User, stranger: User, terminal: Terminal
) -> None:
    ours, theirs = cast.a_tablet(terminal), cast.a_tablet(stranger.terminals.get())
    for purpose, subject in (
        ("DESK", operator.username),
        ("DESK", stranger.username),
        ("SIGN_IN", f"clerk3 on tablet {ours.pk}"),
        ("SIGN_IN", f"clerk3 on tablet {theirs.pk}"),
        ("BROWSER", f"{operator.username} in browser 0123"),
        ("BROWSER", f"{stranger.username} in browser 0123"),
        ("DESK_FROM", f"{operator.username} from 192.0.2.7"),
        ("ADDRESS", "192.0.2.7"),
    ):
        FailedAttempt.objects.create(purpose=purpose, subject=subject, attempted_at=cast.NOON)

    shown = shown_by(it_desk.get(list_of(FailedAttempt)))

    assert {str(each) for each in shown} == {
        f"DESK {operator.username}",
        f"BROWSER {operator.username} in browser 0123",
        f"SIGN_IN clerk3 on tablet {ours.pk}",
    }


def test_nobody_asks_for_a_password_letter_by_letter(it_desk: Client, clerk: User) -> None:
    answer = it_desk.get(list_of(User), {"password__startswith": "pbkdf2"})

    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_an_operator_takes_a_lost_phone_off_an_account(it_desk: Client, supervisor: User) -> None:
    guarded, _ = with_second_factor(supervisor)
    elsewhere = signed_in(guarded)
    said = {"confirmed": "yes", "words": "Came to the office with a passport"}

    it_desk.post(page_of(guarded, "second-factor"), said)

    assert not has_second_factor(guarded)
    assert elsewhere.get("/").status_code == HTTPStatus.FOUND
    entry = AuditEntry.objects.get(what="SECOND_FACTOR_REMOVED")
    assert (entry.by_name, entry.person) == ("IT on call", guarded)
    assert entry.details == {"said": "Came to the office with a passport"}


def test_nobody_takes_off_their_own_or_that_of_a_superuser(
    it_desk: Client, operator: User, superuser: User, terminal: Terminal
) -> None:
    superuser.terminals.add(terminal)
    said = {"confirmed": "yes", "words": "It is me"}
    for person in (operator, superuser):
        with_second_factor(person)
    # Setting it up ended the operator's session.
    desk = signed_in(User.objects.get(pk=operator.pk))

    for person in (operator, superuser):
        desk.post(page_of(person, "second-factor"), said)

    assert has_second_factor(operator)
    assert has_second_factor(superuser)


def test_a_supervisor_takes_off_nobodys(desk: Client, clerk: User) -> None:
    with_second_factor(clerk)

    answer = desk.post(page_of(clerk, "second-factor"), {"confirmed": "yes", "words": "x"})

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert has_second_factor(clerk)


def test_no_page_of_admin_shows_the_secret_of_a_device(it_desk: Client, supervisor: User) -> None:
    with_second_factor(supervisor)
    device = device_of(supervisor)
    assert device is not None

    answer = it_desk.get(list_of(User), {"totpdevice__key__startswith": device.key[:2]})

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert device.key not in it_desk.get(page_of(supervisor)).content.decode()
