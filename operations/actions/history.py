"""Who did what in the office, kept where Django's admin shows the history of each row."""

from collections.abc import Sequence

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model

from operations.models import User


def note_history(*, subject: Model, by: User, said: str) -> None:
    """Write down what a person did to a row; `said` is a sentence.

    Actions write it in their own transaction, so that no door can forget it.
    """
    LogEntry.objects.log_actions(
        user_id=by.pk,
        queryset=[subject],
        action_flag=CHANGE,
        change_message=said,
        single_object=True,
    )


def note_history_of_all(*, subjects: Sequence[Model], by: User, said: str) -> None:
    """Write down what a person did to many rows at once; `said` is a sentence for each of them."""
    LogEntry.objects.log_actions(
        user_id=by.pk, queryset=subjects, action_flag=CHANGE, change_message=said
    )
