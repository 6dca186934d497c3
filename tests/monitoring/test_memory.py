"""Limits of laid-out control groups, and what real processes use."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitoring.container import Container
from monitoring.counting.site_readings import SiteReadings
from monitoring.health_checks import Memory
from monitoring.memory import MB, MemoryReading, child_bytes, own_bytes, read_memory, server_bytes
from monitoring.minutes.readings import readings_of
from monitoring.worker_plan import plan_here

HERE = os.getpid()


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """Yield the process id of a small server: this process may be of any size by now."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid
        process.communicate(b"\n")


def a_container(folder: Path, *, limit_mb: int | None, used_mb: int = 100) -> Container:
    processes, groups = folder / "proc", folder / "cgroup"
    (processes / "self").mkdir(parents=True)
    groups.mkdir()
    (processes / "meminfo").write_text(f"MemTotal: {4096 * 1024} kB\n")
    (processes / "self" / "cgroup").write_text("0::/\n")
    (groups / "memory.max").write_text("max" if limit_mb is None else str(limit_mb * MB))
    (groups / "memory.current").write_text(str(used_mb * MB))
    return Container(groups=groups, processes=processes)


def test_what_the_container_uses_stands_beside_its_limit(tmp_path: Path) -> None:
    container = a_container(tmp_path, limit_mb=512)

    reading = read_memory(said_bytes=0, server_pid=HERE, container=container)

    assert reading == MemoryReading(100 * MB, 512 * MB, "the container")


def test_what_somebody_said_bounds_the_server_and_nobody_else(tmp_path: Path, server: int) -> None:
    container = a_container(tmp_path, limit_mb=None, used_mb=3000)

    reading = read_memory(said_bytes=4000 * MB, server_pid=server, container=container)

    assert reading is not None
    assert (reading.whose, reading.limit_bytes) == ("the server", 4000 * MB)
    assert reading.used_bytes < 1000 * MB


def test_of_two_limits_the_one_that_is_nearer_counts(tmp_path: Path, server: int) -> None:
    container = a_container(tmp_path, limit_mb=512, used_mb=500)

    reading = read_memory(said_bytes=511 * MB, server_pid=server, container=container)

    assert reading is not None
    assert reading.whose == "the container"


def test_more_than_the_container_has_says_nothing(tmp_path: Path) -> None:
    container = a_container(tmp_path, limit_mb=512, used_mb=1)

    reading = read_memory(said_bytes=512 * MB, server_pid=HERE, container=container)

    assert reading is not None
    assert reading.whose == "the container"


@pytest.mark.parametrize("limit_mb", [None, 8192], ids=["none", "more than the machine has"])
def test_where_nobody_set_a_limit_there_is_none(tmp_path: Path, limit_mb: int | None) -> None:
    container = a_container(tmp_path, limit_mb=limit_mb)

    assert read_memory(said_bytes=0, server_pid=HERE, container=container) is None


def test_without_a_limit_health_plan_and_chart_speak_of_the_same_memory(tmp_path: Path) -> None:
    container = a_container(tmp_path, limit_mb=None, used_mb=1024)
    health = Memory(container=container)

    health.run()

    words = "no container limit; the machine's 4,096 MB"
    assert health.figures == {"limit": words, "working_set_mb": 1024}
    plan = plan_here(container, said_mb=0, asked=0)
    assert f"{words} carry 63 workers" in str(plan).replace("No con", "no con")
    assert readings_of(SiteReadings(container).collect()).gauges["memory_ratio"] == 0.25


def test_where_a_limit_is_set_nobody_speaks_of_the_machine(tmp_path: Path) -> None:
    limited = a_container(tmp_path / "limited", limit_mb=512)
    free = a_container(tmp_path / "free", limit_mb=None)

    for container, said_mb in ((limited, 0), (free, 512)):
        assert "512 MB of memory carry" in str(plan_here(container, said_mb=said_mb, asked=0))


@pytest.fixture
def a_big_child() -> Iterator[int]:
    """Start a child of 30 MB, and return its process id."""
    code = "import sys; kept = b'x' * (30 << 20); print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline()
        yield child.pid
        child.communicate()


def test_a_child_counts_for_its_server(a_big_child: int) -> None:
    children = child_bytes(HERE)

    assert 30 * MB <= children[a_big_child] < 60 * MB
    assert own_bytes(HERE) + 30 * MB <= server_bytes(HERE)


def test_a_process_that_is_gone_uses_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        gone = child.pid

    assert (own_bytes(gone), server_bytes(gone), child_bytes(gone)) == (0, 0, {})
