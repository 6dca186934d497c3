"""What a device does to its storage, its clock and its people: nothing of it loses a count."""

import pytest

from tests.journeys.field_office import FieldOffice, Tablet
from tests.journeys.field_page import FieldPage
from tests.journeys.port import CLERK

pytestmark = pytest.mark.journeys

UPGRADE_THE_DATABASE = """
() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('field', 99);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => { opening.result.close(); resolve(); };
})
"""


def clear_storage(page: FieldPage, office: FieldOffice) -> None:
    """Throw the databases of the app away, as a browser does that runs out of room."""
    session = page.page.context.new_cdp_session(page.page)
    session.send(
        "Storage.clearDataForOrigin", {"origin": office.proxy.url, "storageTypes": "indexeddb"}
    )
    session.detach()


def test_storage_that_is_cleared_under_a_running_app_is_told_and_counting_goes_on(
    office: FieldOffice, tablet: Tablet
) -> None:
    cars = office.cars(2)
    page = tablet.begin()
    page.count(cars[0])
    page.wait_for(unsent="0", network="ok")

    clear_storage(page, office)
    page.count(cars[1])

    page.page.get_by_text("The storage of this tablet was cleared.").wait_for()
    page.wait_for(unsent="0", network="ok", phase="counting")
    assert office.has_once(cars)
    assert office.journals_of(cars) == 2


def test_unsent_work_in_memory_survives_storage_that_is_cleared(
    office: FieldOffice, tablet: Tablet
) -> None:
    cars = office.cars(2)
    page = tablet.begin()
    office.proxy.close_network()
    page.count(cars[0])

    clear_storage(page, office)
    page.count(cars[1])
    page.wait_for(unsent="2")
    office.proxy.open_network()

    page.wait_for(unsent="0", network="ok")
    assert office.has_once(cars)


def test_storage_that_was_cleared_between_two_starts_is_told(
    office: FieldOffice, tablet: Tablet
) -> None:
    cars = office.cars(1)
    page = tablet.begin()
    page.page.goto("about:blank")
    clear_storage(page, office)

    page.open()

    page.page.get_by_text("The storage of this tablet was cleared.").wait_for()
    page.wait_for(phase="sign-in")
    page.sign_in(CLERK)
    page.wait_for(phase="choose-call")
    page.page.locator(".call-card").first.click()
    page.page.locator(".keypad").wait_for()
    page.wait_for(phase="counting", network="ok", unsent="0")
    page.count(cars[0])
    page.wait_for(unsent="0", network="ok")
    assert office.has_once(cars)


def test_an_old_tab_that_met_a_newer_database_says_that_it_did_not_save(
    office: FieldOffice, tablet: Tablet
) -> None:
    cars = office.cars(2)
    page = tablet.begin()
    page.count(cars[0])
    page.wait_for(unsent="0", network="ok")

    page.page.evaluate(UPGRADE_THE_DATABASE)
    page.scan(cars[1][-9:])
    page.page.locator(".unit-card--ready").wait_for()
    page.page.keyboard.press("Enter")

    alarm = page.page.get_by_role("alertdialog")
    alarm.wait_for()
    assert cars[1][-6:] in alarm.inner_text()
    assert "newer version" in alarm.inner_text()


def test_a_clock_that_is_two_hours_fast_is_told_and_corrected(
    office: FieldOffice, tablet: Tablet
) -> None:
    cars = office.cars(1)
    tablet.context.add_init_script(TWO_HOURS_FAST)
    page = tablet.begin()

    page.count(cars[0])
    page.wait_for(unsent="0", network="ok")

    page.page.get_by_text("2 h fast").wait_for()
    [recorded] = office.recorded(cars)
    assert "CLOCK_OFF" in recorded.flags
    assert 0 <= recorded.seconds_before_arrival < 60


def test_signing_out_without_a_network_keeps_what_was_not_sent(
    office: FieldOffice, tablet: Tablet
) -> None:
    cars = office.cars(1)
    page = tablet.begin()
    office.proxy.close_network()
    page.count(cars[0])

    page.press("Menu")
    page.press("Sign out")
    page.press("Keep under my name and sign out")
    page.wait_for(phase="sign-in", unsent="1")
    office.proxy.open_network()

    page.wait_for(unsent="0", network="ok")
    assert office.has_once(cars)


TWO_HOURS_FAST = """
(() => {
  const twoHours = 2 * 60 * 60 * 1000;
  const OfficeDate = Date;
  globalThis.Date = class extends OfficeDate {
    constructor(...parts) {
      if (parts.length === 0) super(OfficeDate.now() + twoHours);
      else super(...parts);
    }
    static now() { return OfficeDate.now() + twoHours; }
  };
})()
"""
