"""The live board as a supervisor uses it."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.field_page import PATIENCE_MS


class OfficePage:
    """One open page of the board, in a browser at a desk."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url
        page.set_default_timeout(PATIENCE_MS)

    def sign_in(self, username: str, password: str) -> None:
        """Come in by the front door."""
        self.page.goto(f"{self._url}/login/")
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self._url}/")

    def open_call(self, reference: str) -> None:
        """Open the page of one call."""
        self.page.goto(f"{self._url}/calls/{reference}/")

    def expect_figures(self, *figures: str) -> None:
        """Wait until the meters say each of these."""
        for figure in figures:
            expect(self.page.locator(".call-lead .meters")).to_contain_text(
                figure, timeout=PATIENCE_MS
            )

    def expect_open(self, title: str, count: int) -> None:
        """Wait until so many discrepancies of a kind are open."""
        heading = self._discrepancies(title)
        expect(heading).to_have_text(f"{title} {count}", timeout=PATIENCE_MS)

    def press_move(self, label: str) -> None:
        """Move the call one step on, through the question that is asked before."""
        moves = self.page.locator(".moves")
        moves.locator("summary", has_text=label).first.click()
        moves.locator("details[open]").get_by_role("button", name=label).first.click()

    def _discrepancies(self, title: str) -> Locator:
        return self.page.locator("#discrepancies h3", has_text=title)
