"""The service worker: keeps the app, sends when nobody looks, and leaves all else alone."""

import pytest
from playwright.sync_api import Error as NavigationFailed

from tests.journeys.field_office import FieldOffice, Tablet
from tests.journeys.field_page import FieldPage
from tests.journeys.port import SUPERVISOR
from tests.servers.fixtures import OpenBrowser
from tests.servers.ports import wait_until

pytestmark = pytest.mark.journeys

FORGET_ALL_CACHES = """
async () => { for (const name of await caches.keys()) await caches.delete(name); }
"""
KEPT_COUNT = """
async () => {
  let count = 0;
  for (const name of await caches.keys()) count += (await (await caches.open(name)).keys()).length;
  return count;
}
"""


def test_files_that_the_browser_threw_away_are_put_back_at_the_next_start(
    office: FieldOffice, tablet: Tablet
) -> None:
    page = tablet.begin()
    kept_count = page.page.evaluate(KEPT_COUNT)
    page.page.evaluate(FORGET_ALL_CACHES)

    page.open()
    wait_until(lambda: page.page.evaluate(KEPT_COUNT) == kept_count, what="all files kept again")
    office.proxy.close_network()
    page.open()

    page.wait_for(phase="counting")


def test_the_worker_sends_when_every_page_is_closed(office: FieldOffice, tablet: Tablet) -> None:
    cars = office.cars(3)
    page = tablet.begin()
    office.proxy.close_network()
    for car in cars:
        page.count(car)
    somewhere_else = tablet.context.new_page()
    browser = tablet.context.new_cdp_session(somewhere_else)
    registrations: list[dict[str, str]] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(event["registrations"]),
    )
    browser.send("ServiceWorker.enable")
    page.page.close()
    office.proxy.open_network()

    [registration] = [one for one in registrations if one["scopeURL"].endswith("/field/")]
    browser.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": office.proxy.url,
            "registrationId": registration["registrationId"],
            "tag": "flush",
            "lastChance": False,
        },
    )

    wait_until(lambda: office.has_once(cars), what="the worker's sending")


def test_pages_of_the_office_are_never_the_workers(office: FieldOffice, tablet: Tablet) -> None:
    page = tablet.begin().page

    for address in ("/admin/login/", "/login/"):
        page.goto(f"{office.proxy.url}{address}")
        assert page.evaluate("() => navigator.serviceWorker.controller") is None
    office.proxy.close_network()

    for address in ("/admin/", "/", "/field/api/v1/session"):
        with pytest.raises(NavigationFailed, match="ERR_CONNECTION_REFUSED"):
            tablet.context.new_page().goto(f"{office.proxy.url}{address}")


def test_a_browser_that_blocks_workers_counts_all_the_same(
    office: FieldOffice, open_a_browser: OpenBrowser
) -> None:
    cars = office.cars(1)
    context = open_a_browser("no-worker", service_workers="block")
    page = FieldPage(context.pages[0], office.proxy.url)

    page.begin_shift(office.code(), "clerk3")
    page.count(cars[0])

    page.wait_for(unsent="0", network="ok")
    assert office.has_once(cars)


def test_a_supervisor_who_signs_in_beside_the_app_does_not_stop_it(
    office: FieldOffice, tablet: Tablet
) -> None:
    cars = office.cars(2)
    page = tablet.begin()
    page.count(cars[0])
    office.sign_in_at_the_desk(tablet.context.new_page(), SUPERVISOR)

    page.page.bring_to_front()
    page.count(cars[1])

    page.wait_for(unsent="0", network="ok")
    assert office.has_once(cars)
