"""The way in with a second factor, by day and by night, at a desk and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

# Whatever needs Django is imported by the test that uses it.
if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.journeys.examiner import Examiner
    from tests.servers.fixtures import OpenBrowser, StartServer

pytestmark = pytest.mark.journeys

SIZES = {"phone": (390, 844), "desk": (1440, 900)}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_everybody_gets_through_the_second_factor(
    a_running_server: StartServer, open_a_browser: OpenBrowser, theme: str, size: str
) -> None:
    from tests.journeys import board_port
    from tests.journeys.examiner import Examiner

    server = a_running_server(OTP_REQUIRED="yes")
    board_port.lay_out(server)
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    page = open_a_browser(color_scheme=theme, viewport=viewport).new_page()
    examiner = Examiner(page)

    found = [fault for screen in walk(page, server.url) for fault in faults_of(screen, examiner)]

    assert not found, "\n".join(found)


def walk(page: Page, url: str) -> Iterator[str]:
    """Set a second factor up, sign in with it and with a recovery code; yield each screen."""
    from tests.operations.board.authenticator import Authenticator

    type_password(page, url)
    page.wait_for_url(f"{url}/login/set-up/")
    app = Authenticator.scanned_from(page.content())
    yield "set-up"
    type_code(page, "000000", "Confirm")
    page.get_by_role("alert").wait_for()
    yield "set-up refused"
    page.goto(f"{url}/login/set-up/")
    wait_for_the_pause(page, app, "Confirm")
    page.locator(".recovery-codes").wait_for()
    codes = re.findall(r"<code>([0-9-]{14})</code>", page.content())
    yield "recovery codes"
    page.get_by_role("link", name="I have kept them, go on").click()
    page.wait_for_url(f"{url}/")
    page.goto(f"{url}/second-factor/")
    yield "own page"
    page.get_by_role("button", name="Sign out").click()
    type_password(page, url)
    page.wait_for_url(f"{url}/login/code/")
    yield "code"
    type_code(page, codes[0], "Sign in")
    page.get_by_text("That recovery code is used up.").wait_for()
    yield "after a recovery code"


def type_password(page: Page, url: str) -> None:
    from tests.cast import PASSWORD
    from tests.journeys.board_port import FOREMAN

    page.goto(f"{url}/login/")
    page.get_by_label("User name").fill(FOREMAN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def type_code(page: Page, code: str, button: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name=button).click()


def wait_for_the_pause(page: Page, app: object, button: str) -> None:
    """Type the right code until the pause after the wrong one is over."""
    from tests.operations.board.authenticator import Authenticator
    from tests.servers.ports import wait_until

    assert isinstance(app, Authenticator)

    def is_through() -> bool:
        if page.locator(".recovery-codes").count() == 0:
            type_code(page, app.code(), button)
            page.wait_for_load_state()
        return page.locator(".recovery-codes").count() > 0

    wait_until(is_through, what="the pause after a wrong code")


def faults_of(screen: str, examiner: Examiner) -> Iterator[str]:
    for look in (
        examiner.against_the_guidelines,
        examiner.against_the_policy,
        examiner.too_wide_for_a_small_screen,
    ):
        yield from (f"{screen}: {fault}" for fault in look())
