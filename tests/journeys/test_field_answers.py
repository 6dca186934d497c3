"""Answers that are lost, cut, held back or a stranger's: the queue survives every one of them."""

import pytest

from tests.journeys.field_office import FieldOffice, Tablet
from tests.journeys.field_page import FieldPage
from tests.servers.fault_proxy import Fault

pytestmark = pytest.mark.journeys

EVENTS = r"^POST /field/api/v1/events"
API = r" /field/api/"


@pytest.fixture
def page(tablet: Tablet) -> FieldPage:
    """Return the app on a tablet that is counting and has nothing left to send."""
    page = tablet.begin()
    page.wait_for(network="ok", unsent="0")
    return page


def send_now(page: FieldPage) -> None:
    """Press the button that never waits."""
    page.press("Open the queue", exact=False)
    page.press("Send now")


@pytest.mark.parametrize("fault", [Fault.DROP_ANSWER, Fault.CUT_ANSWER, Fault.CUT_REQUEST])
def test_an_answer_that_does_not_arrive_whole_counts_nothing_twice(
    office: FieldOffice, page: FieldPage, fault: Fault
) -> None:
    cars = office.cars(2)
    office.proxy.fail(EVENTS, fault, count=2)

    for car in cars:
        page.count(car)

    page.wait_for(unsent="0", network="ok")
    assert [met for _, met in office.proxy.seen].count(fault) >= 2
    assert office.has_once(cars)


def test_the_sign_in_page_of_a_public_network_takes_nothing_from_the_queue(
    office: FieldOffice, page: FieldPage
) -> None:
    cars = office.cars(1)
    office.proxy.fail(API, Fault.PORTAL, count=99)

    page.count(cars[0])
    page.wait_for(network="portal", unsent="1")
    office.proxy.heal()
    send_now(page)

    page.wait_for(unsent="0", network="ok")
    assert office.has_once(cars)


def test_a_gateway_that_answers_for_the_office_is_waited_for(
    office: FieldOffice, page: FieldPage
) -> None:
    cars = office.cars(1)
    office.proxy.fail(API, Fault.BAD_GATEWAY, count=99)

    page.count(cars[0])
    page.wait_for(network="busy", unsent="1")
    office.proxy.heal()

    page.wait_for(unsent="0", network="ok")
    assert office.has_once(cars)


def test_an_office_that_hangs_holds_nobody_longer_than_fifteen_seconds(
    office: FieldOffice, page: FieldPage
) -> None:
    cars = office.cars(2)
    office.proxy.fail(EVENTS, Fault.HANG)

    # While one request hangs, of the page or of its worker, counting goes on.
    for car in cars:
        page.count(car)

    # The next try is only made after the first has given up.
    page.wait_for(unsent="0", network="ok")
    assert Fault.HANG in [fault for _, fault in office.proxy.seen]
    assert office.has_once(cars)


def test_a_revoked_tablet_keeps_its_queue_and_says_so(office: FieldOffice, page: FieldPage) -> None:
    cars = office.cars(1)
    office.revoke_all_tablets()

    page.count(cars[0])

    page.wait_for(network="enrol", unsent="1", phase="counting")
    page.page.get_by_text("This tablet is not enrolled any more.").wait_for()
    assert office.recorded(cars) == []


def test_a_session_that_ended_asks_to_sign_in_and_sends_all_the_same(
    office: FieldOffice, page: FieldPage
) -> None:
    cars = office.cars(2)
    office.proxy.close_network()
    page.count(cars[0])
    with office.clerk_with_another_password():
        office.proxy.open_network()

        page.wait_for(unsent="0", network="ok")
        page.page.get_by_text("sign in again").first.wait_for()
        page.count(cars[1])
        page.wait_for(unsent="0")

    assert office.has_once(cars)


def test_what_the_office_rejects_stays_in_sight_and_blocks_nobody(
    office: FieldOffice, page: FieldPage
) -> None:
    cars = office.cars(2)
    office.proxy.close_network()
    page.count(cars[0])
    # As a fault of an older app would leave it: the office cannot read this one.
    page.page.evaluate(BREAK_THE_OLDEST_EVENT)
    page.count(cars[1])
    office.proxy.open_network()

    page.wait_for(unsent="0", attention="1")
    page.press("Open the queue", exact=False)
    page.page.get_by_text("not taken by the office").first.wait_for()
    assert office.has_once(cars[1:])
    assert office.recorded(cars[:1]) == []


BREAK_THE_OLDEST_EVENT = """
() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('field');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const transaction = opening.result.transaction('outbox', 'readwrite');
    const store = transaction.objectStore('outbox');
    store.openCursor().onsuccess = ({ target }) => {
      const row = target.result.value;
      store.put({ ...row, event: { ...row.event, quantity: 1.9 } });
    };
    transaction.oncomplete = () => { opening.result.close(); resolve(); };
    transaction.onerror = () => reject(transaction.error);
  };
})
"""
