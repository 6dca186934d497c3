from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadhandler import FileUploadHandler
from django.test import Client
from django.urls import reverse

from monitoring.whole_form import LARGEST_FORM_BYTES
from operations.models import User, VesselCall
from stevedores.body_size import MOST_OF_A_FILE, MOST_OF_A_FORM

pytestmark = pytest.mark.django_db


def a_file(size: int) -> dict[str, BytesIO]:
    file = BytesIO(b"x" * size)
    file.name = "list.csv"
    return {"file": file}


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Break the site as soon as a file that was sent is looked at."""
    for name in ("handle_raw_input", "new_file"):
        monkeypatch.delattr(FileUploadHandler, name)


def test_a_stranger_may_send_what_the_front_door_waits_for_and_no_more(client: Client) -> None:
    form = "username=nobody&password=nothing&more=".ljust(LARGEST_FORM_BYTES, "x")

    taken, refused = (
        client.post("/login/", sent, content_type="application/x-www-form-urlencoded")
        for sent in (form, f"{form}x")
    )

    assert (taken.status_code, refused.status_code) == (403, 413)


def test_a_wide_form_is_taken_from_whoever_is_signed_in(
    client: Client, call: VesselCall, supervisor: User
) -> None:
    client.force_login(supervisor)
    wide = {"reason": "Rain", "more": "x" * LARGEST_FORM_BYTES}

    assert client.post(f"/calls/{call.reference}/moves/stop/", wide).status_code == 303


@pytest.mark.usefixtures("nothing_is_read")
@pytest.mark.parametrize("path", ["/login/", "/nothing/", "/admin/login/"])
def test_a_stranger_who_sends_a_file_is_refused_before_it_is_read(
    client: Client, path: str
) -> None:
    answer = client.post(path, a_file(MOST_OF_A_FORM))

    assert answer.status_code == (404 if path == "/nothing/" else 413)


@pytest.mark.usefixtures("nothing_is_read")
def test_where_files_are_taken_they_are_taken_from_people_only(
    client: Client, call: VesselCall
) -> None:
    upload = reverse("admin:operations_vesselcall_manifest", args=[call.pk])

    assert client.post(upload, a_file(MOST_OF_A_FORM)).status_code == 413


@pytest.mark.usefixtures("nothing_is_read")
def test_more_than_a_manifest_is_taken_from_nobody(
    client: Client, call: VesselCall, supervisor: User
) -> None:
    client.force_login(supervisor)
    upload = reverse("admin:operations_vesselcall_manifest", args=[call.pk])

    answer = client.post(upload, a_file(MOST_OF_A_FILE))

    assert answer.status_code == 413
    assert "more than the office takes at once" in answer.content.decode()


class CutOff(BytesIO):
    """What the front door hands on of a request that ends too soon."""

    def read(self, _size: int | None = -1, /) -> bytes:
        raise ConnectionResetError


@pytest.mark.parametrize("token", [{}, {"X-CSRFToken": "t" * 32}])
def test_of_a_form_that_is_cut_off_nothing_is_taken(
    call: VesselCall, supervisor: User, token: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(supervisor)
    client.cookies["csrf"] = "t" * 32
    form = f"csrfmiddlewaretoken={'t' * 32}&reason=Rain&more=" + "x" * LARGEST_FORM_BYTES
    came: dict[str, Any] = {"wsgi.input": CutOff()}

    answer = client.post(
        f"/calls/{call.reference}/moves/stop/",
        form,
        content_type="application/x-www-form-urlencoded",
        headers=token,
        **came,
    )

    assert answer.status_code == 400
    assert "did not come whole" in answer.content.decode()


def test_a_manifest_is_taken_from_a_supervisor(
    client: Client, call: VesselCall, supervisor: User
) -> None:
    client.force_login(supervisor)
    upload = reverse("admin:operations_vesselcall_manifest", args=[call.pk])

    assert client.post(upload, a_file(MOST_OF_A_FORM)).status_code in {200, 302}
