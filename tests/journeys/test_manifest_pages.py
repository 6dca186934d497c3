"""Loading a cargo list at a desk: without JavaScript, by day and by night, on a phone too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

# Whatever needs Django is imported by the fixture that uses it.
if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.examiner import Examiner
    from tests.servers.fixtures import OpenBrowser, StartServer
    from tests.servers.gunicorn import RunningServer

pytestmark = pytest.mark.journeys

PATIENCE_MS = 20_000
A_CAR = "WVWZZZ1JZXW000001"


def a_difficult_workbook() -> bytes:
    """Return a list with titles, a total, an unknown port, bad rows and two more sheets."""
    from tests.workbooks import Rows, a_workbook

    header = ["Lfd. Nr.", "Fahrgestellnr.", "Marke", "Typ", "Löschhafen", "Stück"]
    cars = [(n, f"WVWZZZ1JZXW{n:06}", "VW", "Golf", "Hamburg", 1) for n in range(1, 30)]
    bad: list[tuple[str | float, ...]]
    bad = [(30, A_CAR, "VW", "Golf", "Hamburg", 1), (31, 1.2e16, "VW", "Golf", "USSSI", 2)]
    total = ("", "Summe", "", "", "", 31)
    sheets: dict[str, Rows | str] = {
        "Autos": [["Ladeliste"], [], header, *cars, *bad, total],
        "Stückgut": [["B/L", "Goods", "Qty", "POD"], ["BB1", "Cases", "many", "USSSI"]],
        "Übersicht": [["Hafen", "Stück"], ["Hamburg", 31]],
    }
    return a_workbook(sheets)


def lay_out(server: RunningServer) -> str:
    """Make a call with its foreman, and return where its list is loaded."""
    program = (
        "from tests import cast; from operations.vocabulary import Role; "
        "terminal = cast.a_terminal(); "
        "cast.a_person('foreman', terminal, role=Role.SUPERVISOR, is_staff=True); "
        "print(cast.a_vessel_call(terminal).pk)"
    )
    number = server.command("shell", "-v", "0", "-c", program).strip()
    return f"{server.url}/admin/operations/vesselcall/{number}/manifest/"


def sign_in(page: Page, address: str) -> None:
    from urllib.parse import urlsplit

    from tests import cast

    page.set_default_timeout(PATIENCE_MS)
    url = urlsplit(address)
    page.goto(f"{url.scheme}://{url.netloc}/login/?next={url.path}")
    page.get_by_label("User name").fill("foreman")
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(address)


def choose(page: Page, file: Path) -> None:
    page.get_by_label("Cargo list").set_input_files(file)
    page.get_by_role("button", name="Show the preview").click()


def faults_of(examiner: Examiner) -> list[str]:
    """Return what is wrong with the page that is shown, but for what the examiner does to it."""
    faults = [*examiner.against_the_policy(), *examiner.too_wide_for_a_small_screen()]
    faults += examiner.against_the_guidelines()
    # The examiner itself writes a style where one of Django's style sheets imports another.
    list(examiner.against_the_policy())
    return faults


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_a_cargo_list_shut_nobody_out(
    theme: str, open_a_browser: OpenBrowser, a_running_server: StartServer, tmp_path: Path
) -> None:
    from tests.journeys.examiner import Examiner

    file = tmp_path / "ladeliste.xlsx"
    file.write_bytes(a_difficult_workbook())
    page = open_a_browser("desk", color_scheme=theme).pages[0]
    examiner = Examiner(page)
    sign_in(page, lay_out(a_running_server()))
    faults = faults_of(examiner)

    choose(page, file)
    page.get_by_text("These ports are not known").wait_for()

    assert faults + faults_of(examiner) == []


def test_rows_with_problems_hide_no_column_on_a_desk(
    open_a_browser: OpenBrowser, a_running_server: StartServer, tmp_path: Path
) -> None:
    from tests.manifests import a_csv

    header = ("VIN", "Make", "Model", "Colour", "Description", "Class", "B/L", "POL", "POD", "Kg")
    car = (A_CAR, "Mercedes-Benz", "Sprinter 519 CDI", "Obsidian black metallic")
    more = ("Panel van, long wheelbase, high roof", "Van", "SSI/2026/000123", "USSSI", "Hamburg")
    file = tmp_path / "list.csv"
    file.write_bytes(a_csv(header, *[(*car, *more, "heavy")] * 2))
    page = open_a_browser("desk").pages[0]
    sign_in(page, lay_out(a_running_server()))

    choose(page, file)

    frame = page.get_by_role("region", name="Up to ten rows of each kind of problem")
    hidden_px = frame.evaluate("frame => frame.scrollWidth - frame.clientWidth")
    assert hidden_px == 0


def test_a_difficult_list_is_corrected_and_loaded_without_javascript(
    open_a_browser: OpenBrowser, a_running_server: StartServer, tmp_path: Path
) -> None:
    file = tmp_path / "ladeliste.xlsx"
    file.write_bytes(a_difficult_workbook())
    page = open_a_browser("desk", java_script_enabled=False).pages[0]
    sign_in(page, lay_out(a_running_server()))
    choose(page, file)

    page.get_by_label("“Hamburg”").fill("DEHAM")
    page.get_by_role("button", name="Read again").click()
    page.get_by_text("2 rows cannot be loaded as they stand").wait_for()
    assert page.get_by_role("button", name="Load this list").is_disabled()
    page.get_by_label("Load it without the 2 rows").check()
    page.get_by_role("button", name="Read again").click()
    page.get_by_text("It can be loaded.").wait_for()
    page.get_by_role("button", name="Load this list").click()

    page.get_by_text("is loaded as version 1 of this call's list").wait_for()
