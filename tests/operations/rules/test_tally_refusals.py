from datetime import timedelta

import pytest

from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_refusals import Refused, check_line, check_reversal
from operations.rules.tally_report import TallyReport, parse_report
from operations.rules.tally_totals import CargoFacts
from operations.vocabulary import CargoMode, Direction
from tests.cast import NOON
from tests.ledger_cast import COLLEAGUE, a_reversal, an_entry, an_id

CASES = CargoFacts(Direction.LOAD, CargoMode.COUNTED)


def a_report(**fields: object) -> TallyReport:
    known = {
        "event_id": str(an_id()),
        "device_sequence": 1,
        "kind": "COUNT",
        "call": 12,
        "direction": "LOAD",
        "identifier": "",
        "line": 31,
        "description": "",
        "quantity": 5,
        "deck": "",
        "gang": "",
        "reverses": None,
        "reason": "",
        "counted_at": NOON.isoformat(),
        "clock_offset_ms": None,
        "shift_token": "token",
    }
    return parse_report(known | fields)


def reason_against(reversal: LedgerEntry, target: LedgerEntry) -> str:
    with pytest.raises(Refused) as refused:
        check_reversal(reversal, target)
    return refused.value.reason


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (None, "line_not_found"),
        (CASES._replace(mode=CargoMode.IDENTIFIED), "malformed: line"),
        (CASES._replace(direction=Direction.DISCHARGE), "malformed: direction"),
    ],
)
def test_a_line_that_cannot_be_counted_like_this_is_refused(
    facts: CargoFacts | None, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        check_line(a_report(), facts)


def test_only_weights_may_be_large() -> None:
    coal = CASES._replace(mode=CargoMode.BULK)

    check_line(a_report(quantity=999_999_999), coal)
    with pytest.raises(Refused, match="malformed: quantity"):
        check_line(a_report(quantity=10_000), CASES)


def test_a_reversal_whose_count_has_not_come_is_let_through() -> None:
    check_reversal(a_reversal(an_entry()), None)


def test_a_reversal_is_never_reversed() -> None:
    reversal = a_reversal(an_entry())

    assert reason_against(a_reversal(reversal), reversal) == "not_a_count"


def test_a_count_of_another_call_is_not_taken_back_here() -> None:
    count = an_entry(call_id=13)

    assert reason_against(a_reversal(count, call_id=12), count) == "not_a_count"


def test_the_count_of_a_colleague_is_not_taken_back_in_the_field() -> None:
    count = an_entry(person_id=COLLEAGUE)

    assert reason_against(a_reversal(count, person_id=7), count) == "not_own_count"


def test_a_count_of_an_hour_ago_is_not_taken_back_in_the_field() -> None:
    count = an_entry()
    later = NOON + timedelta(hours=1)

    reversal = a_reversal(count, counted_at=later, effective_at=later)

    assert reason_against(reversal, count) == "reversal_too_late"


def test_a_clock_that_was_set_back_makes_no_count_young_again() -> None:
    count = an_entry()

    reversal = a_reversal(
        count, counted_at=NOON - timedelta(hours=1), effective_at=NOON + timedelta(hours=8)
    )

    assert reason_against(reversal, count) == "reversal_too_late"
