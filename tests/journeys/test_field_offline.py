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
