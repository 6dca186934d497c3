"""The ledger as it arrives: pages that tile it, reversals with what they take back."""

import re
from collections.abc import Iterator

import pytest

from operations.actions.reverse_tally_event import reverse_tally_event
from operations.board import views_ledger
from operations.models import TallyEvent, User, VesselCall
from tests.cast import NOON
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def path(call: VesselCall) -> str:
    return f"/calls/{call.reference}/ledger/"


def positions(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<th scope="row" class="number">(\d+)<', html)]


def test_an_empty_ledger_says_so(desk: Desk, path: str) -> None:
    assert "Nothing was recorded yet." in desk.get(path).text


def test_the_newest_entry_stands_first(desk: Desk, ramp: TabletInHand, path: str) -> None:
    ramp.send(ramp.count(), ramp.count(), ramp.count())

    assert positions(desk.get(path).html) == [3, 2, 1]


def test_an_entry_says_what_where_and_by_whom(desk: Desk, ramp: TabletInHand, path: str) -> None:
    ramp.send(ramp.count(identifier="WVWZZZ1JZXW000001"))

    row = "1 10:00:00 WVWZZZ1JZXW000001 Load deck 5, Gang 3 Tally clerk, gang 3 Ramp 1 Over"
    assert row in desk.get(path).text


def test_pages_tile_the_ledger_while_it_grows(desk: Desk, ramp: TabletInHand, path: str) -> None:
    ramp.send(*(ramp.count() for _ in range(120)))
    first = desk.get(path)
    ramp.send(ramp.count(), ramp.count())

    second = desk.get(f"{path}?before=71")
    third = desk.get(f"{path}?before=21")

    assert 'href="' + path + '?before=71"' in first.html
    seen = positions(first.html) + positions(second.html) + positions(third.html)
    assert seen == list(range(120, 0, -1))
    assert "Older" not in third.text


@pytest.mark.parametrize("before", ["", "x", "-1", "1.5", "٣", "9" * 19])
def test_a_page_that_cannot_be_is_not_there(desk: Desk, path: str, before: str) -> None:
    assert desk.get(f"{path}?before={before}").status == 404


@pytest.mark.parametrize("before", ["0", "1", "2", "999999"])
def test_a_page_beyond_the_ends_shows_the_end(
    desk: Desk, ramp: TabletInHand, path: str, before: str
) -> None:
    ramp.send(ramp.count(), ramp.count())

    page = desk.get(f"{path}?before={before}")

    assert page.status == 200
    assert positions(page.html) == ([2, 1] if before == "999999" else [1])


def test_a_reversal_says_what_it_takes_back(
    desk: Desk, ramp: TabletInHand, path: str, supervisor: User
) -> None:
    ramp.send(ramp.count(), ramp.count(identifier="WRONG"))
    wrong = TallyEvent.objects.get(identifier="WRONG").event_id
    reverse_tally_event(
        event_id=wrong, reversed_by=supervisor, reason="Landed again", reversed_at=NOON
    )

    page = desk.get(path).text

    assert "3 10:00:00 Takes back no. 2 “Landed again” Load Ship foreman Office" in page
    assert "WRONG taken back by no. 3" in page


def test_a_reversal_that_does_not_count_takes_nothing_back(
    desk: Desk, ramp: TabletInHand, hatch: TabletInHand, path: str
) -> None:
    # It arrives before the count that it names, and is of somebody else.
    mistaken = ramp.count()
    hatch.send(hatch.undo(mistaken))
    ramp.send(mistaken)

    page = desk.get(path).text

    assert "Takes back no. 2" in page
    assert "taken back by" not in page


def test_the_head_is_told_for_whoever_checks_it(desk: Desk, ramp: TabletInHand, path: str) -> None:
    ramp.send(ramp.count())
    ramp.call.refresh_from_db()

    assert f"Head: no. 1, digest {ramp.call.head_digest}" in desk.get(path).text


def test_the_tally_to_print_has_the_head_too(desk: Desk, ramp: TabletInHand, path: str) -> None:
    ramp.send(ramp.count())
    ramp.call.refresh_from_db()

    sheet = desk.get(path.replace("ledger", "tally")).text

    assert "ends at no. 1 with the digest" in sheet
    assert ramp.call.head_digest in sheet


def test_the_tally_to_print_tells_every_time_with_its_day(
    desk: Desk, ramp: TabletInHand, path: str
) -> None:
    ramp.send(ramp.count())

    sheet = desk.get(path.replace("ledger", "tally")).text

    assert "Work started Wed 25 Nov 2026, 06:00" in sheet
    assert "Wed 25 Nov 2026, 10:00 (so far) 1 1" in sheet


def test_a_file_that_nobody_reads_to_its_end_lets_go_of_the_database_at_once() -> None:
    let_go: list[bool] = []

    def rows() -> Iterator[str]:
        try:
            yield "a row"
            yield "another"
        finally:
            let_go.append(True)

    pieces = views_ledger._whole("head", rows())
    assert [next(pieces), next(pieces)] == ["head", "a row"]

    pieces.close()

    assert let_go == [True]
