"""Counting without a network: nothing that was called *saved* is ever lost."""

import pytest

from tests.journeys.field_office import Tablet

pytestmark = pytest.mark.journeys


def test_what_was_counted_without_a_network_outlives_reload_restart_and_power_loss(
    tablet: Tablet,
) -> None:
    cars = tablet.office.cars(6)
    tablet.begin()
    tablet.office.proxy.close_network()

    page = tablet.restart()
    for car in cars[:3]:
        page.count(car)
    page.open()
    page.wait_for(phase="counting", unsent="3")
    for car in cars[3:]:
        page.count(car)
    page = tablet.lose_power()
    page.wait_for(phase="counting", unsent="6")
    tablet.office.proxy.open_network()

    page.wait_for(unsent="0", network="ok")
    assert tablet.office.has_once(cars)


def test_two_tabs_of_one_tablet_share_one_queue_and_one_numbering(tablet: Tablet) -> None:
    cars = tablet.office.cars(6)
    first = tablet.begin()
    second = tablet.another_tab()
    second.wait_for(phase="counting")
    tablet.office.proxy.close_network()

    for tab, car in zip([first, second] * 3, cars, strict=True):
        tab.page.bring_to_front()
        tab.count(car)
    for tab in (first, second):
        tab.wait_for(unsent="6")
    # The tab that may be sending just then is gone; the other one goes on.
    tablet.office.proxy.open_network()
    first.page.close()
    second.page.bring_to_front()

    second.wait_for(unsent="0", network="ok")
    assert tablet.office.has_once(cars)
    assert tablet.office.journals_of(cars) == 1


def test_a_car_that_another_tab_counted_is_known_to_be_counted(tablet: Tablet) -> None:
    [car] = tablet.office.cars(1)
    first = tablet.begin()
    second = tablet.another_tab()
    second.wait_for(phase="counting")
    tablet.office.proxy.close_network()
    first.page.bring_to_front()
    first.count(car)

    second.page.bring_to_front()
    second.scan(car)

    second.page.get_by_text("Already counted").first.wait_for()


@pytest.mark.parametrize("place", ["Queue", "Totals"])
def test_another_ship_leads_to_the_ships_and_from_there_to_the_count(
    tablet: Tablet, place: str
) -> None:
    page = tablet.begin()
    page.page.get_by_role("navigation", name="Screens").get_by_text(place).click()

    page.press("Menu")
    page.press("Another ship")
    page.wait_for(phase="choose-call")
    page.page.locator(".call-card").first.click()

    page.wait_for(phase="counting")
    page.page.locator(".keypad").wait_for()
