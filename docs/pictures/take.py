"""Takes the pictures of the README from a demo port that `bin/run` started.

.venv/bin/python -m docs.pictures.take http://127.0.0.1:8000 var/demo_accounts.txt
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.servers.chromium import open_browser

FOLDER = Path(__file__).parent
# The demo numbers its cars in runs; somewhere here is one that nobody has counted.
LIKELY_SERIALS = range(102_500, 103_000)
SIZES = {"board": (1280, 900), "field-app": (390, 720)}


def main(url: str, accounts: Path) -> None:
    """Take both pictures, by day."""
    passwords = dict(
        re.findall(r"^(\w+) +(\S+)", accounts.read_text(encoding="utf-8"), re.MULTILINE)
    )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profiles:
        pages = {}
        for name, (width, height) in SIZES.items():
            context = open_browser(
                playwright,
                Path(profiles, name),
                viewport={"width": width, "height": height},
                color_scheme="light",
            )
            pages[name] = context.pages[0]
        code = _show_board(pages["board"], url, passwords["supervisor"])
        pages["board"].screenshot(path=FOLDER / "board.png")
        _show_card(pages["field-app"], url, code, passwords["clerk1"])
        pages["field-app"].screenshot(path=FOLDER / "field-app.png")
        for page in pages.values():
            page.context.close()


def _show_board(page: Page, url: str, password: str) -> str:
    """Leave the board on the screen, and return the code of a tablet that was invited."""
    page.goto(f"{url}/login/?next=/admin/operations/enrolmentcode/add/")
    page.get_by_label("User name").fill("supervisor")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Name of the tablet").fill("Stern ramp")
    page.locator("main, #content").get_by_role("button").last.click()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", page.locator("#content").inner_text())
    page.goto(f"{url}/")
    page.locator(".chart").first.wait_for()
    return code[0] if code else ""


def _show_card(page: Page, url: str, code: str, password: str) -> None:
    """Leave the card of a car on the screen, its end typed."""
    page.goto(f"{url}/field/")
    page.get_by_label("Code from the office").fill(code)
    page.get_by_role("button", name="Enrol", exact=True).click()
    page.get_by_label("User name").fill("clerk1")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator(".call-card").first.click()
    page.locator(".keypad").wait_for()
    _choose(page, "Deck", "Deck 8")
    _choose(page, "Gang", "Gang 1")
    page.mouse.click(1, 1)
    for serial in LIKELY_SERIALS:
        page.keyboard.press("Escape")
        page.keyboard.type(str(serial))
        if page.locator(".unit-card--ready").count():
            return


def _choose(page: Page, label: str, value: str) -> None:
    page.locator(".position-bar__chip", has_text=label).click()
    page.locator("dialog .choices__row", has_text=value).first.click()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
