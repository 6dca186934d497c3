"""The office's screens, by day and by night: can everybody read them and use them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

# Whatever needs Django is imported by the test that uses it.
if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.journeys.examiner import Examiner
    from tests.servers.fixtures import OpenBrowser, StartServer

pytestmark = pytest.mark.journeys

PHONE, DESK, WALL = (390, 844), (1440, 900), (1920, 1080)
_CALL = "/calls/SSI-2026-0042/"
PAGES = {
    "board": "/",
    "call": _CALL,
    "ledger": f"{_CALL}ledger/",
    "tally": f"{_CALL}tally/",
    "expected call": "/calls/SSI-2026-0043/",
    "not found": "/calls/NOTHING/",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_every_screen(
    a_running_server: StartServer, open_a_browser: OpenBrowser, theme: str
) -> None:
    from tests.journeys import board_port
    from tests.journeys.examiner import Examiner

    server = a_running_server()
    board_port.lay_out(server)
    page = open_a_browser(color_scheme=theme, reduced_motion="reduce").new_page()
    examiner = Examiner(page)

    found = list(faults_of_a_walk(page, server.url, examiner))

    assert not found, "\n".join(found)


def faults_of_a_walk(page: Page, url: str, examiner: Examiner) -> Iterator[str]:
    """Walk through every screen in every size, and yield what is wrong with each."""
    yield from faults_at_the_door(page, url, examiner)
    for name, path in PAGES.items():
        for width, height in (PHONE, DESK, WALL):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{url}{path}")
            open_everything(page)
            yield from faults_of(f"{name} at {width} px", examiner)


def faults_at_the_door(page: Page, url: str, examiner: Examiner) -> Iterator[str]:
    """Look at the way in, refused and not, then come in."""
    from tests.cast import PASSWORD
    from tests.journeys.board_port import CLERK, FOREMAN

    page.goto(f"{url}/login/?next=/calls/SSI-2026-0042/")
    yield from faults_of("sign-in", examiner)
    for username in (CLERK, FOREMAN):
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()
        yield from faults_of(f"after {username} signed in", examiner)


def open_everything(page: Page) -> None:
    """Open what can be unfolded, so that it is looked at too."""
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => each.open = true)")


def faults_of(screen: str, examiner: Examiner) -> Iterator[str]:
    for look in (
        examiner.against_the_guidelines,
        examiner.against_the_policy,
        examiner.too_wide_for_a_small_screen,
    ):
        yield from (f"{screen}: {fault}" for fault in look())
