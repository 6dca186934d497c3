"""New versions: told, never forced, taken by all tabs at once, also without a network."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.field_deploys import another_deploy
from tests.journeys.field_office import FieldOffice, Tablet
from tests.journeys.field_page import FieldPage

pytestmark = pytest.mark.journeys

LOOK_FOR_AN_UPDATE = """
async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  const worker = registration.installing;
  if (!worker) return 'none';
  return new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed' || worker.state === 'redundant') resolve(worker.state);
    });
  });
}
"""


def build_of(page: FieldPage) -> str:
    """Return the build that the page runs."""
    return page.state("build")


def test_a_new_version_is_taken_by_all_tabs_without_a_network_and_with_its_queue(
    office: FieldOffice, tablet: Tablet, tmp_path: Path
) -> None:
    cars = office.cars(2)
    page = tablet.begin()
    other = tablet.another_tab()
    old = build_of(page)

    with another_deploy(office.server, tmp_path):
        assert page.page.evaluate(LOOK_FOR_AN_UPDATE) == "installed"
        for tab in (page, other):
            tab.wait_for(update="ready", build=old)
        office.proxy.close_network()
        for car in cars:
            page.count(car)
        # Loading the page again is no consent: the version before goes on.
        other.open()
        other.wait_for(update="ready", build=old, unsent="2")

        page.press("Update")
        for tab in (page, other):
            expect(tab.page.locator("body")).not_to_have_attribute("data-build", old)
            tab.wait_for(ready="1", update="", phase="counting", unsent="2")
        assert build_of(page) == build_of(other)
        office.proxy.open_network()

        page.wait_for(unsent="0", network="ok")
    assert office.has_once(cars)


def test_a_version_that_waits_is_taken_when_the_browser_starts_again_without_a_network(
    office: FieldOffice, tablet: Tablet, tmp_path: Path
) -> None:
    page = tablet.begin()
    old = build_of(page)
    script = page.page.locator("script[type=module]").get_attribute("src")

    with another_deploy(office.server, tmp_path):
        page.page.evaluate(LOOK_FOR_AN_UPDATE)
        # A tab of the version before may still ask for its files.
        assert page.page.request.get(f"{office.proxy.url}{script}").status == 200
        office.proxy.close_network()
        page = tablet.restart()

        page.wait_for(update="", phase="counting")
        assert build_of(page) != old


def test_a_broken_version_leaves_the_one_before_in_charge(
    office: FieldOffice, tablet: Tablet, tmp_path: Path
) -> None:
    cars = office.cars(1)
    page = tablet.begin()
    old = build_of(page)

    with another_deploy(office.server, tmp_path, is_broken=True):
        assert page.page.evaluate(LOOK_FOR_AN_UPDATE) == "redundant"
        office.proxy.close_network()
        page.open()

        page.wait_for(build=old, update="", phase="counting")
        page.count(cars[0])
        page.wait_for(unsent="1")
