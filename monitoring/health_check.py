from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, NamedTuple

from health_check.base import HealthCheck

Figure = int | float | str
# Twice as long as a healthy answer takes under load. With a look every three seconds, whatever
# happens is told within five.
DEADLINE_SECONDS = 1.5


class Note(NamedTuple):
    """One thing that is wrong, by its name, and a sentence or two on it with a way out."""

    name: str
    words: str

    def __str__(self) -> str:
        return f"{self.name}: {self.words}"


@dataclass
class Check(HealthCheck):
    """One thing that is looked at, for one look.

    `run` returns when all is well, and raises ServiceWarning or ServiceUnavailable with a few words
    for operators. Its figures and notes are for operators too. What is steady no look changes, and
    every process finds the same.
    """

    is_steady: ClassVar[bool] = False

    timeout = timedelta(seconds=DEADLINE_SECONDS)
    figures: dict[str, Figure] = field(default_factory=dict, init=False, repr=False)
    notes: list[Note] = field(default_factory=list, init=False, repr=False)
