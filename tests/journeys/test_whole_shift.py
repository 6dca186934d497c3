"""One ship from the cargo list to the tally, while all goes wrong that goes wrong on a pier."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.cast import PASSWORD
from tests.journeys.field_page import FieldPage
from tests.journeys.office_page import OfficePage
from tests.journeys.port import CLERK, SECOND_CLERK, SUPERVISOR, change_password, lay_out
from tests.manifests import Voyage, a_voyage
from tests.servers.chromium import kill_browser, wait_until_cookie_is_on_disk
from tests.servers.fault_proxy import Fault, FaultProxy
from tests.servers.fixtures import OpenBrowser, StartServer

OFFLINE_COUNT = 200
EVENTS = r"^POST /field/api/v1/events"
NEW_PASSWORD = "another long password for a test"


class Shift:
    """The people, the tablets and the ship of one shift; each method is a part of the story."""

    def __init__(
        self,
        start_server: StartServer,
        put_before: Callable[..., FaultProxy],
        open_browser: OpenBrowser,
        folder: Path,
    ) -> None:
        self.voyage: Voyage = a_voyage()
        self.server = start_server()
        self.proxy = put_before(self.server)
        self.port = lay_out(self.server, tablet_count=2)
        self._open_browser = open_browser
        self._folder = folder
        self.left = list(self.voyage.to_count)
        self.counted: list[str] = []

    def load_the_manifest(self) -> str:
        """Load the list that the line sent, and return what the command said of it."""
        file = self._folder / "loading list.xlsx"
        file.write_bytes(self.voyage.as_xlsx())
        return self.server.command(
            "import_manifest", str(file), "--call", self.port.reference, "--by", SUPERVISOR
        )

    def start_tablet(self, number: int, username: str) -> FieldPage:
        """Enrol a tablet and begin to count with it."""
        context = self.open_browser(f"tablet-{number}")
        tablet = FieldPage(context.pages[0], self.proxy.url)
        tablet.begin_shift(self.port.codes[number - 1], username)
        tablet.wait_until_offline_is_safe()
        return tablet

    def count_some(self, tablet: FieldPage, how_many: int) -> None:
        """Count the next units that come up the ramp, listed or not."""
        overs = set(self.voyage.overs)
        for identifier in [self.left.pop(0) for _ in range(how_many)]:
            if identifier in overs:
                tablet.count_as_over(identifier)
            else:
                tablet.count(identifier)
            self.counted.append(identifier)

    def lose_power(self, number: int) -> FieldPage:
        """Kill a tablet's browser and start it again, with the network as it is."""
        profile = self._folder / f"profile-tablet-{number}"
        wait_until_cookie_is_on_disk(profile, "tablet")
        kill_browser(profile)
        context = self.open_browser(f"tablet-{number}")
        tablet = FieldPage(context.new_page(), self.proxy.url)
        tablet.open()
        return tablet

    def open_browser(self, profile: str) -> BrowserContext:
        """Open a browser as large as what it stands for."""
        size = (1440, 900) if profile == "office" else (390, 844)
        return self._open_browser(profile, viewport={"width": size[0], "height": size[1]})

    def ledger(self) -> list[str]:
        """Return the identifier of every event, straight from the database."""
        with psycopg.connect(self.server.database_url) as connection:
            rows = connection.execute("SELECT identifier FROM operations_tallyevent").fetchall()
        return [identifier for (identifier,) in rows]


@pytest.fixture
def shift(
    a_running_server: StartServer,
    a_fault_proxy: Callable[..., FaultProxy],
    open_a_browser: OpenBrowser,
    tmp_path: Path,
) -> Shift:
    """Return the shift, before it has begun."""
    return Shift(a_running_server, a_fault_proxy, open_a_browser, tmp_path)


@pytest.mark.journeys
def test_a_whole_shift_ends_with_every_count_exactly_once(shift: Shift) -> None:
    said = shift.load_the_manifest()
    assert "1,485 units" in said
    first, second = shift.start_tablet(1, CLERK), shift.start_tablet(2, SECOND_CLERK)
    shift.count_some(first, 10)

    first = count_offline_through_reload_and_power_loss(shift, first)
    count_offline_what_another_counted_too(shift, second)
    send_with_two_lost_answers_from_two_tabs(shift, first)
    the_clerk_signs_in_again(first)
    the_other_tablet_knows_what_was_counted(shift, second)
    count_all_that_is_left(shift, second)

    assert Counter(shift.ledger()) == Counter(shift.counted)
    assert f"{len(shift.counted)} events" in shift.server.command("verify_ledger")
    the_board_shows_the_right_counts(shift)


def count_offline_through_reload_and_power_loss(shift: Shift, tablet: FieldPage) -> FieldPage:
    tablet.wait_for(unsent="0")
    shift.proxy.close_network()
    shift.count_some(tablet, OFFLINE_COUNT - 20)
    tablet.open()
    tablet.wait_for(phase="counting", unsent=str(OFFLINE_COUNT - 20))
    shift.count_some(tablet, 20)
    # The office ends the clerk's sign-in meanwhile; what was counted under it stays the clerk's.
    change_password(shift.server, CLERK, NEW_PASSWORD)
    restarted = shift.lose_power(1)
    restarted.wait_for(phase="counting", unsent=str(OFFLINE_COUNT))
    return restarted


def count_offline_what_another_counted_too(shift: Shift, tablet: FieldPage) -> None:
    tablet.page.bring_to_front()
    twice = shift.counted[-1]
    tablet.count(twice)
    shift.counted.append(twice)
    tablet.wait_for(unsent="1")


def send_with_two_lost_answers_from_two_tabs(shift: Shift, tablet: FieldPage) -> None:
    other_tab = FieldPage(tablet.page.context.new_page(), shift.proxy.url)
    other_tab.open()
    shift.proxy.fail(EVENTS, Fault.DROP_ANSWER, count=2)
    shift.proxy.open_network()

    tablet.wait_for(unsent="0")
    other_tab.wait_for(unsent="0")
    lost = [fault for _, fault in shift.proxy.seen if fault is Fault.DROP_ANSWER]
    assert len(lost) == 2
    other_tab.page.close()


def the_clerk_signs_in_again(tablet: FieldPage) -> None:
    tablet.page.locator(".notices").get_by_role("button", name="Sign in").click()
    tablet.sign_in(CLERK, NEW_PASSWORD)
    tablet.page.locator("dialog").wait_for(state="detached")


def the_other_tablet_knows_what_was_counted(shift: Shift, tablet: FieldPage) -> None:
    tablet.page.bring_to_front()
    tablet.wait_for(unsent="0")
    card = tablet.page.locator(".unit-card--counted")
    tablet.scan(shift.counted[0])
    expect(card).to_contain_text("Already counted")
    expect(card).to_contain_text("Tally clerk, gang 3")
    tablet.clear()


def count_all_that_is_left(shift: Shift, tablet: FieldPage) -> None:
    shift.count_some(tablet, len(shift.left))
    tablet.wait_for(unsent="0")


def the_board_shows_the_right_counts(shift: Shift) -> None:
    office = OfficePage(shift.open_browser("office").pages[0], shift.server.url)
    office.sign_in(SUPERVISOR, PASSWORD)
    office.open_call(shift.port.reference)
    office.expect_figures("1,476", "of 1,485", "+ 7 beyond the list")
    office.expect_open("Over", 7)
    office.expect_open("Counted twice", 1)

    office.press_move("Complete")

    office.expect_open("Short", 9)
