"""The operations page, by day and by night, full and empty: can everybody read it and use it?"""

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
PAGES = ("/operations/", "/operations/?period=day", "/operations/?period=week", "/")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_read_how_the_site_is(
    a_running_server: StartServer, open_a_browser: OpenBrowser, theme: str
) -> None:
    from tests.journeys import operations_site
    from tests.journeys.examiner import Examiner

    server = a_running_server()
    operations_site.lay_out(server)
    page = open_a_browser(color_scheme=theme, reduced_motion="reduce").new_page()
    examiner = Examiner(page)

    come_in(page, server.url)
    found = [each for path in PAGES for each in faults_at(page, server.url + path, examiner)]

    assert not found, "\n".join(found)
    assert page.get_by_role("link", name="2 alerts: memory critical, memory high").is_visible()


def test_a_site_of_which_nothing_is_known_says_so(
    a_running_server: StartServer, open_a_browser: OpenBrowser
) -> None:
    from tests.journeys import operations_site
    from tests.journeys.examiner import Examiner

    server = a_running_server()
    operations_site.let_nothing_be_known(server)
    page = open_a_browser(color_scheme="light", reduced_motion="reduce").new_page()
    examiner = Examiner(page)
    come_in(page, server.url)

    found = [*faults_at(page, f"{server.url}/operations/", examiner)]

    assert not found, "\n".join(found)
    assert page.get_by_text("No figures yet").is_visible()


def come_in(page: Page, url: str) -> None:
    from tests.cast import PASSWORD
    from tests.journeys.operations_site import OPERATOR

    page.goto(f"{url}/login/")
    page.get_by_label("User name").fill(OPERATOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def faults_at(page: Page, url: str, examiner: Examiner) -> Iterator[str]:
    """Look at a page in every size, and yield what is wrong with it."""
    for width, height in (PHONE, DESK, WALL):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(url)
        page.evaluate(
            "() => document.querySelectorAll('details').forEach((each) => each.open = true)"
        )
        for look in (
            examiner.against_the_guidelines,
            examiner.against_the_policy,
            examiner.too_wide_for_a_small_screen,
        ):
            yield from (f"{url} at {width} px: {fault}" for fault in look())
