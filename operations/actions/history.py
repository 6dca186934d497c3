"""Who did what in the office: in the history of each row in admin, and in the audit log."""

from collections.abc import Sequence

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model

from operations.actions.write_audit import write_audit
from operations.models import User
from operations.vocabulary import Audited


def note_history(*, subject: Model, by: User, said: str, what: Audited) -> None:
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
    write_audit(what, by=by, about=subject, details={"said": said})


def note_history_of_all(*, subjects: Sequence[Model], by: User, said: str) -> None:
    """Write down what a person did to many rows at once; `said` is a sentence for each of them.

    The audit log is left to the action: one deed is one entry there.
    """
    LogEntry.objects.log_actions(
        user_id=by.pk, queryset=subjects, action_flag=CHANGE, change_message=said
    )
