import pytest
from django.db import IntegrityError, connection, transaction

from operations.models import TallyEvent, VesselCall
from tests.ledger_cast import TabletInHand

pytestmark = pytest.mark.django_db


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operations_tallyevent SET quantity = quantity",
        "UPDATE operations_tallyevent SET deck = '6' WHERE position = 1",
        "DELETE FROM operations_tallyevent WHERE position = 2",
    ],
)
def test_no_row_is_altered_or_deleted_by_sql(ramp: TabletInHand, statement: str) -> None:
    ramp.send(ramp.count(), ramp.count())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(statement)


def test_the_ledger_is_not_truncated(ramp: TabletInHand) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE: Django deletes row by row there")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute("TRUNCATE operations_tallyevent CASCADE")


def test_no_row_is_altered_by_the_models(ramp: TabletInHand) -> None:
    ramp.send(ramp.count())
    event = TallyEvent.objects.get()
    event.quantity = 2

    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        TallyEvent.objects.update(deck="6")


@pytest.mark.parametrize("position", [0, 1])
def test_a_stale_copy_of_a_call_does_not_set_its_head_back(
    ramp: TabletInHand, position: int
) -> None:
    ramp.send(ramp.count())
    stale = VesselCall.objects.get()
    stale.head_position, stale.head_digest = position, "0" * 64
    ramp.send(*(ramp.count() for _ in range(1 - position)))

    with pytest.raises(IntegrityError, match="only moves on"), transaction.atomic():
        stale.save()


def test_a_call_that_has_events_is_not_deleted(ramp: TabletInHand) -> None:
    ramp.send(ramp.count())

    with pytest.raises(IntegrityError):
        VesselCall.objects.all().delete()
