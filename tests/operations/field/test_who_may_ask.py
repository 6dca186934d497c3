"""The matrix of credentials: every address against every kind of asker."""

import pytest
from django.test import Client

from operations.models import User, VesselCall
from tests.operations.field.tablets import BASE, TabletClient, error_of

READS = ["calls", "calls/{}/cargo", "calls/{}/changes"]
WRITES = ["events", "sign-in"]


def ask(tablet: TabletClient, path: str, call: VesselCall) -> tuple[int, str]:
    path = path.format(call.pk)
    return error_of(tablet.get(path) if "calls" in path else tablet.post(path, {}))


@pytest.mark.parametrize("path", READS + WRITES)
def test_an_unknown_tablet_is_asked_to_enrol(
    unknown_tablet: TabletClient, loaded_call: VesselCall, path: str
) -> None:
    assert ask(unknown_tablet, path, loaded_call) == (401, "tablet_not_enrolled")


@pytest.mark.parametrize("path", READS + WRITES)
def test_a_revoked_tablet_is_shut_out_of_everything_at_once(
    revoked_tablet: TabletClient, loaded_call: VesselCall, path: str
) -> None:
    assert ask(revoked_tablet, path, loaded_call) == (401, "tablet_not_enrolled")


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("cookie", ["x", "", ".", "é", "x" * 4000, "a.b.c"])
def test_a_made_up_cookie_is_no_tablet(
    unknown_tablet: TabletClient, loaded_call: VesselCall, path: str, cookie: str
) -> None:
    unknown_tablet.browser.cookies["tablet"] = cookie

    assert ask(unknown_tablet, path, loaded_call) == (401, "tablet_not_enrolled")


@pytest.mark.parametrize("path", READS)
def test_a_person_who_left_the_terminal_reads_no_more(
    ramp: TabletClient, clerk: User, loaded_call: VesselCall, path: str
) -> None:
    clerk.terminals.clear()

    assert ask(ramp, path, loaded_call) == (401, "sign_in_required")


@pytest.mark.parametrize("path", READS + WRITES)
def test_an_office_session_is_no_tablet(
    unknown_tablet: TabletClient, supervisor: User, loaded_call: VesselCall, path: str
) -> None:
    unknown_tablet.browser.force_login(supervisor)

    assert ask(unknown_tablet, path, loaded_call) == (401, "tablet_not_enrolled")


@pytest.mark.parametrize("path", ["session", *READS])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_what_only_reads_takes_no_other_method(
    ramp: TabletClient, loaded_call: VesselCall, path: str, method: str
) -> None:
    answer = getattr(ramp.browser, method)(BASE + path.format(loaded_call.pk))

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert method == "head" or error_of(answer) == (405, "method_not_allowed")


@pytest.mark.parametrize("path", ["enrol", *WRITES])
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options", "trace"])
def test_what_writes_takes_only_post(ramp: TabletClient, path: str, method: str) -> None:
    answer = getattr(ramp.browser, method)(BASE + path)

    assert error_of(answer) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize(
    "path",
    ["", "v1", "v1/", "v2/session", "v1/session/", "v1/calls/", "v1/calls/x/cargo", "v1/events/"],
)
def test_an_address_that_is_not_there_is_answered_in_json_and_not_redirected(
    client: Client, db: None, path: str, method: str
) -> None:
    answer = getattr(client, method)(f"/field/api/{path}")

    assert error_of(answer) == (404, "not_found")
    assert answer.headers["Content-Type"] == "application/json"
