"""How often a password or a code may be wrong, and for how long that keeps somebody out. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from operations.vocabulary import GuessedAt

_MOST_SUBJECT = 150  # characters, as the column has it; a name that was typed may be a book
_MOST_ACCOUNT = 100  # beside a place


@dataclass(frozen=True, slots=True)
class GuessLimit:
    """At most `most` wrong ones of a subject within any such time; one more is not looked at.

    A subject is an account or a network address; with a `joint`, an account at one place.
    """

    guessed_at: GuessedAt
    most: int
    within: timedelta
    joint: str = ""
    #: Whether whoever reached it is kept out; else they are a stranger, by whose limits they go on.
    shuts: bool = True

    def subject(self, whose: str, at: object = "") -> str:
        """Return what failures are counted by. Accounts that differ in case only are one."""
        if not self.joint:
            return whose.lower()[:_MOST_SUBJECT]
        return f"{account_key(whose)}{self.joint}{at}"

    def parts(self, subject: str) -> tuple[str, str]:
        """Return the account and the address that a subject is made of; "" for what it is not."""
        if not self.joint:
            is_address = self.guessed_at in {GuessedAt.ENROL, GuessedAt.ADDRESS}
            return ("", subject) if is_address else (subject, "")
        # The last one: a name that a stranger typed may hold the joint as well.
        account, _, at = subject.rpartition(self.joint)
        return account, at if self.guessed_at is GuessedAt.DESK_FROM else ""


def account_key(username: str) -> str:
    """Return what of a user name tells accounts apart where a place stands beside it."""
    return username.lower()[:_MOST_ACCOUNT]


_QUARTER = timedelta(minutes=15)

# One address is a whole terminal: people mistype, and share it.
ENROL = GuessLimit(GuessedAt.ENROL, 20, timedelta(minutes=10))
# By tablet as well: whoever guesses on one must not lock a clerk out on all the others.
SIGN_IN = GuessLimit(GuessedAt.SIGN_IN, 10, _QUARTER, " on tablet ")
# In a browser in which the account signed in before, nothing else counts: not what others guess
# at it, from wherever, and not what they guess from the same address. Once these are used up, one
# is a stranger there too.
BROWSER = GuessLimit(GuessedAt.BROWSER, 10, _QUARTER, " in browser ", shuts=False)
# All other browsers are strangers. One address takes a fifth of what an account stands, so that it
# shuts nobody out elsewhere; and an office shares an address, so it has more than one account has.
DESK_FROM = GuessLimit(GuessedAt.DESK_FROM, 10, _QUARTER, " from ")
ADDRESS = GuessLimit(GuessedAt.ADDRESS, 30, _QUARTER)
DESK = GuessLimit(GuessedAt.DESK, 50, _QUARTER)
CODE = GuessLimit(GuessedAt.CODE, 10, _QUARTER)

ALL = (ENROL, SIGN_IN, BROWSER, DESK_FROM, ADDRESS, DESK, CODE)
