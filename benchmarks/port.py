"""A port with a ship alongside and a tablet at its ramp; import it once Django is set up."""

from datetime import timedelta

from django.db import connection

from operations.actions.record_tally_events import TallyBatch, record_tally_events
from operations.models import CargoClass, Unit, VesselCall
from operations.vocabulary import CargoMode, Role
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand

BATCH = 500
DECKS, GANGS, CARS_AN_HOUR = 6, 3, 120


class APort:
    """Cars on a list, and a clerk who counts them, 120 an hour, gang by gang and deck by deck."""

    def __init__(self, *, listed: int) -> None:
        terminal = cast.a_terminal()
        self.supervisor = cast.a_person("supervisor", terminal, role=Role.SUPERVISOR)
        self.call = cast.a_vessel_call(terminal)
        self._clerk = cast.a_person("clerk3", terminal)
        self._ramp = TabletInHand(cast.a_tablet(terminal), self._clerk, self.call)
        self._counted = 0
        _list_cars(self.call, listed)

    def next_batch(self) -> TallyBatch:
        """Return five hundred cars that are counted for the first time, in one shift."""
        began = NOON + timedelta(hours=self._counted // CARS_AN_HOUR)
        token = cast.a_shift_token(self._clerk, self._ramp.tablet, starts_at=began)
        events = [self._next_count(token) for _ in range(BATCH)]
        return TallyBatch(
            journal_id=self._ramp.journal_id,
            head_sequence=self._ramp.head_sequence,
            unsent_count=BATCH,
            build="3f9c21aa07be",
            device_now=NOON,
            events=events,
        )

    def _next_count(self, token: str) -> dict[str, object]:
        self._counted += 1
        hours = self._counted // CARS_AN_HOUR
        return self._ramp.count(
            identifier=name_of_car(self._counted),
            counted_at=(NOON + timedelta(hours=hours)).isoformat(),
            deck=str(hours % DECKS),
            gang=f"Gang {self._counted % GANGS}",
            token=token,
        )

    def record(self, batch: TallyBatch) -> None:
        """Record a batch, every event of which has to be accepted."""
        received_at = NOON + timedelta(days=60)
        outcome = record_tally_events(
            batch=batch, tablet=self._ramp.tablet, received_at=received_at
        )
        assert all(result.verdict == "accepted" for result in outcome.results)

    def last_rows(self, table: str) -> list[tuple[object, ...]]:
        """Return the rows of a table that the last batch wrote."""
        order = "position" if table == "operations_tallyevent" else "id"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} ORDER BY {order} DESC LIMIT {BATCH}")
            rows: list[tuple[object, ...]] = cursor.fetchall()
        return rows[::-1]


def name_of_car(number: int) -> str:
    """Return the identifier of a car."""
    return f"WVWZZZ1JZX{number:07}"


def _list_cars(call: VesselCall, count: int) -> None:
    car = CargoClass.objects.create(code="CAR", name="Cars")
    line = cast.a_cargo_line(call, CargoMode.IDENTIFIED, expected_quantity=count, cargo_class=car)
    cars = (
        Unit(call=call, line=line, direction="LOAD", identifier=name_of_car(number))
        for number in range(1, count + 1)
    )
    Unit.objects.bulk_create(cars, batch_size=5_000)
