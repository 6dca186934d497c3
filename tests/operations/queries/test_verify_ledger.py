import pytest
from django.db import connection

from operations.actions.settle import WentAway, reopen_discrepancy, settle_discrepancy
from operations.models import (
    CountedUnit,
    Discrepancy,
    HourlyRollup,
    LineTotal,
    TabletJournal,
    TallyEvent,
    User,
    VesselCall,
)
from operations.queries.verify_ledger import verify_ledger
from operations.rules.ledger_entry import LedgerEntry
from operations.vocabulary import DiscrepancyKind, DiscrepancyStatus
from tests import cast
from tests.ledger_cast import TabletInHand, problems
from tests.tampering import alter

AN_ID = "'01a213dd-4d00-7164-8385-000000000000'"
# Other values that the constraints of the table let pass; numbers grow by seven.
OTHER_VALUES = {
    "event_id": AN_ID,
    "kind": f"'REVERSAL', reverses = {AN_ID}",
    "reverses": f"{AN_ID}, kind = 'REVERSAL'",
    "direction": "'DISCHARGE'",
    "identifier": "'B'",
    "deck": "'6'",
    "gang": "'Gang 4'",
    "description": "'a ship'",
    "reason": "'because'",
    "flags": "''",
    "journal_id": AN_ID,
    "counted_at": "'2026-11-25 15:00:00.000001'",
    "effective_at": "'2026-11-25 14:59:59'",
    "received_at": "'2026-11-26 15:00:00'",
    "person_id": "(SELECT MAX(id) FROM operations_user)",
    "tablet_id": "(SELECT MAX(id) FROM operations_tablet)",
    "line_id": "(SELECT MAX(id) FROM operations_cargoline)",
}


@pytest.fixture
def three_counts(ramp: TabletInHand, hatch: TabletInHand) -> VesselCall:
    """Return a call with a car, something in words, and two cases counted."""
    line = cast.a_cargo_line(ramp.call)
    ramp.send(
        ramp.count(identifier="A"),
        ramp.count(description="a boat"),
        ramp.count(line=line.pk, quantity=2),
    )
    return ramp.call


def test_an_empty_ledger_is_as_recorded(call: VesselCall) -> None:
    assert problems(call) == []


@pytest.mark.parametrize("column", [*LedgerEntry._fields[2:], "digest"])
def test_a_column_altered_behind_its_back_is_found_at_its_position(
    three_counts: VesselCall, column: str
) -> None:
    value = "'0'" if column == "digest" else OTHER_VALUES.get(column, f"{column} + 7")
    three_counts.discrepancies.all().delete()

    alter(f"UPDATE operations_tallyevent SET {column} = {value} WHERE position = 2")  # noqa: S608  # the table above

    assert problems(three_counts) == ["position 2: its columns do not give its digest"]


@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_row_that_was_taken_out_is_missing(three_counts: VesselCall, position: int) -> None:
    CountedUnit.objects.all().delete()
    three_counts.discrepancies.all().delete()

    alter("DELETE FROM operations_tallyevent WHERE position = %s", position)

    assert problems(three_counts)[0].startswith(f"position {position}: is missing")


def test_rows_that_changed_places_are_found_at_the_first(three_counts: VesselCall) -> None:
    for old, new in ((1, 9), (2, 1), (9, 2)):
        alter("UPDATE operations_tallyevent SET position = %s WHERE position = %s", new, old)

    assert problems(three_counts) == ["position 1: its columns do not give its digest"]


def test_a_head_that_was_set_back_with_its_last_row_leaves_a_number_missing(
    three_counts: VesselCall,
) -> None:
    digest = TallyEvent.objects.get(position=2).digest
    three_counts.discrepancies.all().delete()
    LineTotal.objects.all().delete()
    HourlyRollup.objects.filter(unit_count=2).delete()
    HourlyRollup.objects.filter(unit_count=3).update(unit_count=1)
    alter("DELETE FROM operations_tallyevent WHERE position = 3")
    alter("UPDATE operations_vesselcall SET head_position = 2, head_digest = %s", digest)

    assert problems(three_counts)[-1].endswith("3 numbers arrived, 2 are here")


def test_a_head_with_another_digest_is_found(three_counts: VesselCall) -> None:
    alter("UPDATE operations_vesselcall SET head_digest = %s", "0" * 64)

    assert problems(three_counts) == ["position 3: the head of the call has another digest"]


def test_a_row_that_cannot_be_read_is_found(three_counts: VesselCall) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite holds any text in any column")
    alter("UPDATE operations_tallyevent SET reverses = 'no id', kind = 'REVERSAL'")

    assert problems(three_counts)[0].startswith("position 1: cannot be read")


def test_a_rollup_that_says_something_else_is_found(three_counts: VesselCall) -> None:
    HourlyRollup.objects.filter(unit_count__gt=0).update(unit_count=9)

    found = problems(three_counts)

    assert "it has 9 units and 0 kg, the ledger says" in found[0]
    assert found[0].startswith("rollup of 2026-11-25 15:00 UTC, LOAD, ")


def test_a_unit_that_is_held_for_another_event_is_found(ramp: TabletInHand) -> None:
    ramp.send(ramp.count(identifier="A"), ramp.count(identifier="A"))
    CountedUnit.objects.update(event=TallyEvent.objects.get(position=2))

    assert problems(ramp.call) == ["position 1: A is held for another event"]


def test_a_unit_that_is_not_held_is_found(three_counts: VesselCall) -> None:
    CountedUnit.objects.all().delete()

    assert problems(three_counts) == ["position 1: A is not held as counted"]


def test_a_unit_that_is_held_and_not_counted_is_found(three_counts: VesselCall) -> None:
    CountedUnit.objects.create(
        call=three_counts,
        direction="LOAD",
        identifier="B",
        event=TallyEvent.objects.get(position=2),
    )

    assert problems(three_counts) == ["B is held as counted, and nothing counts it"]


def test_a_line_with_another_total_is_found(three_counts: VesselCall) -> None:
    LineTotal.objects.update(counted_quantity=3)

    assert [each.split(": ")[1] for each in problems(three_counts)] == [
        "its total is 3, the ledger says 2"
    ]


def test_a_journal_that_counts_other_numbers_is_found(three_counts: VesselCall) -> None:
    TabletJournal.objects.filter(received_count=3).update(received_count=4)

    assert problems(three_counts)[0].endswith("of tablet Ramp 1: 4 numbers arrived, 3 are here")


def test_numbers_that_are_still_on_the_tablet_are_told_and_no_problem(ramp: TabletInHand) -> None:
    ramp.count()
    ramp.send(ramp.count())

    (verified,) = verify_ledger(reference=ramp.call.reference)

    assert (verified.missing_count, verified.problem) == (1, None)


def test_every_call_is_verified_and_only_the_first_problem_told(
    three_counts: VesselCall, supervisor: User
) -> None:
    cast.a_vessel_call(three_counts.terminal, berth=None, berthed_at=None)
    alter("UPDATE operations_tallyevent SET gang = 'Gang 9'")

    found = list(verify_ledger())

    assert [verified.problem.position if verified.problem else 0 for verified in found] == [1, 0]


def test_a_reference_that_no_call_has_is_refused(db: None) -> None:
    with pytest.raises(VesselCall.DoesNotExist):
        list(verify_ledger(reference="nowhere"))


@pytest.fixture
def counted_twice(ramp: TabletInHand, hatch: TabletInHand) -> Discrepancy:
    ramp.send(ramp.count(identifier="A"))
    hatch.send(hatch.count(identifier="A"))
    return Discrepancy.objects.get(call=ramp.call, kind=DiscrepancyKind.COUNTED_TWICE)


def test_a_discrepancy_that_says_something_else_is_found(counted_twice: Discrepancy) -> None:
    Discrepancy.objects.filter(pk=counted_twice.pk).update(quantity=3)

    assert problems(counted_twice.call) == [
        f"COUNTED_TWICE of {counted_twice.subject}: it says 3, the ledger says 1"
    ]


def test_a_discrepancy_that_was_taken_out_is_found(counted_twice: Discrepancy) -> None:
    Discrepancy.objects.filter(pk=counted_twice.pk).delete()

    assert problems(counted_twice.call) == [
        f"COUNTED_TWICE of {counted_twice.subject}: the ledger shows it, and it was not raised"
    ]


def test_a_discrepancy_that_nothing_shows_is_found(counted_twice: Discrepancy) -> None:
    Discrepancy.objects.filter(pk=counted_twice.pk).update(kind=DiscrepancyKind.HELD)

    assert problems(counted_twice.call)[0] == (
        f"HELD of {counted_twice.subject}: it says 1, the ledger says 0"
    )


def test_what_a_person_settled_still_stands(counted_twice: Discrepancy, supervisor: User) -> None:
    settle_discrepancy(
        discrepancy=counted_twice,
        settlement="One car, seen twice.",
        settled_by=supervisor,
        settled_at=cast.NOON,
    )

    assert problems(counted_twice.call) == []


def test_what_went_away_by_itself_is_not_opened_or_settled_as_if_it_were_there(
    ramp: TabletInHand, supervisor: User
) -> None:
    count = ramp.count(identifier="OVER1")
    ramp.send(count)
    over = Discrepancy.objects.get(call=ramp.call)
    ramp.send(ramp.undo(count))

    with pytest.raises(WentAway):
        reopen_discrepancy(discrepancy=over, reopened_by=supervisor)
    with pytest.raises(WentAway):
        settle_discrepancy(
            discrepancy=over, settlement="Ours.", settled_by=supervisor, settled_at=cast.NOON
        )

    assert problems(ramp.call) == []


def test_a_discrepancy_that_somebody_settled_behind_its_back_is_found(
    counted_twice: Discrepancy,
) -> None:
    Discrepancy.objects.filter(pk=counted_twice.pk).update(
        status=DiscrepancyStatus.SETTLED, settled_at=cast.NOON
    )

    assert problems(counted_twice.call) == [
        f"COUNTED_TWICE of {counted_twice.subject}: nobody settled it, and it is not open"
    ]
