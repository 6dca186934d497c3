"""The port's words. Read this first.

Sources: UNECE Recommendation 16 (UN/LOCODE), IMO Resolution A.1117(30) (ship identification
number), ISO 3779 (VIN), DCSA Port Call standard (call milestones), SMDG and TIC4.0 (moves and
productivity), N4 cargo manual (the three tracking modes of cargo).

Vessel      a ship, known by its IMO number.
Call        one visit of a vessel to a terminal: a voyage, a berth, a direction.
Manifest    one version of the cargo list of a call, as it was received.
Cargo line  one line under a bill of lading.
Unit        one identified piece of cargo, such as a car with its VIN.
Ledger      all that people recorded at the ship's side; it only ever grows.
Tally event one entry of the ledger: a count, or the reversal of a count.
Over        counted, but not on the list.     Short   on the list, but not counted.
Tablet      an enrolled device of a field crew.
Journal     one unbroken numbering of events on a tablet; a tablet that lost its storage starts
            a new one.
Gang        people who work one hatch or ramp together.    Deck   a cargo deck of the vessel.
"""

from enum import StrEnum


class Word(StrEnum):
    """A word that is stored as it is written here, in upper case."""

    @property
    def label(self) -> str:
        """The word as people read it on a screen."""
        return self.value.replace("_", " ").capitalize()

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """List of (stored, shown), for a model field."""
        return [(word.value, word.label) for word in cls]


class Direction(Word):
    """Which way cargo moves, seen from the ship."""

    LOAD = "LOAD"
    DISCHARGE = "DISCHARGE"


class CallDirection(Word):
    """What a call is for; BOTH discharges and loads."""

    LOAD = "LOAD"
    DISCHARGE = "DISCHARGE"
    BOTH = "BOTH"

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The directions that cargo of such a call can move in."""
        if self is CallDirection.BOTH:
            return (Direction.DISCHARGE, Direction.LOAD)
        return (Direction(self.value),)


class CallStatus(Word):
    """The life of a call; who may go where is in `rules.call_life_cycle`."""

    EXPECTED = "EXPECTED"
    ARRIVED = "ARRIVED"
    BERTHED = "BERTHED"
    WORKING = "WORKING"
    STOPPED = "STOPPED"
    COMPLETED = "COMPLETED"
    DEPARTED = "DEPARTED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class CallStep(Word):
    """What people do with a call; each leads to a status, some to the same one."""

    ARRIVE = "ARRIVE"
    BERTH = "BERTH"
    START = "START"
    STOP = "STOP"
    RESUME = "RESUME"
    COMPLETE = "COMPLETE"
    REOPEN = "REOPEN"
    DEPART = "DEPART"
    CLOSE = "CLOSE"
    CANCEL = "CANCEL"


class CargoMode(Word):
    """How a cargo line is tracked."""

    IDENTIFIED = "IDENTIFIED"
    COUNTED = "COUNTED"
    BULK = "BULK"


class ColumnMeaning(Word):
    """What a column of a cargo list says of each row; weights by the unit they are written in."""

    IDENTIFIER = "IDENTIFIER"
    MAKE = "MAKE"
    MODEL = "MODEL"
    COLOUR = "COLOUR"
    DESCRIPTION = "DESCRIPTION"
    CARGO_CLASS = "CARGO_CLASS"
    BILL_OF_LADING = "BILL_OF_LADING"
    PORT_OF_LOADING = "PORT_OF_LOADING"
    PORT_OF_DISCHARGE = "PORT_OF_DISCHARGE"
    QUANTITY = "QUANTITY"
    WEIGHT_KG = "WEIGHT_KG"
    WEIGHT_T = "WEIGHT_T"
    DIRECTION = "DIRECTION"
    HOLD = "HOLD"
    IGNORED = "IGNORED"

    @property
    def label(self) -> str:
        """The word as people read it on a screen."""
        shown = {
            ColumnMeaning.IDENTIFIER: "VIN or serial number",
            ColumnMeaning.BILL_OF_LADING: "Bill of lading",
            ColumnMeaning.WEIGHT_KG: "Weight in kg",
            ColumnMeaning.WEIGHT_T: "Weight in tonnes",
            ColumnMeaning.DIRECTION: "Load or discharge",
            ColumnMeaning.HOLD: "Hold (must not move)",
            ColumnMeaning.IGNORED: "Not read",
        }
        # No super(): a Word's own property is what the others are read by.
        return shown.get(self, self.value.replace("_", " ").capitalize())


class ProblemSeverity(Word):
    """How much a problem of a cargo list matters: a refused row is never loaded as it stands."""

    REFUSE = "REFUSE"
    WARN = "WARN"
    NOTE = "NOTE"


class EventKind(Word):
    """What a tally event says."""

    COUNT = "COUNT"
    REVERSAL = "REVERSAL"


class Verdict(StrEnum):
    """What the office answers for each event; in lower case, as the protocol has it."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    CONFLICT = "conflict"
    RETRY = "retry"


class Flag(Word):
    """What a recorded event was noticed for. A flag never stops a fact."""

    OVER = "OVER"
    COUNTED_TWICE = "COUNTED_TWICE"
    WRONG_PORT = "WRONG_PORT"
    HELD = "HELD"
    LATE = "LATE"
    CLOCK_OFF = "CLOCK_OFF"
    OUTSIDE_SHIFT = "OUTSIDE_SHIFT"
    REVERSES_NOTHING_YET = "REVERSES_NOTHING_YET"
    ALREADY_REVERSED = "ALREADY_REVERSED"


class DiscrepancyKind(Word):
    """What a person must look at: every flag, and what the list holds but nobody counted."""

    OVER = "OVER"
    SHORT = "SHORT"
    COUNTED_TWICE = "COUNTED_TWICE"
    WRONG_PORT = "WRONG_PORT"
    HELD = "HELD"
    LATE = "LATE"
    CLOCK_OFF = "CLOCK_OFF"
    OUTSIDE_SHIFT = "OUTSIDE_SHIFT"
    REVERSES_NOTHING_YET = "REVERSES_NOTHING_YET"
    ALREADY_REVERSED = "ALREADY_REVERSED"


class DiscrepancyStatus(Word):
    """Whether a discrepancy still waits for someone."""

    OPEN = "OPEN"
    SETTLED = "SETTLED"


class Role(StrEnum):
    """The four groups of people; the stored value is the name of the Django group."""

    CREW = "crew"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    AUDITOR = "auditor"


class GuessedAt(Word):
    """What a wrong password or code was meant to open, and so what a lock-out keeps shut."""

    ENROL = "ENROL"
    SIGN_IN = "SIGN_IN"
    BROWSER = "BROWSER"
    DESK_FROM = "DESK_FROM"
    ADDRESS = "ADDRESS"
    DESK = "DESK"
    CODE = "CODE"

    @property
    def label(self) -> str:
        """What it is, in a few words."""
        return _GUESSED_AT[self]


_GUESSED_AT = {
    GuessedAt.ENROL: "Enrolment code",
    GuessedAt.SIGN_IN: "Shift sign-in on a tablet",
    GuessedAt.BROWSER: "Office sign-in in a browser that knows the account",
    GuessedAt.DESK_FROM: "Office sign-in to an account from an address",
    GuessedAt.ADDRESS: "Office sign-in from an address",
    GuessedAt.DESK: "Office sign-in",
    GuessedAt.CODE: "Second factor",
}


class Audited(Word):
    """What the audit log tells of: who came in, who was kept out, and what people decided."""

    SIGNED_IN = "SIGNED_IN"
    SIGN_IN_FAILED = "SIGN_IN_FAILED"
    SIGNED_OUT = "SIGNED_OUT"
    LOCKED_OUT = "LOCKED_OUT"
    LOCK_OUT_LIFTED = "LOCK_OUT_LIFTED"
    SHIFT_BEGAN = "SHIFT_BEGAN"
    ACCESS_DENIED = "ACCESS_DENIED"
    SECOND_FACTOR_FAILED = "SECOND_FACTOR_FAILED"
    SECOND_FACTOR_SET_UP = "SECOND_FACTOR_SET_UP"
    SECOND_FACTOR_REMOVED = "SECOND_FACTOR_REMOVED"
    RECOVERY_CODES_MADE = "RECOVERY_CODES_MADE"
    PERSON_ADDED = "PERSON_ADDED"
    PERSON_CHANGED = "PERSON_CHANGED"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105  # a word
    TABLET_INVITED = "TABLET_INVITED"
    TABLET_ENROLLED = "TABLET_ENROLLED"
    ENROLMENT_FAILED = "ENROLMENT_FAILED"
    TABLET_RENAMED = "TABLET_RENAMED"
    TABLET_REVOKED = "TABLET_REVOKED"
    COUNT_TAKEN_BACK = "COUNT_TAKEN_BACK"
    CALL_STEP = "CALL_STEP"
    CALL_CLOSED = "CALL_CLOSED"
    SETTLED = "SETTLED"
    SETTLEMENT_TAKEN_BACK = "SETTLEMENT_TAKEN_BACK"
    LEDGER_EXPORTED = "LEDGER_EXPORTED"
    QUEUE_LOADED = "QUEUE_LOADED"
    MANIFEST_LOADED = "MANIFEST_LOADED"
    MANIFEST_HANDED_OUT = "MANIFEST_HANDED_OUT"
