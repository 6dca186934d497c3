"""Every screen of the field app, by day and by night: can everybody see it and press it?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

# Whatever needs Django is imported by the fixture that uses it.
if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Playwright

    from tests.journeys.examiner import Examiner
    from tests.journeys.field_office import FieldOffice

pytestmark = pytest.mark.journeys


@dataclass
class Findings:
    """What an examiner wrote down on the walk, each with the name of the screen."""

    screens: list[str] = field(default_factory=list)
    against_the_guidelines: list[str] = field(default_factory=list)
    against_the_policy: list[str] = field(default_factory=list)
    too_small_to_press: list[str] = field(default_factory=list)
    too_wide_for_a_small_screen: list[str] = field(default_factory=list)

    def note(self, screen: str, examiner: Examiner) -> None:
        self.screens.append(screen)
        for name in (each for each in vars(self) if each != "screens"):
            faults = getattr(examiner, name)()
            getattr(self, name).extend(f"{screen}: {fault}" for fault in faults)


@pytest.fixture(scope="module", params=["light", "dark"])
def findings(
    request: pytest.FixtureRequest,
    shared_office: FieldOffice,
    playwright: Playwright,
    tmp_path_factory: pytest.TempPathFactory,
) -> Findings:
    from tests.journeys.field_office import PHONE
    from tests.servers.chromium import open_browser

    how = {"color_scheme": request.param, "reduced_motion": "reduce", "viewport": PHONE}
    context = open_browser(playwright, tmp_path_factory.mktemp("profile"), **how)
    try:
        return findings_of_a_walk(context, shared_office)
    finally:
        context.close()
        shared_office.calm()


def findings_of_a_walk(context: BrowserContext, office: FieldOffice) -> Findings:
    from tests.journeys import field_screens
    from tests.journeys.examiner import Examiner
    from tests.journeys.field_page import FieldPage

    field_screens.run_in(office, "lay_out_more_cargo")
    page = context.pages[0]
    found, examiner = Findings(), Examiner(page)
    for screen in field_screens.walk(FieldPage(page, office.proxy.url), office):
        found.note(screen, examiner)
    return found


def test_no_screen_breaks_wcag_2_2_aa(findings: Findings) -> None:
    assert findings.against_the_guidelines == []


def test_no_screen_breaks_the_content_security_policy(findings: Findings) -> None:
    assert findings.against_the_policy == []


def test_whatever_is_pressed_measures_48_px(findings: Findings) -> None:
    assert findings.too_small_to_press == []


def test_no_screen_scrolls_sideways_at_320_px(findings: Findings) -> None:
    assert findings.too_wide_for_a_small_screen == []


def test_the_walk_leads_past_every_screen(findings: Findings) -> None:
    assert len(set(findings.screens)) == len(findings.screens) >= 30


def test_the_examiner_finds_faint_words_small_keys_and_wide_pages(
    browser_context: BrowserContext,
) -> None:
    from tests.journeys.examiner import Examiner

    page = browser_context.pages[0]
    examiner = Examiner(page)
    page.set_content(
        "<main><h1>Queue</h1><p style='color: #888; background: #999; width: 30rem'>3 unsent</p>"
        "<button style='width: 40px; height: 60px'>1</button></main>"
    )

    assert "color-contrast" in "".join(examiner.against_the_guidelines())
    assert examiner.too_small_to_press() == ["1: 40 × 60"]
    assert examiner.too_wide_for_a_small_screen() != []
