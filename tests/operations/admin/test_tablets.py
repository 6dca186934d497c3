import json
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from operations.actions.enrol_tablet import enrol_tablet
from operations.models import EnrolmentCode, Tablet, TallyEvent, Terminal, User
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand
from tests.operations.admin.office import (
    adding,
    list_of,
    page_of,
    said_by,
    save,
    shown_by,
    signed_in,
)

INVITE = "/admin/operations/enrolmentcode/add/"
LOAD_QUEUE = "/admin/operations/tablet/load-queue/"


def invite(browser: Client, terminal: Terminal, name: str = "Ramp 2") -> dict[str, str]:
    page = browser.post(INVITE, {"terminal": terminal.pk, "tablet_name": name})
    shown = page.context
    return {"page": page.content.decode(), **{key: shown.get(key, "") for key in ("code", "qr")}}


def a_queue(ramp: TabletInHand, *events: object) -> bytes:
    file = {
        "format": "stevedores-field-queue",
        "version": 1,
        "exported_at": NOON.isoformat(),
        "tablet": {"id": ramp.tablet.pk, "name": ramp.tablet.name},
        "terminal": {},
        "journal_id": str(ramp.journal_id),
        "head_sequence": 9,
        "unsent_count": len(events),
        "build": "b1",
        "device_now": NOON.isoformat(),
        "events": list(events),
    }
    return json.dumps(file).encode()


def load(browser: Client, content: bytes, name: str = "queue.json") -> dict[str, Any]:
    file = SimpleUploadedFile(name, content, content_type="application/json")
    page = browser.post(LOAD_QUEUE, {"file": file})
    shown = ("form", "figures")
    return {name: page.context.get(name) for name in shown}


def test_a_code_that_admin_shows_enrols_a_tablet(desk: Client, terminal: Terminal) -> None:
    shown = invite(desk, terminal)

    tablet, _ = enrol_tablet(code=shown["code"], address="127.0.0.1", enrolled_at=timezone.now())

    assert (tablet.name, tablet.terminal) == ("Ramp 2", terminal)
    assert EnrolmentCode.objects.get().tablet == tablet


def test_the_code_is_shown_once_as_text_and_as_a_picture_without_inline_style(
    desk: Client, terminal: Terminal
) -> None:
    shown = invite(desk, terminal)
    invitation = EnrolmentCode.objects.get()

    assert shown["code"] in shown["page"]
    assert f"{invitation.expires_at.astimezone(terminal.zone):%H:%M:%S}" in shown["page"]
    assert shown["qr"].startswith("<svg ")
    assert "style" not in shown["qr"]
    for url in (list_of(EnrolmentCode), page_of(invitation), page_of(invitation, "history")):
        assert shown["code"] not in desk.get(url).content.decode()


def test_the_picture_leads_into_the_field_app_with_the_code(
    desk: Client, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("operations.admin.invitations.qr_svg", drawn.append)

    shown = invite(desk, terminal)

    assert drawn == [f"http://testserver/field/#enrol={shown['code']}"]


def test_nobody_invites_a_tablet_to_a_terminal_next_door(
    desk_next_door: Client, terminal: Terminal, auditor: User
) -> None:
    invite(desk_next_door, terminal)
    answer = signed_in(auditor).get(adding(EnrolmentCode))

    assert not EnrolmentCode.objects.exists()
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_nobody_asks_for_the_hash_of_a_code_letter_by_letter(
    desk: Client, terminal: Terminal
) -> None:
    invite(desk, terminal)
    begins_with = EnrolmentCode.objects.get().code_sha256[:1]

    answer = desk.get(list_of(EnrolmentCode), {"code_sha256__startswith": begins_with})

    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_the_page_of_a_tablet_tells_what_is_not_here(desk: Client, ramp: TabletInHand) -> None:
    ramp.send(ramp.count())
    ramp.tablet.journals.update(head_sequence=4, unsent_count=3)

    listed = desk.get(list_of(Tablet)).content.decode()
    page = desk.get(page_of(ramp.tablet)).content.decode()

    assert ">3</span>" in listed
    assert "Not here yet" in page
    assert str(ramp.journal_id) in page


def test_a_tablet_is_revoked_after_a_page_said_what_that_means(
    desk: Client, ramp_tablet: Tablet, supervisor: User
) -> None:
    url = page_of(ramp_tablet, "revoke")

    asked = desk.get(url).content.decode()
    said = said_by(desk.post(url, {"confirmed": "yes"}, follow=True))

    assert "save its queue there as a file" in asked
    assert said[0].startswith("Revoked: Ramp 1")
    ramp_tablet.refresh_from_db()
    assert ramp_tablet.revoked_by == supervisor
    assert shown_by(desk.get(list_of(Tablet))) == []
    assert shown_by(desk.get(list_of(Tablet), {"state": "done"})) == [ramp_tablet]


def test_looking_at_the_page_that_asks_revokes_nothing(desk: Client, ramp_tablet: Tablet) -> None:
    desk.get(page_of(ramp_tablet, "revoke"), {"confirmed": "yes"})

    ramp_tablet.refresh_from_db()
    assert ramp_tablet.revoked_at is None


def test_a_stranger_revokes_nothing(desk_next_door: Client, ramp_tablet: Tablet) -> None:
    answer = desk_next_door.post(page_of(ramp_tablet, "revoke"), {"confirmed": "yes"})

    ramp_tablet.refresh_from_db()
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert ramp_tablet.revoked_at is None


def test_a_tablet_is_renamed_once_and_told_in_its_history(
    desk: Client, ramp_tablet: Tablet
) -> None:
    save(desk, page_of(ramp_tablet), name="Hatch 2")
    save(desk, page_of(ramp_tablet), name="Hatch 2")

    ramp_tablet.refresh_from_db()
    assert ramp_tablet.name == "Hatch 2"
    history = desk.get(page_of(ramp_tablet, "history")).content.decode()
    assert history.count("Renamed from Ramp 1 to Hatch 2.") == 1


def test_two_tablets_in_use_have_two_names(desk: Client, ramp_tablet: Tablet) -> None:
    other = cast.a_tablet(ramp_tablet.terminal, "Ramp 2")

    page = save(desk, page_of(other), name="Ramp 1")

    assert "Another tablet in use" in page.content.decode()


def test_an_exported_queue_becomes_ledger_event_by_event(desk: Client, ramp: TabletInHand) -> None:
    events = [ramp.count(), ramp.count(), {"event_id": "not one"}]

    first = load(desk, a_queue(ramp, *events))
    again = load(desk, a_queue(ramp, *events))

    assert first["figures"] == [("Recorded", 2), ("Set aside", 1)]
    assert again["figures"] == [("Was here already", 2), ("Set aside", 1)]
    assert TallyEvent.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"[]", b'{"format": "x"}', b"{" * 100_000])
def test_what_is_no_queue_is_refused_in_a_sentence(
    desk: Client, ramp_tablet: Tablet, content: bytes
) -> None:
    shown = load(desk, content)

    assert shown["form"].errors["file"]
    assert not TallyEvent.objects.exists()


def test_a_stranger_loads_no_queue_of_this_terminal(
    desk_next_door: Client, ramp: TabletInHand, auditor: User
) -> None:
    queue = a_queue(ramp, ramp.count())

    shown = load(desk_next_door, queue)
    answer = signed_in(auditor).get(reverse("admin:operations_tablet_load_queue"))

    assert "not of your terminals" in str(shown["form"].errors)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not TallyEvent.objects.exists()
