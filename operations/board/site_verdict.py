from dataclasses import dataclass

from monitoring.health import STALE_AFTER_SECONDS, State, last_snapshot


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the site is while no alert stands, in a few words; `kind` is that of their badge."""

    kind: str
    words: str


def verdict(out_of_bounds: list[str]) -> Verdict:
    """Return what may be said while no alert stands: well only when health says so as well.

    `out_of_bounds` was seen in the newest minute, too short for an alert.
    """
    snapshot = last_snapshot()
    kind = "attention"
    if snapshot is None or snapshot.age_seconds > STALE_AFTER_SECONDS:
        health = "not known"
    else:
        health = snapshot.not_well
        if any(each.state is State.FAIL for each in snapshot.findings):
            kind = "trouble"
    said = [f"health: {health}"] if health else []
    if out_of_bounds:
        said.append(f"in the newest minute: {', '.join(out_of_bounds)}")
    if not said:
        return Verdict("good", "All well")
    return Verdict(kind, "; ".join(["No alert stands", *said]))
