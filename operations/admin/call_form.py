from typing import Any

from django import forms
from django.utils import timezone

from operations.admin.clock_field import ClockField
from operations.models import Berth, Terminal, VesselCall

_TIMES = ("planned_arrival_at", "estimated_arrival_at", "planned_departure_at")


class BerthField(forms.ModelChoiceField):
    """Berths with their terminal, since every terminal has a berth 1."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.terminal})"


class CallForm(forms.ModelForm):
    """What is planned of a call; what happens to it is told by its steps, one by one."""

    planned_arrival_at = ClockField(label="Planned arrival", required=False)
    estimated_arrival_at = ClockField(
        label="Estimated arrival",
        required=False,
        help_text="As the agent last said; the board goes by it.",
    )
    planned_departure_at = ClockField(label="Planned departure", required=False)

    class Meta:
        model = VesselCall
        fields = (
            "terminal",
            "vessel",
            "reference",
            "voyage",
            "direction",
            "berth",
            "planned_arrival_at",
            "estimated_arrival_at",
            "planned_departure_at",
        )
        field_classes = {"berth": BerthField}
        help_texts = {
            "reference": "How people and files name this call, such as SSI-2026-0042.",
            "berth": "Where it is planned to lie. It takes the berth when it is alongside.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "berth" in self.fields:
            berths: Any = self.fields["berth"]
            berths.queryset = berths.queryset.select_related("terminal").order_by(
                "terminal__name", "name"
            )
            if self.instance.pk:
                berths.queryset = berths.queryset.filter(terminal=self.instance.terminal_id)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        terminal: Terminal | None = said.get("terminal") or (
            self.instance.terminal if self.instance.pk else None
        )
        if terminal is None:
            return said
        berth: Berth | None = said.get("berth")
        if berth is not None and berth.terminal_id != terminal.pk:
            self.add_error("berth", f"Berth {berth} is not at {terminal}.")
        self._read_times_at(terminal)
        return said

    def _read_times_at(self, terminal: Terminal) -> None:
        """Read the times again on the clock of the terminal that was chosen in this very form."""
        with timezone.override(terminal.zone):
            for name in _TIMES:
                field = self.fields.get(name)
                if field is not None and name in self.cleaned_data:
                    self.cleaned_data[name] = field.clean(self[name].data)
