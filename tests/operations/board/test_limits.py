import re

import pytest
from django.test import RequestFactory

from monitoring.metrics import REGISTRY
from operations.board import limits
from operations.board.browser_cookie import cookie_name
from operations.models import User, VesselCall
from operations.queries.known_browsers import read_browser
from tests.cast import PASSWORD
from tests.operations.board.desk import Desk


@pytest.fixture
def many_exports_were_made(desk: Desk, call: VesselCall) -> None:
    for _ in range(limits.EXPORT.most):
        desk.get(f"/calls/{call.reference}/ledger.csv")


@pytest.mark.usefixtures("many_exports_were_made")
@pytest.mark.parametrize("document", ["ledger.csv", "tally/"])
def test_who_exports_too_often_reads_that_they_shall_wait(
    desk: Desk, call: VesselCall, document: str
) -> None:
    page = desk.get(f"/calls/{call.reference}/{document}")

    assert page.status == 429
    assert re.search(r"Wait \d+ seconds, then repeat it\.", page.text)


@pytest.mark.usefixtures("many_exports_were_made")
def test_the_board_itself_is_not_refused(desk: Desk, call: VesselCall) -> None:
    assert desk.get(f"/calls/{call.reference}/").status == 200


@pytest.mark.usefixtures("db")
def test_who_signs_in_too_often_is_told_how_long_to_wait() -> None:
    for _ in range(limits.SIGN_IN_FROM.most):
        limits.SIGN_IN_FROM.charge(RequestFactory().get("/"), "127.0.0.1")

    page = Desk().post("/login/", username="supervisor", password="x")

    assert page.status == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "then try again" in page.text


@pytest.mark.usefixtures("static_files")
def test_who_floods_the_door_keeps_no_browser_out_that_signed_in_before(supervisor: User) -> None:
    known = Desk()
    known.post("/login/", username="supervisor", password=PASSWORD)
    for _ in range(limits.SIGN_IN_FROM.most - 1):
        limits.SIGN_IN_FROM.charge(RequestFactory().get("/"), "127.0.0.1")

    assert Desk().post("/login/", username="supervisor", password="x").status == 429
    assert known.post("/login/", username="supervisor", password=PASSWORD).status == 302


@pytest.mark.usefixtures("static_files")
def test_nor_does_who_copied_what_that_browser_says(supervisor: User) -> None:
    known = Desk()
    known.post("/login/", username="supervisor", password=PASSWORD)
    copied = read_browser(known.client.cookies[cookie_name()].value)
    for _ in range(limits.SIGN_IN_KNOWN.most):
        limits.SIGN_IN_KNOWN.charge(RequestFactory().get("/"), copied.key)

    refused_before = told_as_refused("sign-in-browser")

    assert known.post("/login/", username="supervisor", password=PASSWORD).status == 302
    assert told_as_refused("sign-in-browser") == refused_before


def told_as_refused(scope: str) -> float | None:
    return REGISTRY.get_sample_value("site_limiter_refusals_total", {"scope": scope})
