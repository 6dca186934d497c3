from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from operations.rules.terminal_clock import TimeNotReadable, read_wall_time

_FORMAT = "%Y-%m-%dT%H:%M"
_NOT_READABLE = "Write a date and a time that the terminal’s clock shows."


class ClockField(forms.Field):
    """A date and time on the clock of the zone in force, with the browser's own picker."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_FORMAT)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return timezone.localtime(value).strftime(_FORMAT)
        return value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        zone = timezone.get_current_timezone()
        try:
            return read_wall_time(str(value), zone=zone, now=timezone.now())
        except TimeNotReadable as error:
            raise forms.ValidationError(_NOT_READABLE) from error
