from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from operations.admin.asked_page import MOST_AT_ONCE
from operations.models import Tablet, TallyEvent, User, VesselCall
from operations.vocabulary import CargoMode, EventKind
from tests import cast
from tests.ledger_cast import TabletInHand, problems, totals
from tests.operations.admin.office import list_of, page_of, said_by, shown_by, signed_in

LEDGER = list_of(TallyEvent)


def counts(ramp: TabletInHand, how_many: int = 2) -> list[TallyEvent]:
    ramp.send(*(ramp.count() for _ in range(how_many)))
    return list(TallyEvent.objects.order_by("position"))


def take_back(browser: Client, *events: TallyEvent, words: str = "Wrong car") -> list[str]:
    answer = {
        "action": "take_back",
        "_selected_action": [event.pk for event in events],
        "confirmed": "yes",
        "words": words,
    }
    return said_by(browser.post(LEDGER, answer, follow=True))


def test_the_list_reads_like_the_ledger(desk: Client, ramp: TabletInHand, call: VesselCall) -> None:
    bulk = cast.a_cargo_line(
        call, CargoMode.BULK, description="Fertiliser", expected_quantity=9_000
    )
    ramp.send(ramp.count(line=bulk.pk, quantity=18_500), ramp.count(identifier="OVER1"))

    page = desk.get(LEDGER).content.decode()

    for shown in ("OVER1", "Fertiliser", "18,500 kg", "Gang 3", "Tally clerk, gang 3", "Over"):
        assert shown in page
    # 15:00 in UTC is ten in the morning at the terminal.
    assert "2026-11-25 10:00:00" in page


def test_the_newest_entry_of_the_newest_call_is_first(desk: Client, ramp: TabletInHand) -> None:
    events = counts(ramp, 3)

    assert shown_by(desk.get(LEDGER)) == events[::-1]


def test_the_list_is_cut_by_flag_and_by_call(desk: Client, ramp: TabletInHand) -> None:
    listed = cast.a_unit(ramp.call, "VIN1")
    ramp.send(ramp.count(identifier=listed.identifier), ramp.count(identifier="OVER1"))
    another = cast.a_vessel_call(ramp.call.terminal, berth=None, berthed_at=None)

    over = shown_by(desk.get(LEDGER, {"flag": "OVER"}))
    elsewhere = shown_by(desk.get(LEDGER, {"call__id__exact": another.pk}))

    assert [event.identifier for event in over] == ["OVER1"]
    assert elsewhere == []


def test_the_page_of_a_count_names_who_took_it_back(
    desk: Client, ramp: TabletInHand, supervisor: User
) -> None:
    count, _ = counts(ramp)
    take_back(desk, count)
    reversal = TallyEvent.objects.get(reverses=count.pk)

    of_count = desk.get(page_of(count)).content.decode()
    of_reversal = desk.get(page_of(reversal)).content.decode()

    assert count.digest in of_count
    assert page_of(reversal) in of_count
    assert page_of(count) in of_reversal
    assert "Wrong car" in of_reversal


def test_a_reversal_that_takes_nothing_back_is_not_told_as_one(
    desk: Client, ramp: TabletInHand, hatch: TabletInHand
) -> None:
    count = ramp.count(identifier="VIN1")
    hatch.send(hatch.undo(count))
    ramp.send(count)
    event = TallyEvent.objects.get(identifier="VIN1")

    page = desk.get(page_of(event)).content.decode()
    listed = desk.get(LEDGER).content.decode()

    assert "Take this count back" in page
    assert "Taken back by" not in listed


def test_the_list_says_of_each_entry_which_ship_and_of_each_reversal_which_count(
    desk: Client, ramp: TabletInHand
) -> None:
    first, _ = counts(ramp)
    take_back(desk, first)

    page = desk.get(LEDGER).content.decode()

    assert page.count("/vesselcall/") >= 3
    assert f'of <a href="{page_of(first)}">No. 1</a> <span class="soft">Wrong car</span>' in page


def test_before_counts_are_taken_back_a_page_says_which(desk: Client, ramp: TabletInHand) -> None:
    events = counts(ramp)
    wish = {"action": "take_back", "_selected_action": [event.pk for event in events], "index": 0}

    page = desk.post(LEDGER, wish)

    assert page.templates[0].name == "admin/ask.html"
    assert len(page.context["lines"]) == 2
    assert TallyEvent.objects.count() == 2


def test_counts_are_taken_back_with_a_name_and_a_reason(
    desk: Client, ramp: TabletInHand, supervisor: User
) -> None:
    events = counts(ramp)

    said = take_back(desk, *events)

    ship = f"Taken back: {ramp.call.vessel} {ramp.call.voyage}, no. "
    assert [each[: len(ship) + 1] for each in said] == [ship + "2", ship + "1"]
    reversals = TallyEvent.objects.filter(kind=EventKind.REVERSAL)
    assert {(each.person, each.reason) for each in reversals} == {(supervisor, "Wrong car")}
    assert totals(ramp.call).holders == {}
    assert problems(ramp.call) == []


def test_one_that_is_refused_is_named_and_holds_up_no_other(
    desk: Client, ramp: TabletInHand
) -> None:
    first, second = counts(ramp)
    take_back(desk, first)

    said = take_back(desk, first, second)

    done, refused = sorted(said, key=lambda each: not each.startswith("Taken back"))
    assert "no. 2: " in done
    assert "no. 1: " in refused
    assert "taken back before" in refused


def test_a_reversal_is_not_taken_back(desk: Client, ramp: TabletInHand) -> None:
    count, _ = counts(ramp)
    take_back(desk, count)
    reversal = TallyEvent.objects.get(reverses=count.pk)

    said = take_back(desk, reversal)

    assert "count the cargo again" in said[0]
    assert not any("Take" in link.text for link in desk.get(page_of(reversal)).context["links"])


@pytest.mark.parametrize("words", ["", "   ", "x" * 201])
def test_without_a_fitting_reason_nothing_is_taken_back(
    desk: Client, ramp: TabletInHand, words: str
) -> None:
    event = counts(ramp, 1)[0]
    url = page_of(event, "take_back")

    page = desk.post(url, {"confirmed": "yes", "words": words})

    assert page.context["form"].errors
    assert TallyEvent.objects.count() == 1


def test_a_single_count_is_taken_back_from_its_own_page(desk: Client, ramp: TabletInHand) -> None:
    event = counts(ramp, 1)[0]
    link = next(link for link in desk.get(page_of(event)).context["links"])

    desk.get(link.url)
    desk.post(link.url, {"confirmed": "yes", "words": "Wrong car"})

    assert TallyEvent.objects.get(reverses=event.pk).reason == "Wrong car"


@pytest.mark.parametrize("reader", ["operator", "auditor"])
def test_who_only_looks_takes_nothing_back(
    request: pytest.FixtureRequest, static_files: None, ramp: TabletInHand, reader: str
) -> None:
    event = counts(ramp, 1)[0]
    browser = signed_in(request.getfixturevalue(reader))

    answer = browser.post(page_of(event, "take_back"), {"confirmed": "yes", "words": "Mine"})
    take_back(browser, event)

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert TallyEvent.objects.count() == 1


def test_a_stranger_takes_nothing_back(desk_next_door: Client, ramp: TabletInHand) -> None:
    event = counts(ramp, 1)[0]

    answer = desk_next_door.post(page_of(event, "take_back"), {"confirmed": "yes", "words": "Mine"})
    take_back(desk_next_door, event)

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert TallyEvent.objects.count() == 1


def test_more_than_a_request_can_carry_is_refused_before_it_begins(
    desk: Client, ramp: TabletInHand
) -> None:
    counts(ramp, MOST_AT_ONCE + 1)
    everything = {
        "action": "take_back",
        "_selected_action": [str(TallyEvent.objects.values_list("pk", flat=True)[0])],
        "select_across": "1",
        "index": 0,
    }

    said = said_by(desk.post(LEDGER, everything, follow=True))

    assert "too many at once" in said[0]


def test_a_list_of_fifty_costs_a_handful_of_queries(
    desk: Client, ramp: TabletInHand, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    events = counts(ramp, 25)
    take_back(desk, *events)

    with django_assert_max_num_queries(20):
        desk.get(LEDGER)


def test_nothing_that_a_tablet_sent_is_markup(desk: Client, ramp: TabletInHand) -> None:
    ramp.send(ramp.count(description="<img src=x onerror=alert(1)>"))

    page = desk.get(LEDGER).content.decode()

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_an_empty_ledger_says_what_will_come(desk: Client, ramp_tablet: Tablet) -> None:
    assert "Nothing was counted yet" in desk.get(LEDGER).content.decode()


def test_many_at_once_are_told_in_one_sentence(desk: Client, ramp: TabletInHand) -> None:
    events = counts(ramp, 12)

    assert take_back(desk, *events) == ["Taken back: 12 of 12."]
