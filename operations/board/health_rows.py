from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One check of the site's health in words; `kind` is that of its badge."""

    name: str
    state: str
    kind: str
    says: str
    figures: list[tuple[str, str]]


def health_rows() -> list[HealthRow]:
    """Return what this process saw last, the worst first; nothing before its first look."""
    return []


def state_of_health() -> tuple[tuple[object, ...], ...]:
    """Return what the rows hang on."""
    return ()
