"""How many connections a worker keeps: none of those it served while a line waits."""

from types import SimpleNamespace
from typing import Any

import pytest

from monitoring.gunicorn.worker import DoorClosingWorker
from monitoring.worker_plan import PLACES

KEPT = 900
BUSY = 2 * PLACES


def kept_by(*, under_way: int, kept: int = 0, silent: int = 0) -> int:
    """Return how many connections a worker with so many may keep."""
    worker: Any = SimpleNamespace(
        nr_conns=under_way + kept + silent,
        keepalived_conns=[object()] * kept,
        pending_conns=[object()] * silent,
        _most_kept=KEPT,
    )
    rule = vars(DoorClosingWorker)["max_keepalived"]
    return int(rule.fget(worker))


@pytest.mark.parametrize("under_way", [0, 1, BUSY])
def test_a_worker_at_ease_keeps_connections(under_way: int) -> None:
    assert kept_by(under_way=under_way, kept=300) == KEPT


def test_a_worker_with_a_line_sends_people_on() -> None:
    assert kept_by(under_way=BUSY + 1) == 0


def test_who_is_connected_and_asks_nothing_is_no_line() -> None:
    assert kept_by(under_way=1, silent=BUSY, kept=BUSY) == KEPT
