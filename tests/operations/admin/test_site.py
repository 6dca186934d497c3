from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from operations.models import TallyEvent, Terminal, User, VesselCall
from operations.vocabulary import Role
from tests import cast
from tests.ledger_cast import TabletInHand
from tests.operations.admin.office import list_of, page_of, signed_in


def waiting(browser: Client) -> list[tuple[int, str, str]]:
    shown = browser.get("/admin/").context["waiting"]
    return [(each.count, each.text, each.subject) for each in shown]


def test_the_first_page_says_what_waits_and_leads_there(
    desk: Client, ramp: TabletInHand, call: VesselCall
) -> None:
    ramp.send(ramp.count(identifier="OVER1"), ramp.count(identifier="CAR1", quantity=7))
    ramp.tablet.journals.update(head_sequence=9, unsent_count=7)
    unlisted = cast.a_vessel_call(
        call.terminal, status="EXPECTED", arrived_at=None, berthed_at=None, work_started_at=None
    )

    assert waiting(desk) == [
        (1, "open discrepancy", str(call)),
        (1, "event set aside", "sent by tablets, not in the ledger"),
        (7, "counts not here yet", "Ramp 1"),
        (1, "call without a manifest", str(unlisted)),
    ]
    for each in desk.get("/admin/").context["waiting"]:
        assert desk.get(each.url).status_code == HTTPStatus.OK


def test_a_claim_that_cannot_be_is_no_sum(desk: Client, ramp: TabletInHand) -> None:
    ramp.send(ramp.count(description="a boat"))
    ramp.tablet.journals.update(head_sequence=10**9, unsent_count=10**9)

    assert (1, "tablet whose claim is not plausible", "Ramp 1") in waiting(desk)


def test_a_stranger_is_told_of_nothing_that_waits_here(
    desk_next_door: Client, ramp: TabletInHand
) -> None:
    ramp.send(ramp.count(identifier="OVER1"), ramp.count(identifier="CAR1", quantity=7))

    assert waiting(desk_next_door) == []


def test_the_sections_speak_the_words_of_the_port(desk: Client) -> None:
    page = desk.get("/admin/")

    sections = [section["name"] for section in page.context["app_list"]]
    assert sections == ["Work", "Cargo", "Crew and tablets", "Places and ships"]
    for shown in ("Ledger", "Calls", "Invitations", "People", 'href="/field/"', 'href="/"'):
        assert shown in page.content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/admin/operations/vesselcall/", "/admin/login/"])
def test_there_is_one_door_to_sign_in_at(client: Client, db: None, path: str) -> None:
    answer = client.get(path, follow=True)

    last, _ = answer.redirect_chain[-1]
    assert last == f"/login/?next={path.removesuffix('login/')}"


def test_whoever_is_signed_in_is_led_on(desk: Client) -> None:
    assert desk.get("/admin/login/").headers["Location"] == "/admin/"
    assert desk.get("/admin/operations/").headers["Location"] == "/admin/"
    assert desk.get("/admin/operations/nothing/").status_code == HTTPStatus.NOT_FOUND


def test_times_are_read_on_the_clock_of_the_persons_terminal(
    static_files: None, terminal: Terminal, superuser: User
) -> None:
    desk = signed_in(cast.a_person("one", terminal, role=Role.SUPERVISOR, is_staff=True))

    at_home = desk.get("/admin/").content.decode()
    nowhere = signed_in(superuser).get("/admin/").content.decode()

    assert 'data-admin-utc-offset="-18000"' in at_home or 'offset="-14400"' in at_home
    assert 'data-admin-utc-offset="0"' in nowhere


def test_somebody_without_a_role_is_told_whom_to_ask(
    static_files: None, terminal: Terminal
) -> None:
    newcomer = cast.a_person("newcomer", terminal, is_staff=True)

    page = signed_in(newcomer).get("/admin/").content.decode()

    assert "You have no role in the office yet" in page


def test_the_first_page_costs_a_handful_of_queries(
    desk: Client, ramp: TabletInHand, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ramp.send(ramp.count(identifier="OVER1"))

    with django_assert_max_num_queries(14):
        desk.get("/admin/")


def test_a_manifest_is_handed_out_as_it_came_and_to_nobody_else(
    desk: Client, desk_next_door: Client, supervisor: User, call: VesselCall
) -> None:
    from operations.models import Manifest
    from tests.cast import NOON

    manifest = Manifest.objects.create(
        call=call,
        version=1,
        file_name='li"st.csv',
        sha256="0" * 64,
        content=b"\xef\xbb\xbfVIN;\r\n",
        layout={},
        row_count=1,
        received_at=NOON,
        loaded_by=supervisor,
    )

    answer = desk.get(page_of(manifest, "file"))

    assert answer.content == b"\xef\xbb\xbfVIN;\r\n"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    url = reverse("admin:operations_manifest_file", args=[manifest.pk])
    assert desk_next_door.get(url).status_code == HTTPStatus.NOT_FOUND


def test_who_keeps_the_site_finds_the_operations_page_from_admin(
    static_files: None, operator: User, auditor: User, superuser: User
) -> None:
    for person in (operator, auditor, superuser):
        page = signed_in(person).get("/admin/").content.decode()

        assert f'<a href="{reverse("operations")}">Operations</a>' in page


def test_nobody_else_is_led_to_a_page_that_refuses_them(desk: Client) -> None:
    assert ">Operations</a>" not in desk.get("/admin/").content.decode()


def test_an_empty_list_offers_nothing_to_do_with_its_rows(desk: Client, ramp: TabletInHand) -> None:
    ledger = list_of(TallyEvent)
    assert 'name="action"' not in desk.get(ledger).content.decode()

    ramp.send(ramp.count(identifier="CAR1"))

    assert 'name="action"' in desk.get(ledger).content.decode()
