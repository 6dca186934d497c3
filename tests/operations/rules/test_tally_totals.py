from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_totals import (
    CargoFacts,
    CargoList,
    FoldInOrder,
    TallyFold,
    Totals,
    takes_back,
    totals_of,
)
from operations.vocabulary import CargoMode, Direction
from tests.cast import NOON
from tests.ledger_cast import COLLEAGUE, a_reversal, an_entry, from_the_office

CASES, COAL = 31, 32
LIST = CargoList(
    units={(Direction.LOAD, "A"): CargoFacts(Direction.LOAD, cargo_class="CAR", is_listed=True)},
    lines={
        CASES: CargoFacts(Direction.LOAD, CargoMode.COUNTED, cargo_class="CASE", is_listed=True),
        COAL: CargoFacts(Direction.LOAD, CargoMode.BULK, is_listed=True),
    },
)
PARIS = ZoneInfo("Europe/Paris")

subjects = st.sampled_from(
    [{"identifier": name} for name in "ABC"]
    + [{"line_id": CASES, "quantity": 5}, {"line_id": COAL, "quantity": 900}]
    + [{"description": "a boat", "quantity": 2}]
)


def added_up(entries: Sequence[LedgerEntry]) -> Totals:
    return totals_of(TallyFold(entries).effective(), cargo=LIST, zone=PARIS)


@st.composite
def ledgers(draw: st.DrawFn) -> list[LedgerEntry]:
    """Return a ledger by position: counts of few things, and reversals of any of them."""
    counts = [
        an_entry(
            deck=draw(st.sampled_from("56")),
            person_id=draw(st.sampled_from([7, 8])),
            effective_at=NOON + timedelta(minutes=draw(st.integers(0, 200))),
            **draw(subjects),
        )
        for _ in range(draw(st.integers(0, 8)))
    ]
    reversals = [
        draw(st.sampled_from([a_reversal, from_the_office]))(
            draw(st.sampled_from(counts)), effective_at=NOON + timedelta(minutes=10)
        )
        for _ in range(draw(st.integers(0, 5)) if counts else 0)
    ]
    arrived = draw(st.permutations(counts + reversals))
    return [entry._replace(position=place) for place, entry in enumerate(arrived, start=1)]


@given(ledger=ledgers(), data=st.data())
def test_totals_do_not_depend_on_order_or_repetition(
    ledger: list[LedgerEntry], data: st.DataObject
) -> None:
    repeated = ledger + data.draw(st.lists(st.sampled_from(ledger))) if ledger else []
    shuffled = data.draw(st.permutations(repeated))

    assert added_up(shuffled) == added_up(ledger)


@given(ledger=ledgers())
def test_reading_a_ledger_once_by_position_says_the_same_as_the_fold(
    ledger: list[LedgerEntry],
) -> None:
    reversals = [entry for entry in ledger if not entry.is_count]

    in_order = FoldInOrder(reversals)

    assert totals_of(in_order.effective(ledger), cargo=LIST, zone=PARIS) == added_up(ledger)
    fold = TallyFold(ledger)
    assert all(fold.standing(key) == standing for key, standing in in_order.standing.items())


@given(ledger=ledgers())
def test_every_total_is_the_sum_of_counts_that_nobody_took_back(ledger: list[LedgerEntry]) -> None:
    standing = [
        entry
        for entry in ledger
        if entry.is_count
        and not any(e.reverses == entry.event_id and takes_back(e, entry) for e in ledger)
    ]
    lines = Counter[int]()
    for entry in standing:
        if entry.line_id:
            lines[entry.line_id] += entry.quantity

    totals = added_up(ledger)

    assert totals.lines == lines
    assert totals.holders.keys() == {entry.unit_key for entry in standing if entry.unit_key}
    units = sum(units for units, _ in totals.buckets.values())
    words = sum(entry.quantity for entry in standing if entry.description)
    assert units == len(totals.holders) + lines[CASES] + words
    assert sum(kg for _, kg in totals.buckets.values()) == lines[COAL]


def test_a_unit_counted_twice_counts_once_for_the_first() -> None:
    first, second = an_entry(1, identifier="A"), an_entry(2, identifier="A", deck="6")

    totals = added_up([second, first])

    assert totals.holders == {(Direction.LOAD, "A"): first.event_id}
    assert [bucket.deck for bucket in totals.buckets] == ["5"]


def test_the_next_count_takes_over_when_the_holder_is_taken_back() -> None:
    first, second = an_entry(1, identifier="A"), an_entry(2, identifier="A", deck="6")

    totals = added_up([first, second, from_the_office(first, 3)])

    assert totals.holders == {(Direction.LOAD, "A"): second.event_id}
    assert [bucket.deck for bucket in totals.buckets] == ["6"]


def test_a_unit_that_is_loaded_and_discharged_counts_in_each_direction() -> None:
    ledger = [an_entry(1, identifier="A"), an_entry(2, identifier="A", direction="DISCHARGE")]

    assert len(added_up(ledger).holders) == 2


def test_a_reversal_takes_back_also_when_it_comes_first() -> None:
    count = an_entry(2, identifier="A")

    assert added_up([a_reversal(count, 1), count]) == Totals()


def test_a_reversal_of_a_reversal_gives_nothing_back() -> None:
    count = an_entry(1)
    reversal = a_reversal(count, 2)

    assert added_up([count, reversal, from_the_office(reversal, 3)]) == Totals()


def test_a_colleague_cannot_take_back_a_count() -> None:
    count = an_entry()

    assert not takes_back(a_reversal(count, person_id=COLLEAGUE), count)


def test_a_clerk_cannot_take_back_a_count_of_an_hour_ago() -> None:
    count = an_entry()
    later = NOON + timedelta(hours=1)

    assert not takes_back(a_reversal(count, counted_at=later, effective_at=later), count)


def test_a_clock_set_right_in_between_does_not_keep_a_clerk_from_taking_back() -> None:
    count = an_entry(counted_at=NOON - timedelta(hours=24))

    assert takes_back(a_reversal(count), count)


def test_the_office_may_take_back_any_count_at_any_time() -> None:
    count = an_entry()

    assert takes_back(from_the_office(count, effective_at=NOON + timedelta(days=30)), count)


def test_hours_are_cut_on_the_terminals_clock_also_with_a_half_hour_offset() -> None:
    count = an_entry(effective_at=datetime(2026, 11, 25, 4, 45, tzinfo=UTC))

    totals = totals_of([count], cargo=LIST, zone=ZoneInfo("Asia/Kolkata"))

    # 4:45 in UTC is 10:15 in India, where the hour began at 4:30 in UTC.
    assert [bucket.hour_at for bucket in totals.buckets] == [
        datetime(2026, 11, 25, 4, 30, tzinfo=UTC)
    ]


def test_what_is_not_for_here_is_kept_apart_from_what_is_expected() -> None:
    ledger = [an_entry(1, identifier="A"), an_entry(2, identifier="not listed")]

    buckets = added_up(ledger).buckets

    assert {bucket.is_expected: units for bucket, (units, _) in buckets.items()} == {
        True: 1,
        False: 1,
    }
