"""When somebody must be told: bounds with hysteresis. Pure: figures in, an answer out.

A rule is raised only after its figure was out of bounds for some minutes in a row, and cleared
only after it was well inside for as long; in between, everything stays as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Attention can wait until morning; trouble cannot."""

    ATTENTION = "ATTENTION"
    TROUBLE = "TROUBLE"

    @property
    def label(self) -> str:
        """The word as people read it."""
        return self.value.capitalize()


class Unit(StrEnum):
    """What a figure is of, and so how it is written."""

    RATIO = "RATIO"
    SECONDS = "SECONDS"
    COUNT = "COUNT"
    STATE = "STATE"

    @property
    def is_measured(self) -> bool:
        """Whether there is a figure to tell: of what is or is not, only how long it has been so."""
        return self is not Unit.STATE

    def write(self, value: float) -> str:
        """Return a figure as people read it: 81 %, 240 ms, 12."""
        if self is Unit.RATIO:
            return _percent(value * 100)
        if self is Unit.SECONDS:
            return _seconds(value)
        return f"{value:,.0f}" if self is Unit.COUNT else ("yes" if value else "no")


_LEAST_SHOWN_PERCENT = 0.1
_SECONDS_IN_A_MINUTE = 60
_SECONDS_IN_AN_HOUR = 3600


def _percent(value: float) -> str:
    if 0 < value < _LEAST_SHOWN_PERCENT:
        return f"< {_LEAST_SHOWN_PERCENT} %"
    tenths = round(value, 1)
    return f"{tenths:.0f} %" if tenths == round(tenths) else f"{tenths} %"


def _seconds(value: float) -> str:
    if value < 1:
        return f"{value * 1000:.0f} ms"
    if value < _SECONDS_IN_A_MINUTE:
        return f"{value:.3g} s"
    if value < _SECONDS_IN_AN_HOUR:
        return f"{value / _SECONDS_IN_A_MINUTE:.0f} min"
    return f"{value / _SECONDS_IN_AN_HOUR:.1f} h"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One bound on one figure, which is named as samples are.

    `of` names the figure that it is of, such as requests, of which there must be `least_count` in
    those minutes before it is raised; a ratio is divided by it. A rule that is not `per_container`
    adds up the whole site where figures are counts, and takes the worst container elsewhere. What
    each container reads from the one database is `shared`: it is of the whole site already.
    """

    name: str
    level: Level
    sentence: str
    figure: str
    unit: Unit
    raise_at: float
    clear_below: float
    minutes: int
    of: str = ""
    least_count: float = 0
    per_container: bool = False
    shared: bool = False

    @property
    def runbook(self) -> str:
        """Where it stands what to do."""
        return f"docs/runbook.md#{self.name}"


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of a rule in one minute; `count` is of how many, where that matters."""

    value: float
    count: float = 0


# The last minute may not be written down yet, or one was lost; of a longer gap nobody knows what
# was in between.
_MISSED_MINUTES = 1

#: What each container told of one minute: by container, its figures by name.
Minute = Mapping[str, Mapping[str, float]]


def stands(rule: Rule, points: Sequence[Point], *, was_standing: bool) -> bool:
    """Return whether a rule stands after these minutes, the newest last.

    Without enough of them nothing is known, and all stays as it was.
    """
    recent = points[-rule.minutes :]
    if len(recent) < rule.minutes:
        return was_standing
    if was_standing:
        return any(point.value >= rule.clear_below for point in recent)
    is_enough = sum(point.count for point in recent) >= rule.least_count
    return is_enough and all(point.value >= rule.raise_at for point in recent)


def begins(rule: Rule, points: Sequence[Point]) -> bool:
    """Return whether the newest minute is out of bounds, however short that has been so."""
    recent = points[-rule.minutes :]
    is_enough = sum(point.count for point in recent) >= rule.least_count
    return bool(recent) and is_enough and recent[-1].value >= rule.raise_at


def points_of(rule: Rule, minutes: Sequence[Minute]) -> dict[str, list[Point]]:
    """Return the points of a rule by container, the newest last; "" stands for the whole site.

    A minute in which nobody told the figure has no point; one without any request has no errors,
    and nobody waited.
    """
    found: dict[str, list[Point]] = {}
    for minute in minutes[-(rule.minutes + _MISSED_MINUTES) :]:
        told = {
            source: figures
            for source, figures in minute.items()
            if rule.figure in figures or (rule.of and rule.of in figures)
        }
        if rule.per_container:
            for source, figures in told.items():
                found.setdefault(source, []).append(_point(rule, [figures]))
        elif told:
            found.setdefault("", []).append(_point(rule, list(told.values())))
    return found


def _point(rule: Rule, told: Sequence[Mapping[str, float]]) -> Point:
    figures = [each.get(rule.figure, 0.0) for each in told]
    count = sum(each.get(rule.of, 0.0) for each in told)
    if rule.unit is Unit.RATIO and rule.of:
        return Point(sum(figures) / count if count else 0.0, count)
    is_added_up = rule.unit is Unit.COUNT and not rule.shared
    return Point(sum(figures) if is_added_up else max(figures), count)
