"""The steps in the life of a call, each a button and a small form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from operations.actions.take_step import StepOrder
from operations.admin.clock_field import ClockField
from operations.models import Berth, User, VesselCall
from operations.rules.call_life_cycle import next_steps
from operations.vocabulary import CallStatus, CallStep

_MOST_WORDS = 200  # what the column of a stoppage's reason holds


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """How a step is asked for: its title, what it means, and what else it needs to know."""

    step: CallStep
    title: str
    explained: str
    words_label: str = ""
    needs_words: bool = True
    is_grave: bool = False

    @property
    def key(self) -> str:
        """The step as it stands in addresses."""
        return self.step.lower()


_ALL = (
    StepWords(
        step=CallStep.ARRIVE,
        title="Arrived",
        explained="The ship is here, at anchor or off the berth.",
    ),
    StepWords(
        step=CallStep.BERTH,
        title="Alongside",
        explained="The ship is all fast at the berth.",
    ),
    StepWords(
        step=CallStep.START,
        title="Start work",
        explained="The first lift or the first unit moves.",
    ),
    StepWords(
        step=CallStep.STOP,
        title="Stop work",
        explained="A stoppage begins; it ends when work resumes.",
        words_label="Why does work stop?",
    ),
    StepWords(step=CallStep.RESUME, title="Resume work", explained="The stoppage ends."),
    StepWords(
        step=CallStep.COMPLETE,
        title="Complete work",
        explained="Cargo work is over. What is on the list and was not counted becomes a short; "
        "what arrives from now on is recorded and flagged late.",
    ),
    StepWords(
        step=CallStep.REOPEN,
        title="Reopen work",
        explained="Work was not over. The time since completion counts as a stoppage, and shorts "
        "go away.",
        words_label="Why is work reopened?",
        is_grave=True,
    ),
    StepWords(
        step=CallStep.DEPART,
        title="Departed",
        explained="The ship has left and its berth is free.",
    ),
    StepWords(
        step=CallStep.CLOSE,
        title="Close the call",
        explained="The call is closed for good. While anything is open it is refused, unless you "
        "say why it is closed all the same.",
        words_label="Why is it closed although something is open?",
        needs_words=False,
        is_grave=True,
    ),
    StepWords(
        step=CallStep.CANCEL,
        title="Cancel the call",
        explained="The visit is off. This cannot be undone.",
        words_label="Why is it cancelled?",
        is_grave=True,
    ),
)
_WORDS = {words.step: words for words in _ALL}


def steps_of(call: VesselCall) -> Sequence[StepWords]:
    """Return the steps that a call can take now, the usual one first."""
    return [_WORDS[step] for step in next_steps(CallStatus(call.status))]


class StepForm(forms.Form):
    """When it happened, on the terminal's clock, and what else the step needs to know."""

    at = ClockField(label="When")
    berth = forms.ModelChoiceField(Berth.objects.none(), empty_label=None)
    words = forms.CharField(max_length=_MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any, *, call: VesselCall, step: StepWords) -> None:
        super().__init__(data, initial={"at": timezone.now(), "berth": call.berth_id})
        berths: Any = self.fields["berth"]
        berths.queryset = Berth.objects.filter(terminal=call.terminal_id).order_by("name")
        if step.step is not CallStep.BERTH:
            del self.fields["berth"]
        if not step.words_label:
            del self.fields["words"]
            return
        self.fields["words"].label = step.words_label
        self.fields["words"].required = step.needs_words

    def order(self, by: User) -> StepOrder:
        """Return what was said, once it is valid."""
        said = self.cleaned_data
        return StepOrder(by=by, at=said["at"], words=said.get("words", ""), berth=said.get("berth"))
