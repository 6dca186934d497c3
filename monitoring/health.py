"""How the site is: a picture that each worker takes every few seconds, and that answers probes."""

import logging
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from health_check.exceptions import HealthCheckException, ServiceWarning

from monitoring.health_check import Check, Figure, Note
from monitoring.health_checks import CRITICAL, all_checks

logger = logging.getLogger(__name__)

# With the deadline of a check it stays below the five seconds in which a change must be told.
EVERY_SECONDS = 3.0
# Five looks were missed: nobody knows any more.
STALE_AFTER_SECONDS = 15.0
# Whoever looks has stopped for good: a restart would help.
SILENT_AFTER_SECONDS = 30.0


class State(StrEnum):
    """How a check, or the site, is."""

    OK = "ok"
    DEGRADED = "degraded"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; what it says, its figures and notes are for operators only."""

    name: str
    state: State
    says: str
    took_seconds: float
    figures: Mapping[str, Figure]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What all checks found at one moment of the monotonic clock."""

    findings: tuple[Finding, ...]
    seen_at: float

    @property
    def state(self) -> State:
        """Return fail when a critical check fails, degraded when any check is not well."""
        if any(each.state is State.FAIL and each.name in CRITICAL for each in self.findings):
            return State.FAIL
        return State.OK if all(each.state is State.OK for each in self.findings) else State.DEGRADED

    @property
    def not_well(self) -> str:
        """Return what is not well, such as "redis fail, security degraded"; "" when all is."""
        found = [
            f"{each.name} {each.state}" for each in self.findings if each.state is not State.OK
        ]
        return ", ".join(found)

    @property
    def age_seconds(self) -> float:
        """Return how long ago it was taken."""
        return time.monotonic() - self.seen_at


class Examination:
    """One check under way, in a thread of its own: a check that hangs must hold up nobody."""

    def __init__(self, name: str, check: Check) -> None:
        self._name = name
        self._check = check
        self._error: Exception | None = None
        self._began_at = time.monotonic()
        self._took_seconds: float | None = None
        self._thread = threading.Thread(target=self._run, name=f"health-{name}", daemon=True)
        self._thread.start()

    @property
    def is_under_way(self) -> bool:
        """Return whether it has not come back yet."""
        return self._thread.is_alive()

    def finding(self) -> Finding:
        """Wait until it is done or its deadline is over, and return what is known."""
        deadline = self._began_at + self._check.timeout.total_seconds()
        self._thread.join(max(deadline - time.monotonic(), 0))
        took = self._took_seconds
        if took is None:
            took = time.monotonic() - self._began_at
            return Finding(self._name, State.FAIL, f"no answer for {took:.1f} s", took, {})
        state = _state_of(self._error)
        says = "" if self._error is None else _words_of(self._error)
        check = self._check
        return Finding(self._name, state, says, took, check.figures, tuple(check.notes))

    def _run(self) -> None:
        try:
            self._check.run()
        except HealthCheckException as error:
            self._error = error
        except Exception as error:  # whatever it is, this look has an answer, and the next is taken
            logger.exception("the health check %s failed by itself", self._name)
            self._error = error
        self._took_seconds = time.monotonic() - self._began_at


class Watcher:
    """Takes one look after the other; starts no check anew that still hangs from before."""

    def __init__(self) -> None:
        self._under_way: dict[str, Examination] = {}
        self._states: dict[str, State] = {}

    def look(self, checks: Mapping[str, Check]) -> Snapshot:
        """Run all checks side by side and return what they found."""
        for name, check in checks.items():
            before = self._under_way.get(name)
            if before is None or not before.is_under_way:
                self._under_way[name] = Examination(name, check)
        findings = tuple(self._under_way[name].finding() for name in checks)
        snapshot = Snapshot(findings, seen_at=time.monotonic())
        steady = {name for name, check in checks.items() if check.is_steady}
        self._tell_news(snapshot, steady)
        return snapshot

    def _tell_news(self, snapshot: Snapshot, steady: Collection[str]) -> None:
        # One part that is well again says nothing of the others.
        rest = f"the site is {snapshot.state}: {snapshot.not_well}"
        for finding in snapshot.findings:
            before = self._states.get(finding.name, State.OK)
            self._states[finding.name] = finding.state
            # What is steady was told before the workers were, once for all of them.
            if finding.state is not before and finding.name not in steady:
                words = finding.says or (rest if snapshot.not_well else "all is well")
                logger.warning(
                    "health: %s is %s, was %s: %s", finding.name, finding.state, before, words
                )


_watcher = Watcher()
_snapshots: list[Snapshot] = []


def look(*, server_pid: int | None = None, is_thorough: bool = False) -> Snapshot:
    """Look at everything now, within the checks' deadline, and keep it as the last snapshot.

    Not to be called by two threads at once.
    """
    snapshot = _watcher.look(all_checks(server_pid=server_pid, is_thorough=is_thorough))
    _snapshots[:] = [snapshot]
    return snapshot


def last_snapshot() -> Snapshot | None:
    """Return what this process saw last; None before its first look."""
    return next(iter(_snapshots), None)


def as_outline(snapshot: Snapshot) -> dict[str, object]:
    """Return what strangers may know: names and states."""
    return {
        "status": snapshot.state,
        "checks": {each.name: each.state for each in snapshot.findings},
    }


def as_detail(snapshot: Snapshot) -> dict[str, object]:
    """Return all that is known, for operators: of each check its state, words and figures."""
    return {
        "status": snapshot.state,
        "age_s": round(snapshot.age_seconds, 1),
        "checks": {
            each.name: {
                "state": each.state,
                "says": each.says,
                "took_ms": round(each.took_seconds * 1000, 1),
                **each.figures,
                **({"notes": [str(note) for note in each.notes]} if each.notes else {}),
            }
            for each in snapshot.findings
        },
    }


def _state_of(error: Exception | None) -> State:
    if error is None:
        return State.OK
    return State.DEGRADED if isinstance(error, ServiceWarning) else State.FAIL


def _words_of(error: Exception) -> str:
    if isinstance(error, HealthCheckException):
        return str(error.message)
    return f"cannot be looked at ({type(error).__name__})"
