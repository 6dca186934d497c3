from http import HTTPStatus

import pytest
from django.test import Client

from operations.models import Discrepancy, SetAsideEvent, User
from operations.vocabulary import DiscrepancyStatus
from tests.ledger_cast import TabletInHand
from tests.operations.admin.office import list_of, page_of, said_by, shown_by, signed_in

WORDS = "Belongs to the next ship; set apart in row 7."


@pytest.fixture
def overs(ramp: TabletInHand) -> list[Discrepancy]:
    """Return two cars that are not on the list."""
    ramp.send(ramp.count(identifier="OVER1"), ramp.count(identifier="OVER2"))
    return list(Discrepancy.objects.order_by("identifier"))


@pytest.fixture
def set_aside(ramp: TabletInHand) -> SetAsideEvent:
    """Return what the ledger could not take."""
    ramp.send(ramp.count(identifier="CAR1", quantity=7))
    return SetAsideEvent.objects.get()


def do(browser: Client, deed: str, *rows: Discrepancy, words: str = WORDS) -> list[str]:
    url = list_of(Discrepancy) + "?state=all"
    answer = {"action": deed, "_selected_action": [row.pk for row in rows], "confirmed": "yes"}
    return said_by(browser.post(url, answer | {"words": words}, follow=True))


def test_several_are_settled_with_the_same_words(
    desk: Client, overs: list[Discrepancy], supervisor: User
) -> None:
    said = do(desk, "settle", *overs)

    assert [each[:13] for each in said] == ["Settled: Over"] * 2
    settled = Discrepancy.objects.filter(settlement=WORDS, settled_by=supervisor)
    assert settled.filter(status=DiscrepancyStatus.SETTLED).count() == 2


def test_the_list_shows_what_is_open_and_the_rest_when_asked(
    desk: Client, overs: list[Discrepancy]
) -> None:
    do(desk, "settle", overs[0])

    assert shown_by(desk.get(list_of(Discrepancy))) == [overs[1]]
    assert shown_by(desk.get(list_of(Discrepancy), {"state": "done"})) == [overs[0]]
    assert len(shown_by(desk.get(list_of(Discrepancy), {"state": "all"}))) == 2


def test_one_is_settled_from_its_own_page_and_opened_again(
    desk: Client, overs: list[Discrepancy]
) -> None:
    over = overs[0]

    desk.post(page_of(over, "settle"), {"confirmed": "yes", "words": WORDS})
    page = desk.get(page_of(over))
    desk.post(page_of(over, "reopen"), {"confirmed": "yes"})

    assert {link.text for link in page.context["links"]} == {"Settle", "Open again"}
    over.refresh_from_db()
    assert over.status == DiscrepancyStatus.OPEN
    assert WORDS in desk.get(page_of(over, "history")).content.decode()


def test_blank_words_settle_nothing(desk: Client, overs: list[Discrepancy]) -> None:
    page = desk.post(page_of(overs[0], "settle"), {"confirmed": "yes", "words": "  "})

    assert page.context["form"].errors
    assert not Discrepancy.objects.filter(status=DiscrepancyStatus.SETTLED).exists()


def test_a_stranger_and_a_reader_settle_nothing(
    desk_next_door: Client, auditor: User, overs: list[Discrepancy]
) -> None:
    answer = {"confirmed": "yes", "words": "Mine"}

    of_stranger = desk_next_door.post(page_of(overs[0], "settle"), answer)
    of_reader = signed_in(auditor).post(page_of(overs[0], "settle"), answer)

    assert of_stranger.status_code == HTTPStatus.NOT_FOUND
    assert of_reader.status_code == HTTPStatus.FORBIDDEN
    assert not Discrepancy.objects.filter(status=DiscrepancyStatus.SETTLED).exists()


def test_an_event_set_aside_is_shown_as_it_was_sent(desk: Client, set_aside: SetAsideEvent) -> None:
    page = desk.get(page_of(set_aside)).content.decode()

    assert "&quot;quantity&quot;: 7" in page
    assert "malformed: quantity" in page


def test_an_event_set_aside_is_settled_with_words(
    desk: Client, set_aside: SetAsideEvent, supervisor: User
) -> None:
    desk.post(page_of(set_aside, "settle"), {"confirmed": "yes", "words": WORDS})

    set_aside.refresh_from_db()
    assert (set_aside.settlement, set_aside.settled_by) == (WORDS, supervisor)
    assert shown_by(desk.get(list_of(SetAsideEvent))) == []


def test_a_stranger_settles_no_event(desk_next_door: Client, set_aside: SetAsideEvent) -> None:
    answer = desk_next_door.post(
        page_of(set_aside, "settle"), {"confirmed": "yes", "words": "Mine"}
    )

    set_aside.refresh_from_db()
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert set_aside.settled_at is None
