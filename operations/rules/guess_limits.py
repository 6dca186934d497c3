"""How often a password or a code may be wrong, and for how long that keeps somebody out. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from operations.vocabulary import GuessedAt


@dataclass(frozen=True, slots=True)
class GuessLimit:
    """At most `most` wrong ones of a subject within any such time; one more is not looked at."""

    guessed_at: GuessedAt
    most: int
    within: timedelta


_QUARTER = timedelta(minutes=15)

# One address is a whole terminal: people mistype, and share it.
ENROL = GuessLimit(GuessedAt.ENROL, 20, timedelta(minutes=10))
SIGN_IN = GuessLimit(GuessedAt.SIGN_IN, 10, _QUARTER)
DESK = GuessLimit(GuessedAt.DESK, 10, _QUARTER)
# An office shares an address, so it has more; a list of accounts tried from one place has not.
ADDRESS = GuessLimit(GuessedAt.ADDRESS, 30, _QUARTER)
CODE = GuessLimit(GuessedAt.CODE, 10, _QUARTER)
