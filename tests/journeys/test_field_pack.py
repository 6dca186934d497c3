"""The field app as one file: few requests, and a fault in it is not swallowed."""

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.field_office import Tablet

pytestmark = pytest.mark.journeys

FAIL = "() => { setTimeout(() => { throw new Error('a slip'); }); }"


def test_a_first_visit_asks_for_one_script_and_one_style(tablet: Tablet) -> None:
    asked: list[str] = []
    tablet.context.on("request", lambda request: asked.append(request.url))

    tablet.page.open()
    tablet.page.wait_until_offline_is_safe()

    files = {address.rsplit("/", 1)[1] for address in asked if "/static/" in address}
    assert len({name for name in files if name.endswith(".js")}) == 1
    assert len({name for name in files if name.endswith(".css")}) == 1
    assert len(files) <= 4, "beside them, two icons"


def test_what_fails_in_the_app_is_told_on_the_screen(tablet: Tablet) -> None:
    tablet.page.open()

    tablet.page.page.evaluate(FAIL)

    expect(tablet.page.page.locator("body")).to_contain_text("a slip")


def test_a_module_that_fails_while_it_is_loaded_surfaces_as_an_error(tablet: Tablet) -> None:
    page = tablet.page.page

    def spoil(route: Route) -> None:
        answer = route.fetch()
        first, rest = answer.text().split("(()=>{", 1)
        route.fulfill(response=answer, body=f"{first}(()=>{{throw new Error('a slip');{rest}")

    page.route("**/static/packs/field.*.js", spoil)

    with page.expect_event("pageerror") as error:
        page.goto(f"{tablet.office.proxy.url}/field/")

    assert "a slip" in str(error.value)
