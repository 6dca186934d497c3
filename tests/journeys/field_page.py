"""The field app as a clerk uses it: fingers on what is seen, never a hand inside."""

from typing import Literal

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLate

from tests.cast import PASSWORD

# A tablet that shares two cores with a server and another browser is allowed to think.
PATIENCE_MS = 30_000
# The end of a VIN with its check digit: no slip of one finger on it names another car.
SURE_END = 9
BODY_STATE = "() => JSON.stringify({ ...document.body.dataset })"


class FieldPage:
    """One open page of the field app; `<body>` tells its state, so nothing has to sleep."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self._url = url
        page.set_default_timeout(PATIENCE_MS)

    def open(self) -> None:
        """Load the app, or load it again."""
        self.page.goto(f"{self._url}/field/")
        self.wait_for(ready="1")

    def wait_for(self, **state: str) -> None:
        """Return when the app is in this state, such as ``phase="counting", unsent="0"``."""
        selector = "".join(f"[data-{name}='{value}']" for name, value in state.items())
        self._wait("attached", f"body{selector}")

    def see(self, selector: str) -> None:
        """Return when such an element is on the screen."""
        self._wait("visible", selector)

    def _wait(self, state: Literal["attached", "visible"], selector: str) -> None:
        try:
            self.page.locator(selector).first.wait_for(state=state)
        except TooLate as late:
            words = f"{self.page.evaluate(BODY_STATE)}\n{self.page.locator('body').inner_text()}"
            raise AssertionError(f"never {selector}; the screen says:\n{words}") from late

    def state(self, name: str) -> str:
        """Return one fact of the app's state."""
        return self.page.locator("body").get_attribute(f"data-{name}") or ""

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def begin_shift(self, code: str, username: str) -> None:
        """Enrol, sign in, and open the one call there is."""
        self.open()
        self.page.get_by_label("Code from the office").fill(code)
        self.press("Enrol")
        self.wait_for(phase="sign-in")
        self.sign_in(username)
        self.wait_for(phase="choose-call")
        self.page.locator(".call-card").first.click()
        self.wait_for(phase="counting")
        self.page.locator(".keypad").wait_for()

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        """Fill in the form that is open."""
        self.page.get_by_label("User name", exact=True).fill(username)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.locator("form").get_by_role("button", name="Sign in", exact=True).click()

    def wait_until_offline_is_safe(self) -> None:
        """Return when the service worker has put the whole app away for times without network."""
        self.page.evaluate("async () => { await navigator.serviceWorker.ready }")

    def scan(self, identifier: str) -> None:
        """Type an identifier or its end as a scanner does, without the key that ends a scan."""
        self.page.keyboard.type(identifier)

    def count(self, identifier: str) -> None:
        """Count a unit that is on the list, and wait until the screen says that it is saved."""
        self.scan(identifier[-SURE_END:])
        self.see(".unit-card--ready")
        self.page.keyboard.press("Enter")
        self.expect_saved(identifier)

    def count_as_over(self, identifier: str) -> None:
        """Count a unit that is not on the list."""
        self.scan(identifier)
        self.page.locator(".unit-card--not-listed").get_by_role("button").first.click()
        self.expect_saved(identifier)

    def clear(self) -> None:
        """Forget what was typed."""
        self.page.keyboard.press("Escape")

    def expect_saved(self, identifier: str) -> None:
        """Wait for the card that says *saved*, which stands only after the event is durable."""
        card = self.page.locator(".saved-card")
        expect(card).to_contain_text(identifier[-8:], timeout=PATIENCE_MS)
