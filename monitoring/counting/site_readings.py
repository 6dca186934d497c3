"""What is read from the machine when somebody asks, about all processes of the site together."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

import psutil
from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from monitoring.container import Container
from monitoring.counting.metrics_folder import folder_in_use

# How often the times are read anew when a worker ended just then; more never end at once.
_MOST_READINGS = 5


class SiteReadings(Collector):
    """Memory of the container, and time and number of the processes; a few milliseconds to read."""

    def __init__(self, container: Container | None = None) -> None:
        self._container = container or Container()

    def collect(self) -> Iterable[Metric]:
        """Return the figures as they are now; those that the machine does not tell are left out."""
        yield from self._memory()
        yield _gauge(
            "site_container_cpu_limit_cpus",
            "Processors that the container may use.",
            self._container.cpu_count(),
        )
        site = _processes()
        seconds = CounterMetricFamily("site_cpu_seconds", "Processor time of the site.")
        seconds.add_metric([], cpu_seconds(site))
        yield seconds
        yield _gauge("site_workers", "Worker processes.", len(site) - 1)

    def _memory(self) -> Iterator[Metric]:
        if (limit := self._container.memory_limit_bytes()) is not None:
            name = "site_container_memory_limit_bytes"
            yield _gauge(name, "Memory that the container may use.", limit)
        if use := self._container.memory_use():
            name = "site_container_memory_working_set_bytes"
            yield _gauge(name, "Memory that cannot be taken back.", use.working_set_bytes)
            name = "site_container_memory_anonymous_bytes"
            yield _gauge(name, "Memory that no file stands behind.", use.anonymous_bytes)


def cpu_seconds(site: list[psutil.Process]) -> float:
    """Return the processor time of a master and its workers, of ended ones too; never less."""
    for _ in range(_MOST_READINGS):
        before = _seconds_of_the_ended(site[0])
        of_living = sum(_own_seconds(process) for process in site)
        # When one ended in between, its time has moved to that of the master's children.
        if _seconds_of_the_ended(site[0]) == before:
            break
    return before + of_living


def _processes() -> list[psutil.Process]:
    """Return the master and its workers; where there is no master, this process alone."""
    folder = folder_in_use()
    if folder is None:
        return [psutil.Process()]
    try:
        master = psutil.Process(folder.master_pid)
    except psutil.NoSuchProcess:
        # It was killed; its workers notice within a second, and end.
        return [psutil.Process()]
    return [master, *master.children()]


def _own_seconds(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


def _seconds_of_the_ended(master: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = master.cpu_times()
        return float(times.children_user + times.children_system)
    return 0.0


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)
