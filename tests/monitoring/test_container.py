"""Control groups of both versions, laid out as the kernel lays them out."""

from pathlib import Path

import pytest

from monitoring.container import Container, MemoryUse

MB = 1024 * 1024
NO_LIMIT_V1 = "9223372036854771712"
MACHINE = "MemTotal:       24681472 kB\nMemFree: 1 kB\n"


class Machine:
    """A folder that looks like /proc and /sys/fs/cgroup."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.write("proc/meminfo", MACHINE)

    def write(self, name: str, text: str) -> None:
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def member_of(self, *lines: str) -> None:
        self.write("proc/self/cgroup", "".join(f"{line}\n" for line in lines))

    @property
    def container(self) -> Container:
        return Container(groups=self._folder / "cgroup", processes=self._folder / "proc")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_tightest_limit_of_all_groups_around_counts(machine: Machine) -> None:
    machine.member_of("0::/pod/web")
    machine.write("cgroup/pod/memory.max", f"{512 * MB}\n")
    machine.write("cgroup/pod/web/memory.max", "max\n")

    assert machine.container.memory_limit_bytes() == 512 * MB


def test_version_one_says_no_limit_with_a_number(machine: Machine) -> None:
    machine.member_of("4:memory:/web", "1:cpu,cpuacct:/web")
    machine.write("cgroup/memory/web/memory.limit_in_bytes", NO_LIMIT_V1)

    assert machine.container.memory_limit_bytes() == 24681472 * 1024


def test_a_limit_of_version_one_is_read(machine: Machine) -> None:
    machine.member_of("4:memory:/web")
    machine.write("cgroup/memory/web/memory.limit_in_bytes", str(256 * MB))
    machine.write("cgroup/memory/memory.limit_in_bytes", NO_LIMIT_V1)

    assert machine.container.memory_limit_bytes() == 256 * MB


def test_a_container_that_sees_its_group_as_the_base_is_read(machine: Machine) -> None:
    machine.member_of("0::/kubepods/pod7/abc")
    machine.write("cgroup/memory.max", str(512 * MB))
    machine.write("cgroup/memory.current", str(100 * MB))

    assert machine.container.memory_limit_bytes() == 512 * MB
    assert machine.container.memory_use() == MemoryUse(100 * MB, 0)


def test_files_that_nobody_reads_are_not_in_the_working_set(machine: Machine) -> None:
    machine.member_of("0::/web")
    machine.write("cgroup/web/memory.current", str(510 * MB))
    machine.write("cgroup/web/memory.stat", f"anon {20 * MB}\ninactive_file {487 * MB}\n")

    assert machine.container.memory_use() == MemoryUse(23 * MB, 20 * MB)


def test_version_one_counts_the_groups_below_too(machine: Machine) -> None:
    machine.member_of("4:memory:/web")
    machine.write("cgroup/memory/web/memory.usage_in_bytes", str(300 * MB))
    machine.write(
        "cgroup/memory/web/memory.stat",
        f"inactive_file 1\ntotal_inactive_file {100 * MB}\ntotal_rss {150 * MB}\n",
    )

    assert machine.container.memory_use() == MemoryUse(200 * MB, 150 * MB)


def test_a_working_set_is_never_below_nothing(machine: Machine) -> None:
    machine.member_of("0::/")
    machine.write("cgroup/memory.current", "10")
    machine.write("cgroup/memory.stat", "inactive_file 20\nanon 5\n")

    assert machine.container.memory_use() == MemoryUse(0, 5)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("cgroup/web/cpu.max", "50000 100000\n"),
        ("cgroup/cpu.max", "50000 100000\n"),
    ],
)
def test_a_quota_counts_wherever_it_stands(machine: Machine, file: str, text: str) -> None:
    machine.member_of("0::/web")
    machine.write("cgroup/web/cgroup.procs", "")
    machine.write(file, text)

    assert machine.container.cpu_count() == 0.5


def test_a_quota_of_version_one_is_read(machine: Machine) -> None:
    machine.member_of("1:cpu,cpuacct:/web")
    machine.write("cgroup/cpu/web/cpu.cfs_quota_us", "25000")
    machine.write("cgroup/cpu/web/cpu.cfs_period_us", "100000")

    assert machine.container.cpu_count() == 0.25


@pytest.mark.parametrize(
    ("folder", "quota"),
    [("cgroup/web/cpu.max", "max 100000"), ("cgroup/cpu/cpu.cfs_quota_us", "-1")],
)
def test_without_a_quota_the_processors_of_this_process_count(
    machine: Machine, folder: str, quota: str
) -> None:
    machine.member_of("0::/web", "1:cpu:/")
    machine.write(folder, quota)
    machine.write("cgroup/cpu/cpu.cfs_period_us", "100000")

    assert machine.container.cpu_count() == Container(groups=Path("/nowhere")).cpu_count() >= 1


def test_where_nothing_can_be_read_nothing_is_made_up(tmp_path: Path) -> None:
    nowhere = Container(groups=tmp_path / "cgroup", processes=tmp_path / "proc")

    assert nowhere.memory_limit_bytes() is None
    assert nowhere.memory_use() is None
    assert nowhere.cpu_count() >= 1


def test_this_very_machine_is_read() -> None:
    here = Container()

    limit, use = here.memory_limit_bytes(), here.memory_use()

    assert limit is not None
    assert use is None or 0 < use.working_set_bytes < limit
