"""A scanner types as fast as it likes, and as soon as it sees where."""

import pytest

from tests.journeys.field_office import FieldOffice, Tablet
from tests.journeys.field_page import SURE_END

pytestmark = pytest.mark.journeys

# A person sees the page at the next frame at the earliest; this types before it.
_TYPED_AS_SOON_AS_IT_IS_THERE = """([button, keys]) => new Promise((resolve) => {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.count-units')) return;
    observer.disconnect();
    for (const key of keys) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
    resolve();
  }).observe(document.body, { childList: true, subtree: true });
  const buttons = [...document.querySelectorAll('nav button')];
  buttons.find((one) => one.textContent.includes(button)).click();
})"""


def test_no_digit_is_lost_that_is_typed_when_the_page_has_only_just_come(
    office: FieldOffice, tablet: Tablet
) -> None:
    page = tablet.begin()
    [car] = office.cars(1)
    page.press("Totals")
    page.page.locator(".count-units").wait_for(state="detached")

    page.page.evaluate(_TYPED_AS_SOON_AS_IT_IS_THERE, ["Count", car[-SURE_END:]])

    page.see(".unit-card--ready")
