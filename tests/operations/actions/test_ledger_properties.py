"""Whatever the network does to the batches, the ledger adds up to what was counted."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from operations.models import VesselCall
from tests import cast
from tests.ledger_cast import Raw, TabletInHand, problems, totals

# Each example has a call of its own, so that one database serves them all.
against_the_database = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# What is counted (a car, cases, a boat), and which earlier event is taken back, if any.
work = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["A", "B", "C", "cases", "boat"]),
        st.none() | st.integers(0, 20),
    ),
    min_size=1,
    max_size=12,
)


class Shift:
    """Two tablets at one call, what they recorded, and what it must add up to."""

    def __init__(self, call: VesselCall, tablets: Sequence[TabletInHand]) -> None:
        self.line = cast.a_cargo_line(call, expected_quantity=7)
        self.tablets = tablets
        self.events: list[tuple[TabletInHand, Raw]] = []
        self._taken_back: set[object] = set()

    def record(self, hand: int, subject: str, takes_back: int | None) -> None:
        tablet = self.tablets[hand]
        if takes_back is not None and self.events:
            counter, event = self.events[takes_back % len(self.events)]
            self.events.append((tablet, tablet.undo(event)))
            if counter is tablet:
                self._taken_back.add(event["event_id"])
        elif subject == "cases":
            self.events.append((tablet, tablet.count(line=self.line.pk, quantity=3)))
        elif subject == "boat":
            self.events.append((tablet, tablet.count(description="a boat")))
        else:
            self.events.append((tablet, tablet.count(identifier=subject)))

    def standing(self) -> list[Raw]:
        counts = [event for _, event in self.events if event["kind"] == "COUNT"]
        return [event for event in counts if event["event_id"] not in self._taken_back]

    def deliver(self, places: Sequence[int]) -> None:
        for tablet in self.tablets:
            chosen = [self.events[at][1] for at in places if self.events[at][0] is tablet]
            tablet.send(*chosen)


def batches(data: st.DataObject, shift: Shift) -> list[list[int]]:
    """Return batches of any size, in any order, with any repetition, that leave nothing out."""
    places = st.integers(0, len(shift.events) - 1)
    early = data.draw(st.lists(st.lists(places, max_size=5), max_size=5))
    rest = data.draw(st.permutations(range(len(shift.events))))
    cut = data.draw(st.integers(0, len(rest)))
    return [*early, rest[:cut], rest[cut:]]


@against_the_database
@given(work=work, data=st.data())
def test_any_order_any_repetition_and_any_split_of_batches_give_the_same_totals(
    ramp: TabletInHand,
    hatch: TabletInHand,
    work: list[tuple[int, str, int | None]],
    data: st.DataObject,
) -> None:
    call = cast.a_vessel_call(ramp.call.terminal, berth=None, berthed_at=None)
    shift = Shift(call, [TabletInHand(each.tablet, each.person, call) for each in (ramp, hatch)])
    for each in work:
        shift.record(*each)

    for batch in batches(data, shift):
        shift.deliver(batch)
        assert problems(call) == []

    counted = totals(call)
    standing = shift.standing()
    assert {name for _, name in counted.holders} == {e["identifier"] for e in standing} - {""}
    cases = sum(3 for event in standing if event["line"])
    assert sum(counted.lines.values()) == cases
    boats = sum(1 for event in standing if event["description"])
    assert sum(units for units, _ in counted.buckets.values()) == (
        len(counted.holders) + cases + boats
    )
