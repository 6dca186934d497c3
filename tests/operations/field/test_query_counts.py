"""Each request asks the database a fixed number of questions, however long the lists are."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from operations.models import CargoLine, Unit, VesselCall
from operations.vocabulary import CargoMode
from tests import cast
from tests.operations.field.tablets import TabletClient

# Who asks: the tablet with its terminal and port, and the person on shift.
WHO = 2


def test_session_asks_who(
    ramp: TabletClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(WHO):
        ramp.get("session")


def test_calls_ask_the_same_for_one_call_as_for_many(
    ramp: TabletClient, loaded_call: VesselCall
) -> None:
    with CaptureQueriesContext(connection) as for_one:
        ramp.get("calls")
    for number in range(5):
        other = cast.a_vessel_call(loaded_call.terminal, berth=None, berthed_at=None)
        cast.a_unit(other, f"WVWZZZ1JZXW00000{number}")

    with CaptureQueriesContext(connection) as for_many:
        ramp.get("calls")

    assert len(for_many) == len(for_one)


def test_a_list_of_five_thousand_asks_three_questions(
    ramp: TabletClient, call: VesselCall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    line = cast.a_cargo_line(call, CargoMode.IDENTIFIED)
    Unit.objects.bulk_create(
        Unit(call=call, line=line, direction="LOAD", identifier=f"WVWZZZ1JZXW{number:06}")
        for number in range(5_000)
    )
    CargoLine.objects.bulk_create(
        CargoLine(call=call, mode="COUNTED", direction="LOAD", expected_quantity=1)
        for _ in range(50)
    )

    with django_assert_num_queries(WHO + 3):
        answer = ramp.get(f"calls/{call.pk}/cargo", headers={"Accept-Encoding": "gzip"})

    assert len(answer.json()["units"]) == 5_000


def test_an_unchanged_list_is_not_read(
    ramp: TabletClient,
    loaded_call: VesselCall,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(WHO + 1):
        ramp.get(f"calls/{loaded_call.pk}/cargo?version=0")


def test_changes_ask_for_the_call_and_its_events(
    ramp: TabletClient, call: VesselCall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ramp.send(*[cast.a_raw_event(call, token=ramp.shift, sequence=n) for n in range(1, 31)])

    with django_assert_num_queries(WHO + 2):
        ramp.get(f"calls/{call.pk}/changes")


def test_a_batch_asks_the_same_for_two_events_as_for_thirty(
    ramp: TabletClient, loaded_call: VesselCall
) -> None:
    few = [cast.a_raw_event(loaded_call, token=ramp.shift, sequence=n) for n in (1, 2)]
    many = [cast.a_raw_event(loaded_call, token=ramp.shift, sequence=n) for n in range(3, 33)]
    ramp.send()

    with CaptureQueriesContext(connection) as for_few:
        ramp.send(*few)
    with CaptureQueriesContext(connection) as for_many:
        ramp.send(*many)

    assert len(for_many) == len(for_few)
