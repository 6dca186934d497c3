"""Every page of admin, by day and by night: can everybody see it, and does the policy hold?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

# Whatever needs Django is imported by the fixture that uses it.
if TYPE_CHECKING:
    from collections.abc import Collection

    from playwright.sync_api import BrowserContext

    from tests.journeys.examiner import Examiner
    from tests.servers.fixtures import OpenBrowser, StartServer

pytestmark = pytest.mark.journeys

DESK = {"width": 1440, "height": 900}
# By night only colours differ, and these show all there are: forms, lists, inlines, badges, deeds.
OF_EACH_KIND = ("vesselcall", "tallyevent", "tablet", "user")


@dataclass
class Findings:
    """What an examiner wrote down on the walk, each with the name of the page."""

    pages: list[str] = field(default_factory=list)
    against_the_guidelines: list[str] = field(default_factory=list)
    against_the_policy: list[str] = field(default_factory=list)
    too_wide_for_a_small_screen: list[str] = field(default_factory=list)

    def note(self, page: str, examiner: Examiner) -> None:
        """Write down what is wrong with the page as it came, before anybody touches it."""
        self.pages.append(page)
        self.against_the_policy += [f"{page}: {each}" for each in examiner.against_the_policy()]
        wide = [each for each in examiner.too_wide_for_a_small_screen() if each.startswith("HTML")]
        self.too_wide_for_a_small_screen += [f"{page}: {each}" for each in wide]
        faults = examiner.against_the_guidelines()
        self.against_the_guidelines += [f"{page}: {each}" for each in faults]
        # Where Django's sheets import one another, axe writes them into the page to read them,
        # and the policy stops it: that is no fault of the page.
        list(examiner.against_the_policy())


def findings_of_a_walk(
    context: BrowserContext, start_server: StartServer, *, nouns: Collection[str] = ()
) -> Findings:
    from tests.journeys.examiner import Examiner
    from tests.journeys.office_desk import OfficeDesk

    page = context.pages[0]
    found, examiner, desk = Findings(), Examiner(page), OfficeDesk(page, start_server())
    desk.sign_in()
    for name in desk.walk(nouns=nouns):
        found.note(name, examiner)
    return found


def test_no_page_of_admin_shuts_anybody_out_or_breaks_the_policy(
    open_a_browser: OpenBrowser, a_running_server: StartServer
) -> None:
    found = findings_of_a_walk(open_a_browser("desk", viewport=DESK), a_running_server)

    assert found.against_the_policy == []
    assert found.against_the_guidelines == []
    assert found.too_wide_for_a_small_screen == []
    assert len(set(found.pages)) == len(found.pages) >= 100


def test_admin_reads_as_well_by_night(
    open_a_browser: OpenBrowser, a_running_server: StartServer
) -> None:
    desk = open_a_browser("desk", color_scheme="dark", viewport=DESK)

    found = findings_of_a_walk(desk, a_running_server, nouns=OF_EACH_KIND)

    assert found.against_the_guidelines == []
    assert found.against_the_policy == []
