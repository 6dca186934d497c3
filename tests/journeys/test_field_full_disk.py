"""A device without room: the reserve is given up first, and then a person is told, loudly.

Chromium looks at the room that is left only every half minute; a store of the test's own finds out
when it has.
"""

from functools import partial
from pathlib import Path

import pytest

from tests.journeys.field_office import FieldOffice, Tablet
from tests.journeys.field_page import SURE_END, FieldPage
from tests.servers.fixtures import OpenBrowser
from tests.servers.ports import wait_until

pytestmark = pytest.mark.journeys

# Twice what Chromium remembers the room for.
ROOM_IS_KNOWN_WITHIN_SECONDS = 60
IS_FULL = """
() => new Promise((resolve) => {
  const opening = indexedDB.open('room');
  opening.onupgradeneeded = () => opening.result.createObjectStore('room', { autoIncrement: true });
  opening.onerror = () => resolve(opening.error.name === 'QuotaExceededError');
  opening.onsuccess = () => {
    const writing = opening.result.transaction('room', 'readwrite');
    writing.objectStore('room').add('one row');
    writing.oncomplete = () => { opening.result.close(); resolve(false); };
    writing.onabort = () => {
      opening.result.close();
      resolve(writing.error.name === 'QuotaExceededError');
    };
  };
})
"""
RESERVE_IS_THERE = """
() => new Promise((resolve) => {
  const opening = indexedDB.open('field');
  opening.onsuccess = () => {
    const asking = opening.result.transaction('settings').objectStore('settings').count('ballast');
    asking.onsuccess = () => { opening.result.close(); resolve(asking.result === 1); };
  };
})
"""


class Room:
    """How much one tablet's browser lets the app keep."""

    def __init__(self, page: FieldPage, office: FieldOffice) -> None:
        self._session = page.page.context.new_cdp_session(page.page)
        self._origin = {"origin": office.proxy.url}

    def used_bytes(self) -> int:
        """Return what the app has taken so far."""
        return int(self._session.send("Storage.getUsageAndQuota", self._origin)["usage"])

    def allow(self, quota_bytes: int) -> None:
        """Let the app keep no more than this."""
        self._session.send(
            "Storage.overrideQuotaForOrigin", self._origin | {"quotaSize": quota_bytes}
        )


def has_alarm_after(page: FieldPage, car: str) -> bool:
    """Count a car; tell whether the screen says that it was not saved."""
    page.scan(car[-SURE_END:])
    page.page.locator(".unit-card--ready").wait_for()
    page.page.keyboard.press("Enter")
    saved = page.page.locator(".saved-card").filter(has_text=car[-8:])
    alarm = page.page.get_by_role("alertdialog")
    saved.or_(alarm).first.wait_for()
    return alarm.count() > 0


def knows_that_it_is_full(page: FieldPage) -> bool:
    """Tell whether the browser refuses one more row."""
    return bool(page.page.evaluate(IS_FULL))


def has_reserve(page: FieldPage) -> bool:
    """Tell whether the block that can be given up for counts is still on the disk."""
    return bool(page.page.evaluate(RESERVE_IS_THERE))


def test_a_full_device_gives_up_its_reserve_and_then_says_not_saved(
    office: FieldOffice, open_a_browser: OpenBrowser, tmp_path: Path
) -> None:
    nearly_full = Tablet(office, open_a_browser, tmp_path, name="nearly-full").begin()
    full = Tablet(office, open_a_browser, tmp_path, name="full").begin()
    wait_until(lambda: has_reserve(nearly_full), what="the reserve")
    room = Room(nearly_full, office)
    # Less than is there already, but more than remains without the reserve.
    room.allow(room.used_bytes() - 100_000)
    Room(full, office).allow(1_000)

    for tablet in (nearly_full, full):
        wait_until(
            partial(knows_that_it_is_full, tablet),
            what="a browser that knows how little room is left",
            within_seconds=ROOM_IS_KNOWN_WITHIN_SECONDS,
        )

    first, second, refused = office.cars(3)
    assert has_alarm_after(full, refused)
    assert not has_alarm_after(nearly_full, first)
    assert not has_reserve(nearly_full)
    assert not has_alarm_after(nearly_full, second)

    alarm = full.page.get_by_role("alertdialog")
    assert "NOT SAVED" in alarm.inner_text()
    assert refused[-8:] in alarm.inner_text().replace(" ", "")
    wait_until(lambda: office.has_once([first, second]), what="all that was saved in the ledger")
    assert office.recorded([refused]) == []
