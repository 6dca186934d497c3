"""A container platform that asks a site whether it lives, and restarts it when it does not.

After Kubernetes: probes one after the other; a failure is any status but 200 to 399, or none in
time; so many failures in a row are a restart.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.faults.visitors import Visitor

OF_A_CONTAINER_THAT_LIVES = range(200, 400)


@dataclass(frozen=True)
class LivenessProbe:
    """What a platform is told of a container; times in seconds."""

    path: str
    initial_delay_seconds: float
    period_seconds: float
    timeout_seconds: float
    failure_threshold: int

    def faster(self, times: float, *, timeout_seconds: float) -> "LivenessProbe":
        """Return the same probe where time passes faster, with a timeout that may be as short."""
        return replace(
            self,
            initial_delay_seconds=self.initial_delay_seconds / times,
            period_seconds=self.period_seconds / times,
            timeout_seconds=timeout_seconds,
        )


# As the platform of production is told to; the figures are those of the deployment's own files.
IN_PRODUCTION = LivenessProbe("/health/quick", 30, 30, 5, failure_threshold=3)


class ContainerPlatform:
    """Watches over one container."""

    def __init__(
        self, probe: LivenessProbe, *, port: int, cookie: str = "", restart: Callable[[], None]
    ) -> None:
        self.restart_count = 0
        self.probe_count = 0
        self._probe = probe
        self._restart = restart
        self._asker = Visitor(port, [probe.path], cookie, patience_seconds=probe.timeout_seconds)

    def work(self, is_over: Callable[[], bool]) -> None:
        """Probe until it is over."""
        clock = threading.Event()
        clock.wait(self._probe.initial_delay_seconds)
        failures = 0
        while not is_over():
            failures = 0 if self._lives() else failures + 1
            if failures == self._probe.failure_threshold:
                failures = 0
                self.restart_count += 1
                self._restart()
                clock.wait(self._probe.initial_delay_seconds)
            clock.wait(self._probe.period_seconds)

    def _lives(self) -> bool:
        self.probe_count += 1
        return self._asker.ask(self._probe.path).status in OF_A_CONTAINER_THAT_LIVES
