"""What a person reads when something could not be done: why, and what to do next."""

from dataclasses import dataclass, field

from operations.actions.call_life_cycle import (
    BerthOccupied,
    CallNotSettled,
    ReasonMissing,
    StepRefused,
    TimesOutOfOrder,
    TransitionNotAllowed,
    WrongTerminal,
)
from operations.actions.take_step import BerthMissing
from operations.models import VesselCall

_ADVICE: dict[type[StepRefused], str] = {
    TransitionNotAllowed: "Somebody may have been quicker. Below is the call as it is now.",
    BerthMissing: "Choose the berth at which the ship lies.",
    BerthOccupied: "Choose another berth, or note first that the other ship departed.",
    WrongTerminal: "Choose a berth of this terminal.",
    TimesOutOfOrder: "Correct the time, or leave it empty for now.",
    ReasonMissing: "Choose a reason or write one, then try again.",
}
#: What a person reads who settled nothing, and who settled without a word.
NOTHING_TICKED = "Tick at least one."
NO_WORDS = "Write what was found and what was done."
WENT_AWAY = "One went away by itself meanwhile: nothing is wrong there any more."
_NOT_SETTLED = "Settle what is open, or close the call all the same and write why."

_SECONDS_IN_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """`words`: what went wrong. `advice`: what to do next. `reasons`: what stands in the way."""

    words: str
    advice: str
    reasons: list[str] = field(default_factory=list)


def refusal_of_step(refused: StepRefused, call: VesselCall) -> Refusal:
    """Return what a person reads when a call did not take a step."""
    if isinstance(refused, CallNotSettled):
        return Refusal(f"{call.reference} is not settled yet.", _NOT_SETTLED, refused.reasons)
    return Refusal(str(refused), _ADVICE.get(type(refused), ""))


def no_such_time(text: str, zone: str) -> Refusal:
    """Return what a person reads whose time the terminal's clock never shows."""
    return Refusal(
        f"“{text}” is no time on the terminal’s clock.",
        f"Write it as it is in {zone}, or leave it empty for now.",
    )


def too_many_attempts(wait_seconds: int) -> str:
    """Return what whoever typed wrong words or codes too often reads."""
    if wait_seconds < _SECONDS_IN_A_MINUTE:
        wait = "a second" if wait_seconds == 1 else f"{wait_seconds} seconds"
    else:
        minutes = -(-wait_seconds // _SECONDS_IN_A_MINUTE)
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"Too many attempts failed. Wait {wait}, then try again, or ask an operator."
