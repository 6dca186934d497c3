"""What each role may do with each noun, and what nobody may, read from what is registered."""

from http import HTTPStatus

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client, RequestFactory

from operations.models import AuditEntry, TallyEvent, User
from tests.operations.admin.office import Nouns, adding, list_of, page_of, registered, signed_in

WORDS = {"Berth", "CargoClass", "Gang", "Port", "ShippingLine", "Vessel"}
#: What a noun's page lets anybody do, superusers too; whatever is not here is only looked at.
OFFERED = {
    "add": WORDS | {"EnrolmentCode", "Terminal", "User", "VesselCall"},
    "change": WORDS | {"Tablet", "Terminal", "User", "VesselCall"},
    "delete": WORDS,
}
MAY: dict[str, dict[str, set[str]]] = {
    "supervisor": {
        "add": WORDS | {"EnrolmentCode", "VesselCall"},
        "change": WORDS | {"Tablet", "Terminal", "VesselCall"},
        "delete": WORDS,
    },
    "operator": {"add": {"EnrolmentCode", "User"}, "change": {"Tablet", "User"}, "delete": set()},
    "auditor": {"add": set(), "change": set(), "delete": set()},
    "superuser": OFFERED,
}

# Who came in and what people decided, and which accounts somebody guesses at.
GUARDED = {
    "operator": {"Alert", "AuditEntry", "FailedAttempt"},
    "auditor": {"Alert", "AuditEntry"},
}

history = [noun for noun in registered() if noun.__name__ not in OFFERED["change"]]


@pytest.fixture(params=["supervisor", "operator", "auditor", "superuser"])
def person(request: pytest.FixtureRequest, db: None) -> User:
    # Asking for the database by name puts these tests before those that empty it, groups and all.
    found: User = request.getfixturevalue(request.param)
    return found


def allowed(person: User, verb: str) -> set[str]:
    asking = RequestFactory().get("/admin/")
    asking.user = User.objects.get(pk=person.pk)
    pages = admin.site._registry.items()
    return {
        noun.__name__ for noun, page in pages if getattr(page, f"has_{verb}_permission")(asking)
    }


@pytest.mark.parametrize("verb", ["add", "change", "delete"])
def test_a_role_may_do_what_is_written_here_and_nothing_else(person: User, verb: str) -> None:
    role = "superuser" if person.is_superuser else person.groups.get().name

    assert allowed(person, verb) == MAY[role][verb]


def test_the_office_sees_everything_but_what_is_guarded(person: User) -> None:
    everything = {noun.__name__ for noun in registered()}
    guarded = {"Alert", "AuditEntry", "FailedAttempt"}
    role = "operator" if person.is_superuser else person.groups.get().name

    assert allowed(person, "view") == everything - (guarded - GUARDED.get(role, set()))


def test_crew_do_not_get_in(static_files: None, clerk: User) -> None:
    answer = signed_in(clerk).get("/admin/", follow=True)

    assert answer.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("noun", history, ids=lambda noun: noun.__name__)
def test_history_cannot_be_written_by_any_address_of_admin(
    noun: type[Model], nouns: Nouns, static_files: None, superuser: User
) -> None:
    row = nouns[noun]
    before = list(noun._default_manager.order_by("pk").values())
    root = signed_in(superuser)
    posts = {
        adding(noun): {},
        page_of(row): {"_save": "1"},
        page_of(row, "delete"): {"post": "yes"},
    }

    for url, form in posts.items():
        answer = root.post(url, form)
        if noun.__name__ not in OFFERED["add"]:
            assert answer.status_code == HTTPStatus.FORBIDDEN, url
    root.post(list_of(noun), {"action": "delete_selected", "_selected_action": row.pk, "post": "y"})

    # Refusals are told in the audit log: a row more of that, and nothing of those before.
    after = list(noun._default_manager.order_by("pk").values())
    assert after[: len(before)] == before
    assert len(after) == len(before) or noun is AuditEntry


def test_nothing_that_admin_can_delete_takes_ledger_with_it(
    nouns: Nouns, static_files: None, superuser: User
) -> None:
    root = signed_in(superuser)
    before = list(TallyEvent.objects.order_by("position").values())

    for noun in registered():
        if noun.__name__ in OFFERED["delete"]:
            root.post(page_of(nouns[noun], "delete"), {"post": "yes"})

    assert list(TallyEvent.objects.order_by("position").values()) == before


def test_a_permission_given_by_hand_opens_no_door_that_is_not_offered(
    static_files: None, supervisor: User, nouns: Nouns
) -> None:
    supervisor.user_permissions.set(Permission.objects.all())

    answer = signed_in(supervisor).post(page_of(nouns[TallyEvent]), {"quantity": 99})

    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_a_reader_finds_no_button_that_does_something(
    static_files: None, auditor: User, nouns: Nouns
) -> None:
    reader: Client = signed_in(auditor)

    for noun in registered():
        if noun.__name__ != "FailedAttempt":
            page = reader.get(page_of(nouns[noun]))
            assert page.context["links"] == [] or all(
                link.url.startswith("/calls/") or "/file/" in link.url
                for link in page.context["links"]
            )
            assert not page.context["has_change_permission"]
