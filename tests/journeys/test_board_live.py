"""The board by itself: it follows the ship, keeps what its reader does, and never pretends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

# Whatever needs Django is imported by the fixture that uses it.
if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.fixtures import OpenBrowser, StartServer
    from tests.servers.gunicorn import RunningServer

pytestmark = pytest.mark.journeys

CALL = "/calls/SSI-2026-0042/"
# A browser that shares two cores with a server is allowed to think.
PATIENCE_MS = 30_000


@pytest.fixture
def server(a_running_server: StartServer) -> RunningServer:
    from tests.journeys import board_port

    server = a_running_server()
    board_port.lay_out(server)
    return server


@pytest.fixture
def desk(server: RunningServer, open_a_browser: OpenBrowser) -> Page:
    from tests.cast import PASSWORD
    from tests.journeys.board_port import FOREMAN

    page = open_a_browser(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.url}/login/")
    page.get_by_label("User name").fill(FOREMAN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server.url}/")
    return page


def meter(page: Page, figures: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator(".meters").first).to_contain_text(figures, timeout=PATIENCE_MS)


def line(page: Page, words: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator("[data-live-line]")).to_contain_text(words, timeout=PATIENCE_MS)


def test_a_count_appears_by_itself(server: RunningServer, desk: Page) -> None:
    from tests.journeys import board_port

    line(desk, "as of ")
    meter(desk, "3 of 9")

    board_port.count_a_car(server)

    meter(desk, "4 of 9")


def test_what_the_reader_does_survives_an_update(server: RunningServer, desk: Page) -> None:
    from tests.journeys import board_port

    desk.goto(f"{server.url}{CALL}")
    desk.locator("#over-words").fill("Added by the")
    desk.locator("#discrepancies input[type=checkbox]").first.uncheck()
    desk.locator("#move-stop > summary").click()
    desk.locator("#over-words").focus()
    top = desk.evaluate("document.querySelector('#over-words').getBoundingClientRect().top")

    board_port.count_a_car(server)
    meter(desk, "4 of 9")

    assert desk.locator("#over-words").input_value() == "Added by the"
    assert not desk.locator("#discrepancies input[type=checkbox]").first.is_checked()
    assert desk.locator("#move-stop").get_attribute("open") is not None
    assert desk.evaluate("document.activeElement.id") == "over-words"
    now = desk.evaluate("document.querySelector('#over-words').getBoundingClientRect().top")
    assert abs(now - top) < 2


def test_old_figures_are_never_shown_as_live(server: RunningServer, desk: Page) -> None:
    from tests.journeys import board_port

    line(desk, "as of ")

    server.stop()

    line(desk, "No connection since ")
    assert desk.locator("[data-live]").get_attribute("data-state") == "stale"
    meter(desk, "3 of 9")

    server.start()
    board_port.count_a_car(server)
    meter(desk, "4 of 9")
    line(desk, "as of ")


def test_a_page_that_is_signed_out_says_so(server: RunningServer, desk: Page) -> None:
    line(desk, "as of ")

    desk.context.clear_cookies()

    line(desk, "You are signed out.")


def test_a_move_is_one_tap_and_what_it_changed_is_there(server: RunningServer, desk: Page) -> None:
    from playwright.sync_api import expect

    desk.goto(f"{server.url}{CALL}")
    desk.locator("#move-stop > summary").click()
    desk.get_by_role("button", name="Rain").click()

    expect(desk.locator(".call-card-status")).to_contain_text("Stopped", timeout=PATIENCE_MS)
    desk.get_by_role("button", name="Resume work", exact=True).click()
    expect(desk.locator(".call-card-status")).to_contain_text("Working", timeout=PATIENCE_MS)


def test_the_page_works_without_scripts(
    server: RunningServer, desk: Page, open_a_browser: OpenBrowser
) -> None:
    from playwright.sync_api import expect

    plain = open_a_browser("plain", java_script_enabled=False)
    plain.add_cookies(desk.context.cookies())  # type: ignore[arg-type]  # the same shape, in and out
    page = plain.new_page()
    page.goto(f"{server.url}{CALL}")

    page.locator("#over-words").fill("Added by the line")
    page.locator("#over").get_by_role("button", name="Settle").click()

    expect(page.locator(".note-good")).to_have_text("Settled 1 discrepancy.")
    expect(page.locator("#over")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_line_lies_on_no_figure_while_the_page_is_live(
    server: RunningServer, desk: Page, width: int
) -> None:
    desk.set_viewport_size({"width": width, "height": 844})
    desk.goto(f"{server.url}{CALL}")
    line(desk, "as of ")

    desk.locator("#discrepancies").scroll_into_view_if_needed()
    desk.mouse.wheel(0, 600)

    position = "element => getComputedStyle(element).position"
    assert desk.locator("[data-live-line]").evaluate(position) == "static"


def test_on_a_phone_people_still_reach_their_own_page(desk: Page) -> None:
    desk.set_viewport_size({"width": 390, "height": 844})

    desk.get_by_role("link", name="Ship foreman").click()

    desk.wait_for_url("**/login/set-up/")
