"""A supervisor's daily moves: what may happen to a call next, and how it is asked for."""

from dataclasses import dataclass

from operations.board import wording
from operations.models import VesselCall
from operations.queries.call_progress import Figures
from operations.rules.call_life_cycle import next_steps
from operations.rules.discrepancies import raises_shorts
from operations.vocabulary import CallStatus, CallStep

# What stops work most often, each one tap. Source: the delay codes of liner terminals.
STOP_REASONS = (
    "Rain",
    "Wind",
    "Fog",
    "Waiting for cargo",
    "Ramp or gear of the ship",
    "Shift change",
    "Meal",
    "Safety stop",
)


@dataclass(frozen=True, slots=True)
class Move:
    """How a step is offered. `asks`: reason, note or berth; `warning` has it confirmed.

    `is_quiet`: while a ship is worked, nothing calls for it to be stopped.
    """

    step: CallStep
    label: str
    done: str
    asks: str = ""
    warning: str = ""
    is_quiet: bool = False

    @property
    def key(self) -> str:
        """The step as it stands in addresses."""
        return self.step.lower()

    @property
    def makes_short(self) -> bool:
        """Whether cargo that was not counted can become short with it."""
        return self.step in {CallStep.COMPLETE, CallStep.DEPART}

    @property
    def is_one_tap(self) -> bool:
        """Whether it happens at once; what it changes is put right by the next move."""
        return not self.asks and not self.warning


_MOVES = (
    Move(CallStep.ARRIVE, "Ship has arrived", "Arrival noted"),
    Move(CallStep.BERTH, "Ship is alongside", "Berth noted", asks="berth"),
    Move(CallStep.START, "Start work", "Work started"),
    Move(CallStep.STOP, "Stop work", "Work stopped", asks="reason", is_quiet=True),
    Move(CallStep.RESUME, "Resume work", "Work resumed"),
    Move(
        CallStep.COMPLETE,
        "Complete work",
        "Work completed",
        warning="You can reopen the work.",
        is_quiet=True,
    ),
    Move(
        CallStep.REOPEN,
        "Reopen work",
        "Work reopened",
        asks="reason",
        warning="The time since completion counts as a stoppage. What became short goes away.",
    ),
    Move(
        CallStep.DEPART,
        "Ship has departed",
        "Departure noted",
        warning="The berth is free with this. It cannot be taken back.",
    ),
    Move(
        CallStep.CLOSE,
        "Close the call",
        "Call closed",
        asks="note",
        warning="The tally is final with this. It cannot be taken back.",
    ),
    Move(
        CallStep.CANCEL,
        "Cancel the call",
        "Call cancelled",
        asks="reason",
        warning="The ship is not worked here. It cannot be taken back.",
    ),
)
MOVES = {move.key: move for move in _MOVES}


def next_moves(call: VesselCall) -> list[Move]:
    """Return what may happen to a call now, the usual move first."""
    return [MOVES[step.lower()] for step in next_steps(CallStatus(call.status))]


def will_be_short(call: VesselCall, figures: Figures) -> str:
    """Return what becomes short when work ends now; "" when it did, or when there is no list."""
    if raises_shorts(call.status) or not figures.has_list:
        return ""
    units, kg = figures.remaining_units, max(figures.expected_kg - figures.counted_kg, 0)
    left = [wording.counted(units, "listed unit", "listed units")] if units else []
    left += [f"{wording.weight(kg)} of the list"] if kg else []
    if not left:
        return "All that is on the list was counted."
    verb = "was" if units == 1 and not kg else "were"
    return f"{' and '.join(left)} {verb} not counted and will be short."
