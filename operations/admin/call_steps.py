"""The steps in the life of a call, each a button and a small form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from operations.actions import call_life_cycle
from operations.admin.clock_field import ClockField
from operations.models import Berth, User, VesselCall
from operations.rules.call_life_cycle import steps_from
from operations.vocabulary import CallStatus

_MOST_WORDS = 200  # what the column of a stoppage's reason holds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said of a step; `at` to the minute, as people note it."""

    by: User
    at: datetime
    words: str
    berth: Berth | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it leads to, what it is called, what it asks, and the action that does it."""

    to: CallStatus
    title: str
    explained: str
    take: Callable[[VesselCall, Answer], VesselCall]
    words_label: str = ""
    needs_words: bool = True
    needs_berth: bool = False
    is_grave: bool = False


def _arrive(call: VesselCall, answer: Answer) -> VesselCall:
    return call_life_cycle.arrive_vessel(call=call, arrived_at=answer.at, by=answer.by)


def _berth(call: VesselCall, answer: Answer) -> VesselCall:
    assert answer.berth is not None  # noqa: S101  # the form asks for it
    return call_life_cycle.berth_vessel(
        call=call, berth=answer.berth, berthed_at=answer.at, by=answer.by
    )


def _start(call: VesselCall, answer: Answer) -> VesselCall:
    return call_life_cycle.start_work(call=call, started_at=answer.at, by=answer.by)


def _stop(call: VesselCall, answer: Answer) -> VesselCall:
    return call_life_cycle.stop_work(
        call=call, reason=answer.words, stopped_at=answer.at, by=answer.by
    )


def _resume(call: VesselCall, answer: Answer) -> VesselCall:
    return call_life_cycle.resume_work(call=call, resumed_at=answer.at, by=answer.by)


def _complete(call: VesselCall, answer: Answer) -> VesselCall:
    return call_life_cycle.complete_work(call=call, completed_at=answer.at, by=answer.by)


def _reopen(call: VesselCall, answer: Answer) -> VesselCall:
    return call_life_cycle.reopen_work(
        call=call, reopened_at=answer.at, by=answer.by, reason=answer.words
    )


def _depart(call: VesselCall, answer: Answer) -> VesselCall:
    return call_life_cycle.depart_vessel(call=call, departed_at=answer.at, by=answer.by)


def _close(call: VesselCall, answer: Answer) -> VesselCall:
    return call_life_cycle.close_call(
        call=call, closed_at=answer.at, by=answer.by, note=answer.words
    )


def _cancel(call: VesselCall, answer: Answer) -> VesselCall:
    return call_life_cycle.cancel_call(
        call=call, cancelled_at=answer.at, by=answer.by, reason=answer.words
    )


_USUAL = {
    step.to: step
    for step in (
        Step(
            CallStatus.ARRIVED, "Arrived", "The ship is here, at anchor or off the berth.", _arrive
        ),
        Step(
            CallStatus.BERTHED,
            "Alongside",
            "The ship is all fast at the berth.",
            _berth,
            needs_berth=True,
        ),
        Step(CallStatus.WORKING, "Start work", "The first lift or the first unit moves.", _start),
        Step(
            CallStatus.STOPPED,
            "Stop work",
            "A stoppage begins; it ends when work resumes.",
            _stop,
            words_label="Why does work stop?",
        ),
        Step(
            CallStatus.COMPLETED,
            "Complete work",
            "Cargo work is over. What is on the list and was not counted becomes a short; what "
            "arrives from now on is recorded and flagged late.",
            _complete,
        ),
        Step(
            CallStatus.DEPARTED,
            "Departed",
            "The ship has left and its berth is free.",
            _depart,
        ),
        Step(
            CallStatus.CLOSED,
            "Close the call",
            "The call is closed for good. While anything is open it is refused, unless you say "
            "why it is closed all the same.",
            _close,
            words_label="Why is it closed although something is open?",
            needs_words=False,
            is_grave=True,
        ),
        Step(
            CallStatus.CANCELLED,
            "Cancel the call",
            "The visit is off. This cannot be undone.",
            _cancel,
            words_label="Why is it cancelled?",
            is_grave=True,
        ),
    )
}
_RESUME = Step(CallStatus.WORKING, "Resume work", "The stoppage ends.", _resume)
_REOPEN = Step(
    CallStatus.WORKING,
    "Reopen work",
    "Work was not over. The time since completion counts as a stoppage, and shorts go away.",
    _reopen,
    words_label="Why is work reopened?",
    is_grave=True,
)


def steps_of(call: VesselCall) -> Sequence[Step]:
    """Return the steps that a call can take now, the usual one first."""
    return [_step(CallStatus(call.status), to) for to in steps_from(CallStatus(call.status))]


def _step(status: CallStatus, to: CallStatus) -> Step:
    if to is CallStatus.WORKING and status is CallStatus.STOPPED:
        return _RESUME
    if to is CallStatus.WORKING and status is CallStatus.COMPLETED:
        return _REOPEN
    return _USUAL[to]


class StepForm(forms.Form):
    """When it happened, on the terminal's clock, and what else the step needs to know."""

    at = ClockField(label="When")
    berth = forms.ModelChoiceField(Berth.objects.none(), empty_label=None)
    words = forms.CharField(max_length=_MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, *, call: VesselCall, step: Step) -> None:
        super().__init__(data, initial={"at": timezone.now(), "berth": call.berth_id})
        berths: Any = self.fields["berth"]
        berths.queryset = Berth.objects.filter(terminal=call.terminal_id).order_by("name")
        if not step.needs_berth:
            del self.fields["berth"]
        if not step.words_label:
            del self.fields["words"]
            return
        self.fields["words"].label = step.words_label
        self.fields["words"].required = step.needs_words

    def answer(self, by: User) -> Answer:
        """Return what was said, once it is valid."""
        said = self.cleaned_data
        return Answer(by=by, at=said["at"], words=said.get("words", ""), berth=said.get("berth"))
