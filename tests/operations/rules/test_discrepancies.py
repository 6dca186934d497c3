from operations.rules import discrepancies
from operations.rules.tally_totals import CargoFacts, Standing
from operations.vocabulary import CargoMode, Direction, DiscrepancyKind, Flag
from tests.ledger_cast import an_entry, an_id, from_the_office

KEY = (Direction.LOAD, "A")
LISTED = CargoFacts(Direction.LOAD, is_listed=True)
CASES = LISTED._replace(mode=CargoMode.COUNTED, listed_quantity=24)


def kinds_of_unit(count: int, facts: CargoFacts, *, is_completed: bool = False) -> set[str]:
    standing = Standing(count, an_id() if count else None)
    seen = discrepancies.of_unit(KEY, standing=standing, facts=facts, is_completed=is_completed)
    return {each.kind for each in seen}


def of_cases(counted: int, facts: CargoFacts = CASES, *, is_completed: bool) -> dict[str, int]:
    seen = discrepancies.of_line(31, facts=facts, counted=counted, is_completed=is_completed)
    return {each.kind: each.quantity for each in seen}


def test_a_listed_unit_counted_once_is_nothing_to_look_at() -> None:
    assert kinds_of_unit(1, LISTED, is_completed=True) == set()


def test_a_listed_unit_is_short_only_after_completion() -> None:
    assert kinds_of_unit(0, LISTED) == set()
    assert kinds_of_unit(0, LISTED, is_completed=True) == {DiscrepancyKind.SHORT}


def test_a_unit_for_another_port_is_never_short_here() -> None:
    elsewhere = LISTED._replace(is_worked_here=False)

    assert kinds_of_unit(0, elsewhere, is_completed=True) == set()


def test_everything_that_is_wrong_with_a_unit_is_told() -> None:
    held = CargoFacts(Direction.LOAD, hold_reason="customs")

    assert kinds_of_unit(2, held) == {
        DiscrepancyKind.OVER,
        DiscrepancyKind.HELD,
        DiscrepancyKind.COUNTED_TWICE,
    }


def test_over_and_short_of_a_line_are_told_by_how_much() -> None:
    assert of_cases(26, is_completed=False) == {DiscrepancyKind.OVER: 2}
    assert of_cases(20, is_completed=True) == {DiscrepancyKind.SHORT: 4}


def test_a_line_under_way_is_not_short() -> None:
    assert of_cases(20, is_completed=False) == {}


def test_a_line_for_another_port_is_at_the_wrong_port_and_not_over() -> None:
    elsewhere = CASES._replace(is_worked_here=False)

    assert of_cases(3, elsewhere, is_completed=False) == {DiscrepancyKind.WRONG_PORT: 3}


def test_a_line_that_is_no_more_on_the_list_is_over() -> None:
    dropped = CASES._replace(is_listed=False)

    assert of_cases(3, dropped, is_completed=True) == {DiscrepancyKind.OVER: 3}


def test_late_work_is_told_once_for_a_tablet() -> None:
    subjects = {
        discrepancies.of_event(an_entry(position), {Flag.LATE})[0].subject for position in (1, 2)
    }

    assert subjects == {"tablet:4"}


def test_what_the_office_does_late_is_nothing_to_look_at() -> None:
    assert discrepancies.of_event(from_the_office(an_entry()), {Flag.LATE}) == []
