from collections.abc import Mapping
from dataclasses import dataclass

from monitoring.alert_rules import Unit
from monitoring.health import Finding, State, last_snapshot
from monitoring.health_check import Note

_KINDS = {State.OK: "good", State.DEGRADED: "attention", State.FAIL: "trouble"}
_WORST_FIRST = (State.FAIL, State.DEGRADED, State.OK)


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One check of the site's health in words; `kind` is that of its badge."""

    name: str
    state: str
    kind: str
    says: str
    figures: list[tuple[str, str]]
    notes: tuple[Note, ...]


def health_rows() -> list[HealthRow]:
    """Return what this process saw last, the worst first; nothing before its first look."""
    snapshot = last_snapshot()
    findings = snapshot.findings if snapshot else ()
    return [
        _row(each) for each in sorted(findings, key=lambda each: _WORST_FIRST.index(each.state))
    ]


def state_of_health() -> tuple[tuple[object, ...], ...]:
    """Return what the rows hang on: states alone, for figures move with every look."""
    snapshot = last_snapshot()
    return tuple((each.name, each.state) for each in snapshot.findings) if snapshot else ()


def _row(finding: Finding) -> HealthRow:
    return HealthRow(
        name=finding.name.capitalize(),
        state=finding.state.value,
        kind=_KINDS[finding.state],
        says=finding.says,
        figures=_written(finding.figures),
        notes=finding.notes,
    )


def _written(figures: Mapping[str, float | str]) -> list[tuple[str, str]]:
    return [(_name(name), _value(name, value)) for name, value in figures.items()]


def _value(name: str, value: float | str) -> str:
    """Write what part of something is in use as percent, and counts as they are."""
    is_part = isinstance(value, float) and name.endswith("_used")
    return Unit.RATIO.write(float(value)) if is_part else f"{value}"


def _name(name: str) -> str:
    return name.replace("_", " ").replace(" mb", " MB")
