from datetime import timedelta

import pytest

from operations.rules.tally_flags import Circumstances, flags_of
from operations.rules.tally_totals import CargoFacts, TallyFold
from operations.vocabulary import CallStatus, CargoMode, Direction, Flag
from tests.cast import NOON
from tests.ledger_cast import a_reversal, an_entry, from_the_office

ON_THE_JOB = Circumstances(
    call_status=CallStatus.WORKING,
    clock_offset_ms=0,
    shift_from=NOON - timedelta(hours=4),
    shift_until=NOON + timedelta(hours=4),
)
LISTED = CargoFacts(Direction.LOAD, is_listed=True)
CASES = LISTED._replace(mode=CargoMode.COUNTED, listed_quantity=24)
NOT_LISTED = CargoFacts(Direction.LOAD)
EMPTY = TallyFold()


def test_what_is_listed_here_and_counted_once_has_no_flag() -> None:
    assert flags_of(an_entry(), before=EMPTY, facts=LISTED, around=ON_THE_JOB) == set()


def test_what_is_not_on_the_list_is_over() -> None:
    flags = flags_of(an_entry(), before=EMPTY, facts=NOT_LISTED, around=ON_THE_JOB)

    assert flags == {Flag.OVER}


def test_what_belongs_to_another_port_is_flagged_as_that_and_not_as_over() -> None:
    elsewhere = LISTED._replace(is_worked_here=False)

    flags = flags_of(an_entry(), before=EMPTY, facts=elsewhere, around=ON_THE_JOB)

    assert flags == {Flag.WRONG_PORT}


def test_what_must_not_move_is_held() -> None:
    held = LISTED._replace(hold_reason="customs")

    assert flags_of(an_entry(), before=EMPTY, facts=held, around=ON_THE_JOB) == {Flag.HELD}


def test_a_unit_that_stands_counted_is_counted_twice() -> None:
    first = an_entry(1, identifier="A")

    flags = flags_of(
        an_entry(2, identifier="A"), before=TallyFold([first]), facts=LISTED, around=ON_THE_JOB
    )

    assert flags == {Flag.COUNTED_TWICE}


def test_a_unit_whose_count_was_taken_back_may_be_counted_again() -> None:
    first = an_entry(1, identifier="A")
    before = TallyFold([first, a_reversal(first, 2)])

    flags = flags_of(an_entry(3, identifier="A"), before=before, facts=LISTED, around=ON_THE_JOB)

    assert flags == set()


@pytest.mark.parametrize(("counted", "flags"), [(19, set()), (20, {Flag.OVER})])
def test_a_count_that_passes_what_its_line_expects_is_over(counted: int, flags: set[Flag]) -> None:
    five_more = an_entry(line_id=31, quantity=5)
    around = ON_THE_JOB._replace(counted_on_line=counted)

    assert flags_of(five_more, before=EMPTY, facts=CASES, around=around) == flags


@pytest.mark.parametrize("status", ["COMPLETED", "DEPARTED", "CLOSED", "CANCELLED"])
def test_what_comes_after_completion_is_late(status: str) -> None:
    around = ON_THE_JOB._replace(call_status=CallStatus(status))

    assert flags_of(an_entry(), before=EMPTY, facts=LISTED, around=around) == {Flag.LATE}


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_two_hours_off_is_flagged(hours: int) -> None:
    around = ON_THE_JOB._replace(clock_offset_ms=hours * 3_600_000)

    never_knew = an_entry(clock_offset_ms=None)

    assert flags_of(never_knew, before=EMPTY, facts=LISTED, around=around) == {Flag.CLOCK_OFF}
    knew = an_entry(clock_offset_ms=hours * 3_600_000)
    assert flags_of(knew, before=EMPTY, facts=LISTED, around=ON_THE_JOB) == {Flag.CLOCK_OFF}


def test_a_time_that_lies_ahead_although_it_was_corrected_is_flagged() -> None:
    tomorrow = an_entry(counted_at=NOON + timedelta(days=1))

    assert flags_of(tomorrow, before=EMPTY, facts=LISTED, around=ON_THE_JOB) == {Flag.CLOCK_OFF}


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_count_outside_the_shift_of_its_token_is_flagged(hours: int) -> None:
    entry = an_entry(effective_at=NOON + timedelta(hours=hours))

    assert flags_of(entry, before=EMPTY, facts=LISTED, around=ON_THE_JOB) == {Flag.OUTSIDE_SHIFT}


def test_a_reversal_whose_count_has_not_come_reverses_nothing_yet() -> None:
    flags = flags_of(a_reversal(an_entry()), before=EMPTY, facts=NOT_LISTED, around=ON_THE_JOB)

    assert flags == {Flag.REVERSES_NOTHING_YET}


def test_a_second_reversal_is_already_reversed() -> None:
    count = an_entry(1)
    before = TallyFold([count, from_the_office(count, 2)])

    flags = flags_of(a_reversal(count, 3), before=before, facts=NOT_LISTED, around=ON_THE_JOB)

    assert flags == {Flag.ALREADY_REVERSED}
