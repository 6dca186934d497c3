import re
from datetime import UTC, datetime
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from playwright.sync_api import BrowserContext

from operations.management.demo import cargo_lists, shift_plan, words
from operations.management.demo.people import table
from operations.models import Port, User
from operations.rules import vin
from operations.rules.imo import is_valid_imo_number
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import free_port

NOON = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
FIGURES = """
from operations.models import TabletJournal, TallyEvent, VesselCall
from operations.queries.call_progress import call_progress
call = VesselCall.objects.get(status="WORKING")
total = call_progress([call.pk])[call.pk].total
print(total.counted_units, total.extra_units, total.expected_units, total.counted_kg)
print(sorted(call.discrepancies.values_list("kind", "status")))
print(sorted(set(TallyEvent.objects.values_list("flags", flat=True))))
print(sorted(TabletJournal.objects.values_list("tablet__name", "unsent_count", "received_count")))
"""


@pytest.fixture
def chance() -> Random:
    return Random(1)


def test_the_ships_of_the_demo_have_imo_numbers() -> None:
    assert is_valid_imo_number(words.SHIP_AT_WORK.imo_number)
    assert is_valid_imo_number(words.SHIP_TO_COME.imo_number)


def test_the_list_of_the_ship_at_work_has_the_mistakes_that_lists_have(
    chance: Random,
) -> None:
    units = cargo_lists.units_to_load(chance)
    typed = cargo_lists.with_mistakes(units, chance)

    right, listed = {each.identifier for each in units}, {each.identifier for each in typed}
    loaded_here = [each for each in units if each.port_of_loading == words.HOME_PORT]
    assert len(loaded_here) == 1_485
    assert len(listed - right) == cargo_lists.BAD_VINS
    assert len(typed) - len(listed) == cargo_lists.LISTED_TWICE
    assert sum(bool(each.hold) for each in typed) == cargo_lists.HELD


def test_north_american_vins_of_the_demo_have_right_check_digits(chance: Random) -> None:
    vins = [each.identifier for each in cargo_lists.units_to_load(chance)]

    assert all(vin.is_vin_shaped(each) for each in vins)
    assert all(vin.has_right_check_digit(each) for each in vins if vin.must_have_check_digit(each))


def test_the_clerks_of_the_demo_count_in_order_and_not_while_work_stands_still(
    chance: Random,
) -> None:
    units = cargo_lists.units_to_load(chance)

    gangs = shift_plan.counts_of_the_shift(units, now=NOON, chance=chance)

    stops_at, goes_on_at = (NOON - before for before in shift_plan.STOPPED)
    for gang in gangs:
        times = [each.at for each in gang]
        assert times == sorted(times)
        assert NOON - shift_plan.WORKED_SINCE < times[0] < times[-1] < NOON
        assert not [at for at in times if stops_at <= at < goes_on_at]


def test_the_table_of_accounts_is_aligned() -> None:
    text = table([("Name", "Password"), ("supervisor", "x"), ("a", "long one")])

    assert text == "Name        Password\nsupervisor  x\na           long one"


def test_a_database_with_people_in_it_is_left_alone(db: None) -> None:
    User.objects.create_user("somebody")

    with pytest.raises(CommandError, match="fills an empty one only") as refused:
        call_command("demo_port", url="http://127.0.0.1:1")
    assert refused.value.returncode == 2


def test_nothing_is_written_when_no_site_answers(db: None) -> None:
    with pytest.raises(CommandError, match="does not answer") as refused:
        call_command("demo_port", url=f"http://127.0.0.1:{free_port()}", stderr=StringIO())

    assert refused.value.returncode == 3
    assert not User.objects.exists()
    assert not Port.objects.exists()


def test_the_demo_port_is_filled_through_the_real_api(
    a_running_server: StartServer, browser_context: BrowserContext
) -> None:
    server = a_running_server()

    accounts = server.command("demo_port", "--url", server.url)

    assert f"Open {server.url}/field/\n" in accounts
    assert re.search(r"Enter the code [2-9A-Z]{4}-[2-9A-Z]{4} \(it works once, until", accounts)
    verified = server.command("verify_ledger")
    assert re.search(r"-0042: ok, 6\d\d events, head [0-9a-f]{64}; 3 not arrived yet", verified)
    told = server.command("shell", "-v0", "-c", FIGURES).splitlines()
    figures, discrepancies, flags, journals = told
    counted, extra, expected, weight_kg = map(int, figures.split())
    assert (600 < counted < 800, extra, expected, weight_kg) == (True, 5, 1_567, 108_000)
    assert (discrepancies.count("OVER"), discrepancies.count("SETTLED")) == (4, 1)
    assert flags == "['', 'COUNTED_TWICE', 'OVER', 'WRONG_PORT']"
    assert re.search(r"'Ramp 1', 0, \d+.*'Ramp 2', 0, \d+.*'Side ramp', 3, \d+", journals)
    assert "Traceback" not in server.log()
    board = seen_on_the_board(browser_context, server, accounts)
    assert re.search(rf"Merlin Horizon.*{counted} of 1,567.*\+ 5 beyond the list", board)
    assert re.search(r"Auk Pioneer.*Expected.*0 of 420", board)
    assert re.search(r"Side ramp.*3 unsent", board)


def seen_on_the_board(browser: BrowserContext, server: RunningServer, accounts: str) -> str:
    """Sign in as the supervisor with the printed password, and return the board's words."""
    printed = re.search(r"^supervisor +([a-z-]{14}) +Ship foreman", accounts, re.MULTILINE)
    assert printed
    page = browser.new_page()
    page.goto(f"{server.url}/login/")
    page.get_by_label("User name").fill("supervisor")
    page.get_by_label("Password").fill(printed[1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server.url}/")
    return " ".join(page.locator("main").inner_text().split())
