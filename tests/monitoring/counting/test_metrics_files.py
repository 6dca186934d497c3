"""Files as workers leave them behind, added up and settled."""

import fcntl
import os
from contextlib import closing
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.mmap_dict import MmapedDict, mmap_key

from monitoring.counting.metrics_files import add_up, settle_the_dead

LIVING, DEAD = 11, 12


def a_worker_counted(folder: Path, pid: int, count: float, kind: str = "counter") -> None:
    key = mmap_key("moves", "moves_total", ["hatch"], ["2"], "Moves.")
    with closing(MmapedDict(str(folder / f"{kind}_{pid}.db"))) as file:
        file.write_value(key, count, 0.0)


def values(metrics: list[Metric]) -> list[float]:
    return [sample.value for metric in metrics for sample in metric.samples]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.db")}


def test_what_the_dead_counted_is_kept_in_one_file(tmp_path: Path) -> None:
    a_worker_counted(tmp_path, LIVING, 1)
    for pid in range(DEAD, DEAD + 5):
        a_worker_counted(tmp_path, pid, 10)
        settle_the_dead(tmp_path, alive=[LIVING])

    assert names(tmp_path) == {f"counter_{LIVING}.db", "counter_dead.db"}
    assert values(list(add_up(tmp_path))) == [51]


def test_what_the_dead_measured_is_forgotten(tmp_path: Path) -> None:
    a_worker_counted(tmp_path, LIVING, 1, kind="gauge_livesum")
    a_worker_counted(tmp_path, DEAD, 10, kind="gauge_livesum")

    settle_the_dead(tmp_path, alive=[LIVING])

    assert values(list(add_up(tmp_path))) == [1]


def test_nothing_is_moved_while_somebody_adds_up(tmp_path: Path) -> None:
    a_worker_counted(tmp_path, DEAD, 10)
    reader = os.open(tmp_path / "adding.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(reader, fcntl.LOCK_SH)

    settle_the_dead(tmp_path, alive=[])
    left = names(tmp_path)
    os.close(reader)
    settle_the_dead(tmp_path, alive=[])

    assert (left, names(tmp_path)) == ({f"counter_{DEAD}.db"}, {"counter_dead.db"})


def test_a_worker_that_was_killed_before_its_first_figure_spoils_nothing(tmp_path: Path) -> None:
    (tmp_path / f"counter_{DEAD}.db").touch()
    a_worker_counted(tmp_path, LIVING, 1)

    before = values(list(add_up(tmp_path)))
    settle_the_dead(tmp_path, alive=[LIVING])

    assert (before, values(list(add_up(tmp_path)))) == ([1], [1])
    assert names(tmp_path) == {f"counter_{LIVING}.db"}
