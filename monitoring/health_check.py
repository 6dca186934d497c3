from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from health_check.base import HealthCheck

Figure = int | float | str
# Twice as long as a healthy answer takes under load. With a look every three seconds, whatever
# happens is told within five.
DEADLINE_SECONDS = 1.5


@dataclass
class Check(HealthCheck):
    """One thing that is looked at, for one look.

    `run` returns when all is well, and raises ServiceWarning or ServiceUnavailable with a few words
    for operators. Its figures and notes are for operators too: a note is a sentence or two on one
    thing that is wrong. What is steady no look changes, and every process finds the same.
    """

    is_steady: ClassVar[bool] = False

    timeout = timedelta(seconds=DEADLINE_SECONDS)
    figures: dict[str, Figure] = field(default_factory=dict, init=False, repr=False)
    notes: list[str] = field(default_factory=list, init=False, repr=False)
