"""Chrome's own judgement of the app: it can be installed, and no screen breaks its own policy."""

from typing import Any

import pytest
from playwright.sync_api import Error as ScriptRefused

from tests.journeys.field_office import FieldOffice, Tablet
from tests.journeys.field_page import FieldPage

pytestmark = pytest.mark.journeys

NOTE_VIOLATIONS = """
globalThis.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""
PLACES = ("Totals", "Recent", "Queue", "Count")


def test_chrome_finds_nothing_that_hinders_an_installation(
    office: FieldOffice, tablet: Tablet
) -> None:
    tablet.begin()
    chrome = tablet.context.new_cdp_session(tablet.page.page)

    manifest: dict[str, Any] = chrome.send("Page.getAppManifest")

    assert manifest["errors"] == []
    assert manifest["url"] == f"{office.proxy.url}/field/app.webmanifest"
    assert chrome.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    assert chrome.send("Page.getAppId")["appId"] == f"{office.proxy.url}/field/"


def test_no_screen_breaks_the_policy_or_complains(office: FieldOffice, tablet: Tablet) -> None:
    complaints: list[str] = []
    tablet.context.add_init_script(NOTE_VIOLATIONS)
    tablet.page.page.on("pageerror", lambda error: complaints.append(str(error)))
    tablet.page.page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )

    page = tablet.begin()
    page.count(office.cars(1)[0])
    for place in PLACES:
        page.page.locator(".nav-bar").get_by_text(place, exact=True).click()
    walk_through_the_menu(page)

    assert page.page.evaluate("() => globalThis.violations") == []
    assert complaints == []


def test_trusted_types_stop_text_that_becomes_a_page(tablet: Tablet) -> None:
    page = tablet.begin().page

    for sink in SINKS:
        with pytest.raises(ScriptRefused, match="Trusted"):
            page.evaluate(sink)


SINKS = (
    "() => { document.body.innerHTML = '<b>not ours</b>'; }",
    "() => { document.createElement('script').src = '/static/not-ours.js'; }",
    "() => trustedTypes.createPolicy('not-ours', {})",
    "() => navigator.serviceWorker.register('/field/not-ours.js')",
)


def walk_through_the_menu(page: FieldPage) -> None:
    """Open what lies over the screens, and close it again."""
    page.press("Menu")
    for theme in ("Day", "Night", "Auto"):
        page.press(theme)
    page.press("Sign out")
    page.page.keyboard.press("Escape")
    page.page.locator("dialog[open]").wait_for(state="detached")
