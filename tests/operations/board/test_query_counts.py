"""Each page asks the database a fixed number of questions, however much there is to show."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from operations.models import Tablet, User, VesselCall
from operations.vocabulary import CargoMode
from tests import cast
from tests.ledger_cast import TabletInHand
from tests.operations.board.desk import Desk

COUNTS: dict[str, int] = json.loads(
    Path(__file__).with_name("query_counts.json").read_text(encoding="utf-8")
)

pytestmark = pytest.mark.usefixtures("at_noon")


def fill(ramp: TabletInHand, how_much: int) -> None:
    """Count cars, cases and weights of that many lines, calls and tablets."""
    for number in range(how_much):
        call = ramp.call if number == 0 else _another_call(ramp.call)
        cases = cast.a_cargo_line(call)
        coils = cast.a_cargo_line(call, CargoMode.BULK, expected_quantity=5_000)
        known = {"call": call, "deck": str(number), "gang": f"Gang {number}"}
        ramp.send(
            ramp.count(**known),
            ramp.count(**known, line=cases.pk, quantity=30),
            ramp.count(**known, line=coils.pk, quantity=6_000),
            ramp.count(**known, quantity=1.9),
        )
        clerk = User.objects.get(username="clerk3")
        TabletInHand(cast.a_tablet(call.terminal, f"Spare {number}"), clerk, call).send()


def _another_call(call: VesselCall) -> VesselCall:
    return cast.a_vessel_call(call.terminal, berth=None, berthed_at=None)


def queries_of(desk: Desk, path: str, etag: str = "") -> int:
    with CaptureQueriesContext(connection) as asked:
        desk.poll(path, etag)
    return len(asked)


@pytest.mark.parametrize("how_much", [1, 4])
@pytest.mark.parametrize("page", sorted(COUNTS))
def test_a_page_asks_what_is_written_down(
    desk: Desk, ramp: TabletInHand, page: str, how_much: int
) -> None:
    fill(ramp, how_much)
    name, _, how = page.partition(", ")
    path = name.replace("REFERENCE", ramp.call.reference)
    etag = desk.poll(path).headers.get("ETag", "") if how == "unchanged" else ""
    if how != "seen by somebody":
        cache.clear()
    else:
        desk.get(path)

    assert queries_of(desk, path, etag) == COUNTS[page]


def test_nothing_is_left_out_of_the_count(ramp: TabletInHand) -> None:
    fill(ramp, 2)

    assert Tablet.objects.count() == 3
    assert VesselCall.objects.count() == 2
